#pragma once
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace splitroot::collectors::pipeline {

/// A moment as a list of ICANN's writes it.
struct ListDate {
  Timestamp time;         ///< of a date without time, midnight UTC
  bool has_time = false;  ///< the list says a time of day
};

/// `2026-10-14`, an RFC 3339 time, `14 October 2026`, `14-Oct-2026`, `October 14, 2026`. Dates of digits in
/// any other order may mean two days, and are none.
std::optional<ListDate> parse_list_date(std::string_view text);

/// For messages: "is no …".
constexpr const char* list_date_forms = "date (2026-10-14, 14 October 2026) or time (2026-10-14T23:59:00Z)";

}  // namespace splitroot::collectors::pipeline
