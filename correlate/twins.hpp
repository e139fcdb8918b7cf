#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/name.hpp"
#include "core/vocabulary.hpp"
#include "correlate/string_index.hpp"

namespace splitroot::correlate {

/// A row of the twin table: a TLD that two systems carry by design (or claim to), with the reason.
struct TwinRule {
  std::string ns;
  std::string name;  ///< TLD as a canonical label, or `*`: every TLD of `ns` that is delegated in the root
  State state = State::twin;
  std::string reason;
};

struct TwinVerdict {
  State state;
  std::string reason;
};

/// Twins by design, TLD level only (docs/decisions/0004-twins.md).
class TwinTable {
 public:
  TwinTable() = default;
  explicit TwinTable(std::vector<TwinRule> rules) : rules_(std::move(rules)) {}

  /// nullopt: no twin. A Handshake CLAIM counts when the string was delegated at the time of the claim: only
  /// then can the claimant have been the TLD itself and not a popular domain of the same word (`web.de`).
  std::optional<TwinVerdict> find(const NameRecord& tld, const IndexedString& string) const;

 private:
  std::vector<TwinRule> rules_;
};

}  // namespace splitroot::correlate
