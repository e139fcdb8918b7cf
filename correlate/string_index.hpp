#pragma once
#include <boost/unordered/unordered_map.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/standing.hpp"

namespace splitroot::correlate {

/// A string of the DNS world with the standings it has at the index's moment, strongest first.
struct IndexedString {
  std::string ldh;
  std::string canonical;  ///< core canonical_label of `ldh`
  std::vector<StandingRecord> standings;

  Standing strongest() const { return standings.front().standing; }
};

/// All strings that stand at one moment, found by canonical label. Immutable, so readers share it.
class StringIndex {
 public:
  StringIndex() = default;
  /// Takes standings as recorded; those that do not hold at `at` are left out, applications that have ended
  /// by what others say (outcomes.hpp) among them.
  StringIndex(std::vector<StandingRecord> standings, Timestamp at);

  /// nullptr when no string stands under this canonical label. Allocates nothing.
  const IndexedString* find(std::string_view canonical) const;
  std::size_t size() const { return strings_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::vector<IndexedString> strings_;
  boost::unordered_map<std::string, std::size_t, Hash, std::equal_to<>> by_canonical_;
};

}  // namespace splitroot::correlate
