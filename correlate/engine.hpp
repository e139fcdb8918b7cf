#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/finding.hpp"
#include "core/name.hpp"
#include "correlate/string_index.hpp"
#include "correlate/twins.hpp"

namespace splitroot::correlate {

/// Grace and premium a namespace gives lapsed names; none where it is not listed.
using LapseTable = std::map<std::string, Lapse, std::less<>>;

Lapse lapse_of(const LapseTable& table, std::string_view ns);

/// What an engine goes by beside the strings.
struct Rules {
  TwinTable twins;
  LapseTable lapses;
};

/// Decides what collides. Pure: the same name, strings, other TLDs and moment give the same findings.
class Engine {
 public:
  Engine() = default;
  Engine(StringIndex strings, TwinTable twins, LapseTable lapses)
      : strings_(std::move(strings)), twins_(std::move(twins)), lapses_(std::move(lapses)) {}

  /// True when a label (as found) equals a string: the fast path over millions of labels.
  bool matches(std::string_view raw_label) const;

  /// All findings of one name at `at`. `others` are the TLDs of other alternative namespaces with the same
  /// canonical label; a pair is one finding, held by the namespace whose id sorts first.
  std::vector<Finding> findings(const NameRecord& name, std::span<const NameRecord> others,
                                Timestamp at) const;

  const StringIndex& strings() const { return strings_; }
  Lapse lapse(std::string_view ns) const { return lapse_of(lapses_, ns); }
  const LapseTable& lapses() const { return lapses_; }
  const TwinTable& twins() const { return twins_; }

 private:
  Finding common(const NameRecord& name, Timestamp at) const;
  Finding against_string(const NameRecord& name, const IndexedString& string, Timestamp at) const;
  Finding against_tld(const NameRecord& name, const NameRecord& other, Timestamp at) const;

  StringIndex strings_;
  TwinTable twins_;
  LapseTable lapses_;
};

}  // namespace splitroot::correlate
