#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/application.hpp"
#include "core/result.hpp"

namespace splitroot::collectors::pipeline {

/// One round's list.
struct RoundList {
  std::string source;
  std::string round;
  std::vector<std::vector<std::string_view>> required;  ///< of each group one column
  bool all_applied = false;  ///< every row is an application, since the list's date
};

/// Reads a whole list: its rows, and of rows that say that a replacement string was taken both strings.
/// Errors (input) name the place.
Result<ApplicationBatch> read_round(std::string_view text, const std::string& origin, const RoundList& list,
                                    std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors::pipeline
