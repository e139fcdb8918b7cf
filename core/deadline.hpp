#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace splitroot {

/// A date of ICANN's in a round, as imported: none is computed. Whoever shows one shows its source and asks
/// to check with ICANN.
struct Deadline {
  std::string round;               ///< `2026`
  std::string milestone;           ///< in the list's words: `End of the objection period`
  Timestamp at;                    ///< 23:59 UTC of the date, unless the list gives a time
  std::optional<std::string> ldh;  ///< of one string only; nullopt: of the whole round
  std::string source_url;          ///< where ICANN says so, as the list has it; empty where it does not say
  Timestamp as_of;                 ///< date of the list
  bool operator==(const Deadline&) const = default;
};

/// The first of some deadlines after `moment`, of the whole round or of a string; nullptr: none is known.
/// With `ldh`, those of other strings do not count. An empty `round` is any.
const Deadline* next_deadline(std::span<const Deadline> deadlines, Timestamp moment,
                              std::string_view round = {},
                              std::optional<std::string_view> ldh = std::nullopt);

}  // namespace splitroot
