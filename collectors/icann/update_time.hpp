#pragma once
#include <optional>
#include <string_view>

#include "core/time.hpp"

namespace splitroot::collectors {

/// An RFC 3339 time, or one with the offset without a colon (`2026-01-05T12:53:59.867+0000`), as ICANN writes
/// it since 2020.
std::optional<Timestamp> parse_update_time(std::string_view text);

}  // namespace splitroot::collectors
