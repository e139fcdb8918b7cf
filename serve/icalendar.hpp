#pragma once
#include <span>
#include <string>
#include <string_view>

#include "core/deadline.hpp"

namespace splitroot::serve {

/// Deadlines as an iCalendar object (RFC 5545): CRLF, lines of at most 75 octets, one VEVENT each, a moment
/// in UTC without duration. A deadline keeps its UID when its date moves: it is one of round, milestone and
/// string. `now` is when the object is made (DTSTAMP). DESCRIPTION names the source, the date of the list,
/// and asks to check with ICANN; URL is there where the source is an http or https URL. Texts are shown
/// safely (core/display.hpp). Without deadlines, the object holds the time zone UTC alone, for RFC 5545 wants
/// a component.
std::string to_icalendar(std::span<const Deadline> deadlines, Timestamp now);

/// TEXT of RFC 5545, section 3.3.11: backslash, semicolon, comma and line breaks escaped.
std::string icalendar_text(std::string_view text);

/// A content line of RFC 5545, section 3.1: folded to lines of at most 75 octets without parting a character,
/// with its CRLF. Precondition: valid UTF-8 without line breaks.
std::string icalendar_line(std::string_view line);

}  // namespace splitroot::serve
