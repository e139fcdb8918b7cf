#include "core/display.hpp"

#include <array>
#include <cstdio>

#include "core/utf8.hpp"

namespace splitroot {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// Code points that act on a reader's screen instead of standing on it: controls (Cc), bidi controls
/// (UAX #9), joiners and other invisibles (Default_Ignorable_Code_Point), separators of lines, private use.
constexpr std::array<Range, 25> unsafe_ranges{{
    {0x0, 0x1f},        {0x7f, 0x9f},       {0xad, 0xad},       {0x34f, 0x34f},     {0x61c, 0x61c},
    {0x115f, 0x1160},   {0x1680, 0x1680},   {0x17b4, 0x17b5},   {0x180b, 0x180f},   {0x2000, 0x200f},
    {0x2028, 0x202f},   {0x205f, 0x206f},   {0x2800, 0x2800},   {0x3000, 0x3000},   {0x3164, 0x3164},
    {0xd800, 0xf8ff},   {0xfe00, 0xfe0e},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},   {0xfff0, 0xffff},
    {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0x1fffe, 0x1ffff}, {0xe0000, 0xe0fff}, {0xf0000, 0x10ffff},
}};

bool is_unsafe(char32_t point) {
  for (const Range& range : unsafe_ranges) {
    if (point < range.first) return false;
    if (point <= range.last) return true;
  }
  return false;
}

std::string escape(const CodePoint& point) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), point.valid ? "\\u{%04X}" : "\\x%02X",
                static_cast<unsigned>(point.value));
  return text.data();
}

/// Walks `text` and lets `keep(code point, octets)` append what it wants; false asks for the escape.
template <class Keep>
std::string escaped(std::string_view text, Keep keep) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    if (!keep(out, point)) {
      if (!point.valid || is_unsafe(point.value)) {
        out += escape(point);
      } else {
        out += text.substr(0, point.size);
      }
    }
    text.remove_prefix(point.size);
  }
  return out;
}

bool escape_backslash(std::string& out, const CodePoint& point) {
  if (point.value != '\\' || !point.valid) return false;
  out += "\\\\";
  return true;
}

}  // namespace

std::string display_text(std::string_view raw) { return escaped(raw, escape_backslash); }

std::string display_label(std::string_view raw_label) {
  return escaped(raw_label, [](std::string& out, const CodePoint& point) {
    if (point.valid && point.value == '.') {
      out += "\\.";
      return true;
    }
    return escape_backslash(out, point);
  });
}

std::string terminal_text(std::string_view text) {
  return escaped(text, [](std::string& out, const CodePoint& point) {
    if (point.value != '\n') return false;
    out += '\n';
    return true;
  });
}

std::string html_text(std::string_view text) {
  return escaped(text, [](std::string& out, const CodePoint& point) {
    switch (point.value) {
      case '&':
        out += "&amp;";
        return true;
      case '<':
        out += "&lt;";
        return true;
      case '>':
        out += "&gt;";
        return true;
      case '"':
        out += "&quot;";
        return true;
      case '\'':
        out += "&#39;";
        return true;
      default:
        return false;
    }
  });
}

std::string csv_field(std::string_view text) {
  std::string field;
  if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos) field = "'";
  field += text;
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string quoted = "\"";
  for (const char c : field) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

}  // namespace splitroot
