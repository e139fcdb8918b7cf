#include "core/time.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace splitroot {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// Reads exactly `width` digits at `text[at]`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Timestamp> parse_day(std::string_view text) {
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 0 || month < 0 || day < 0 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (!date.ok()) return std::nullopt;
  return Timestamp{std::chrono::sys_days{date}.time_since_epoch()};
}

/// Years 0001 to 9999 only: beyond them, neither RFC 3339 nor PostgreSQL's text reads back what it wrote.
std::optional<Timestamp> within_calendar(std::optional<Timestamp> time) {
  using namespace std::chrono;
  constexpr sys_days first{year{1} / 1 / 1};
  constexpr sys_days end{year{10000} / 1 / 1};
  if (!time || *time < first || *time >= end) return std::nullopt;
  return time;
}

/// The offset of an RFC 3339 time, from its `Z` or `+hh:mm`.
std::optional<seconds> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") return seconds{0};
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
  const int hour = digits(text, 1, 2);
  const int minute = digits(text, 4, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  const seconds offset = hours{hour} + minutes{minute};
  return text[0] == '-' ? -offset : offset;
}

}  // namespace

std::string to_rfc3339(Timestamp time) {
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::hh_mm_ss clock{time - day};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02dZ", static_cast<int>(clock.hours().count()),
                static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
  return to_date(time) + text.data();
}

std::string to_date(Timestamp time) {
  const std::chrono::year_month_day date{std::chrono::floor<days>(time)};
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

std::optional<Timestamp> parse_time(std::string_view text) {
  if (text.size() < 10) return std::nullopt;
  const auto day = parse_day(text.substr(0, 10));
  if (!day || text.size() == 10) return within_calendar(day);
  if (text.size() < 20 || (text[10] != 'T' && text[10] != 't' && text[10] != ' ')) return std::nullopt;
  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
  if (text[13] != ':' || text[16] != ':') return std::nullopt;
  std::size_t at = 19;
  if (text[at] == '.') {
    ++at;
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  }
  const auto offset = parse_offset(text.substr(at));
  if (!offset) return std::nullopt;
  return within_calendar(*day + hours{hour} + minutes{minute} + seconds{second} - *offset);
}

Timestamp now() { return std::chrono::floor<seconds>(std::chrono::system_clock::now()); }

std::optional<Timestamp> from_unix(std::uint64_t value) {
  constexpr std::uint64_t end_of_9999 = 253402300799U;
  if (value == 0 || value > end_of_9999) return std::nullopt;
  return Timestamp{seconds{static_cast<std::int64_t>(value)}};
}

}  // namespace splitroot
