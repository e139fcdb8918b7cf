#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deadline.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// ICANN's dates from CSV or JSON, read as parse_round_2026 reads lists, with the columns milestone, date and
/// round, and any of string, and source or url (schemas/pipeline/deadline_columns.csv has the names). Columns
/// of other names are passed over. Dates are ISO 8601, or with the month's English name; a date alone is
/// 23:59 UTC of that day. Sorted by time. The list's date is `as_of`, or what a line before the header or a
/// member beside the list tells. Errors (input) name the place: also of a milestone (of one round and string)
/// that stands twice; nothing of a list with an error is returned.
Result<std::vector<Deadline>> parse_deadlines(std::string_view text, const std::string& origin_name,
                                              std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors
