#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace splitroot {

/// Seconds since 1970-01-01T00:00:00Z, UTC.
using Timestamp = std::chrono::sys_seconds;

/// RFC 3339 UTC, `2026-01-05T00:00:00Z`.
std::string to_rfc3339(Timestamp time);

/// `2026-01-05`.
std::string to_date(Timestamp time);

/// A date (`2026-01-05`, midnight UTC) or an RFC 3339 time with any offset; nullopt when it is neither, or outside the
/// years 0001 to 9999 (UTC).
std::optional<Timestamp> parse_time(std::string_view text);

Timestamp now();

/// Unix seconds as found on chain; nullopt where they leave the calendar (year 9999) or are zero.
std::optional<Timestamp> from_unix(std::uint64_t seconds);

inline std::int64_t to_unix(Timestamp time) { return time.time_since_epoch().count(); }

}  // namespace splitroot
