// The calendar against RFC 5545: line length in octets, CRLF, escapes, what a VEVENT must have.
#include "serve/icalendar.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

#include "core/utf8.hpp"

using namespace splitroot;
using namespace splitroot::serve;

namespace {

const Timestamp made = *parse_time("2026-10-16T08:00:00Z");

Deadline deadline(std::string milestone, std::string source = "https://www.icann.org/dates?a=1,2;b=3") {
  return {"2026",       std::move(milestone), *parse_time("2027-01-14T23:59:00Z"),
          std::nullopt, std::move(source),    *parse_time("2026-10-15")};
}

/// Lines as they stand, each checked: ends in CRLF, no other control character, at most 75 octets, whole
/// characters.
std::vector<std::string> folded_lines(const std::string& calendar) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < calendar.size();) {
    const auto end = calendar.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    lines.push_back(calendar.substr(at, end - at));
    at = end + 2;
    const std::string& line = lines.back();
    CHECK(line.size() <= 75);
    CHECK_FALSE(line.empty());
    CHECK(is_valid_utf8(line));
    CHECK(
        std::none_of(line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
  }
  return lines;
}

/// Content lines, unfolded.
std::vector<std::string> content(const std::string& calendar) {
  std::vector<std::string> lines;
  for (const std::string& line : folded_lines(calendar)) {
    if (line.starts_with(' ')) {
      REQUIRE_FALSE(lines.empty());
      lines.back() += line.substr(1);
    } else {
      lines.push_back(line);
    }
  }
  return lines;
}

/// Value of a property that stands once; its absence fails.
std::string value(const std::vector<std::string>& lines, const std::string& property) {
  std::vector<std::string> found;
  for (const std::string& line : lines) {
    if (line.starts_with(property + ":")) found.push_back(line.substr(property.size() + 1));
  }
  CHECK_MESSAGE(found.size() == 1, property);
  return found.empty() ? "" : found.front();
}

bool has(const std::vector<std::string>& lines, const std::string& property) {
  return std::any_of(lines.begin(), lines.end(),
                     [&](const auto& line) { return line.starts_with(property + ":"); });
}

}  // namespace

TEST_CASE("icalendar: one event with all that RFC 5545 wants") {
  const std::vector deadlines{deadline("Objections end")};
  const auto lines = content(to_icalendar(deadlines, made));
  REQUIRE(lines.size() == 14);
  CHECK(lines[0] == "BEGIN:VCALENDAR");
  CHECK(lines[1] == "VERSION:2.0");
  CHECK(lines[2].starts_with("PRODID:-//splitroot//"));
  CHECK(lines[3] == "BEGIN:VEVENT");
  CHECK(lines[12] == "END:VEVENT");
  CHECK(lines[13] == "END:VCALENDAR");
  CHECK(value(lines, "DTSTAMP") == "20261016T080000Z");
  CHECK(value(lines, "DTSTART") == "20270114T235900Z");
  CHECK(value(lines, "LAST-MODIFIED") == "20261015T000000Z");
  CHECK(value(lines, "SUMMARY") == "gTLD round 2026: Objections end");
  CHECK(value(lines, "DESCRIPTION") ==
        "Objections end\\n2027-01-14T23:59:00Z\\nSource: https://www.icann.org/dates?a=1\\,2\\;b=3 (list of "
        "2026-10-15)\\nDates change: check with ICANN.");
  CHECK(value(lines, "URL") == "https://www.icann.org/dates?a=1,2;b=3");
  CHECK(value(lines, "UID").size() == 42);
}

TEST_CASE("icalendar: a deadline keeps its UID when its date moves, and no two share one") {
  Deadline one = deadline("X");
  const auto uid = [](const Deadline& each) {
    return value(content(to_icalendar(std::span{&each, 1}, made)), "UID");
  };
  const std::string first = uid(one);
  one.at += std::chrono::days{3};
  one.as_of += std::chrono::days{3};
  one.source_url = "https://elsewhere.example/";
  CHECK(uid(one) == first);
  Deadline other = one;
  other.ldh = "app";
  CHECK(uid(other) != first);
  other = one;
  other.round = "2012";
  CHECK(uid(other) != first);
  CHECK(uid(deadline("Y")) != first);
  CHECK(first == uid(deadline("X")));
}

TEST_CASE("icalendar: text is escaped, and what acts on a screen shown") {
  CHECK(icalendar_text("a;b,c\\d") == "a\\;b\\,c\\\\d");
  CHECK(icalendar_text("a\nb") == "a\\nb");
  CHECK(icalendar_text("a\r\nb\tc") == "a\\\\u{000D}\\nb\\\\u{0009}c");
  CHECK(icalendar_text("\u202egro\xff") == "\\\\u{202E}gro\\\\xFF");
  const std::vector hostile{
      deadline("end\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nX:\"y\";\\", "javascript:alert(1)")};
  const auto lines = content(to_icalendar(hostile, made));
  CHECK(std::count(lines.begin(), lines.end(), "BEGIN:VEVENT") == 1);
  CHECK_FALSE(has(lines, "URL"));
  for (const char* source :
       {"", "ICANN", "https://", "https://a b", "https://a\r\nX:1", "https://\u00e4", "ftp://a.example"}) {
    CAPTURE(source);
    const std::vector one{deadline("X", source)};
    CHECK_FALSE(has(content(to_icalendar(one, made)), "URL"));
  }
  const std::vector upper{deadline("X", "HTTPS://A.EXAMPLE/")};
  CHECK(has(content(to_icalendar(upper, made)), "URL"));
}

TEST_CASE("icalendar: lines are folded at 75 octets between characters") {
  for (std::size_t before = 0; before < 80; ++before) {
    for (const std::string character : {"a", "é", "語", "🚀"}) {
      std::string text(before, 'x');
      for (int i = 0; i < 100; ++i) text += character;
      const auto lines = content(icalendar_line(text));
      REQUIRE(lines.size() == 1);
      CHECK(lines.front() == text);
    }
  }
  CHECK(icalendar_line(std::string(75, 'x')) == std::string(75, 'x') + "\r\n");
  CHECK(icalendar_line(std::string(76, 'x')) == std::string(75, 'x') + "\r\n x\r\n");
  CHECK(icalendar_line(std::string(149, 'x')) ==
        std::string(75, 'x') + "\r\n " + std::string(74, 'x') + "\r\n");
}

TEST_CASE("icalendar: a string's deadline is shown by its U-label; no deadline is still a calendar") {
  Deadline one = deadline("Plan due");
  one.ldh = "xn--br-via";
  CHECK(value(content(to_icalendar(std::span{&one, 1}, made)), "SUMMARY") ==
        "gTLD round 2026 .bär: Plan due");
  const auto lines = content(to_icalendar({}, made));
  CHECK(std::count(lines.begin(), lines.end(), "BEGIN:VEVENT") == 0);
  CHECK(std::count(lines.begin(), lines.end(), "BEGIN:VTIMEZONE") == 1);
  CHECK(lines.back() == "END:VCALENDAR");
}
