#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/leakage.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// The rows of one reading of DNS Magnitude, and its date.
struct MagnitudeRows {
  Timestamp as_of;
  std::vector<LeakageEntry> entries;
};

/// The two shapes of parse_magnitude (magnitude.hpp).
Result<MagnitudeRows> read_magnitude_json(std::string_view text, const std::string& origin_name,
                                          std::optional<Timestamp> as_of);
Result<MagnitudeRows> read_magnitude_csv(std::string_view text, const std::string& origin_name,
                                         std::optional<Timestamp> as_of);

/// Nothing, or why this is no magnitude (bare reason).
Result<void> check_magnitude(double magnitude);

/// Ranks by falling magnitude; rows without one have no rank.
void rank_by_magnitude(std::vector<LeakageEntry>& entries);

}  // namespace splitroot::collectors
