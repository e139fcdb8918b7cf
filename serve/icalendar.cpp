#include "serve/icalendar.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"
#include "core/label.hpp"
#include "core/utf8.hpp"

namespace splitroot::serve {
namespace {

constexpr std::size_t longest_line = 75;  ///< octets, without the line break

/// `20261014T235900Z`.
std::string utc(Timestamp time) {
  std::string text = to_rfc3339(time);
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text;
}

/// One for each round, milestone and string, wherever and whenever it is computed.
std::string uid_of(const Deadline& deadline) {
  constexpr std::size_t digits = 32;
  std::string identity = "splitroot deadline";
  for (const std::string& part : {deadline.round, deadline.milestone, deadline.ldh.value_or("")})
    identity += '\n' + std::to_string(part.size()) + ':' + part;
  return to_hex(view(sha256(identity))).substr(0, digits) + "@splitroot";
}

/// An http or https URL of the characters that RFC 3986 allows.
bool is_url(std::string_view text) {
  const std::string scheme = lower_ascii(text.substr(0, text.find(':')));
  constexpr std::string_view marks = "-._~:/?#[]@!$&'()*+,;=%";
  const auto is_allowed = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  };
  return (scheme == "http" || scheme == "https") && text.find("://") == scheme.size() &&
         text.size() > scheme.size() + 3 && std::all_of(text.begin(), text.end(), is_allowed);
}

std::string summary_of(const Deadline& deadline) {
  const std::string of = deadline.ldh ? " ." + to_unicode(*deadline.ldh) : "";
  return "gTLD round " + deadline.round + of + ": " + deadline.milestone;
}

std::string description_of(const Deadline& deadline) {
  const std::string source = deadline.source_url.empty() ? "not named" : deadline.source_url;
  return deadline.milestone + "\n" + to_rfc3339(deadline.at) + "\nSource: " + source + " (list of " +
         to_date(deadline.as_of) + ")\nDates change: check with ICANN.";
}

std::string event_of(const Deadline& deadline, Timestamp now) {
  std::string out = "BEGIN:VEVENT\r\n";
  out += icalendar_line("UID:" + uid_of(deadline));
  out += icalendar_line("DTSTAMP:" + utc(now));
  out += icalendar_line("LAST-MODIFIED:" + utc(deadline.as_of));
  out += icalendar_line("DTSTART:" + utc(deadline.at));
  out += icalendar_line("SUMMARY:" + icalendar_text(summary_of(deadline)));
  out += icalendar_line("DESCRIPTION:" + icalendar_text(description_of(deadline)));
  if (is_url(deadline.source_url)) out += icalendar_line("URL:" + deadline.source_url);
  out += "TRANSP:TRANSPARENT\r\n";
  return out + "END:VEVENT\r\n";
}

constexpr std::string_view utc_zone =
    "BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\n"
    "TZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

}  // namespace

std::string icalendar_text(std::string_view text) {
  std::string out;
  for (const char c : terminal_text(text)) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    out += c == '\n' ? std::string{"\\n"} : std::string(1, c);
  }
  return out;
}

std::string icalendar_line(std::string_view line) {
  std::string out;
  std::size_t width = 0;
  while (!line.empty()) {
    const std::size_t size = first_code_point(line).size;
    if (width + size > longest_line) {
      out += "\r\n ";
      width = 1;
    }
    out += line.substr(0, size);
    width += size;
    line.remove_prefix(size);
  }
  return out + "\r\n";
}

std::string to_icalendar(std::span<const Deadline> deadlines, Timestamp now) {
  std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//splitroot//ICANN deadlines//EN\r\n";
  if (deadlines.empty()) out += utc_zone;
  for (const Deadline& deadline : deadlines) out += event_of(deadline, now);
  return out + "END:VCALENDAR\r\n";
}

}  // namespace splitroot::serve
