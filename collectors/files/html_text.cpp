#include "collectors/files/html_text.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

#include "core/utf8.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t longest_reference = 12;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

/// The code point of `#8235` or `#x202b`.
std::optional<char32_t> numbered(std::string_view digits) {
  const bool is_hex = digits.starts_with("#x") || digits.starts_with("#X");
  digits.remove_prefix(is_hex ? 2 : 1);
  std::uint32_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, failure] = std::from_chars(digits.data(), end, value, is_hex ? 16 : 10);
  const auto point = static_cast<char32_t>(value);
  if (failure != std::errc{} || stop != end || value == 0 || !is_scalar_value(point)) return std::nullopt;
  return point;
}

std::optional<char32_t> named(std::string_view name) {
  constexpr std::pair<std::string_view, char32_t> known[] = {
      {"amp", U'&'},   {"lt", U'<'},   {"gt", U'>'},       {"quot", U'"'},
      {"apos", U'\''}, {"nbsp", U' '}, {"lrm", U'\u200e'}, {"rlm", U'\u200f'}};
  for (const auto& [word, point] : known) {
    if (name == word) return point;
  }
  return std::nullopt;
}

/// Appends what the reference at the start of `html` stands for; the octets it took.
std::size_t append_reference(std::string& out, std::string_view html) {
  const auto end = html.substr(0, longest_reference).find(';');
  if (end != std::string_view::npos && end > 1) {
    const std::string_view name = html.substr(1, end - 1);
    if (const auto point = name.starts_with('#') ? numbered(name) : named(name)) {
      append_utf8(out, *point);
      return end + 1;
    }
  }
  out.push_back('&');
  return 1;
}

}  // namespace

std::string text_of_html(std::string_view html) {
  std::string out;
  bool blank = false;
  for (std::size_t at = 0; at < html.size();) {
    if (html[at] == '<') {
      const auto end = html.find('>', at);
      at = end == std::string_view::npos ? html.size() : end + 1;
      blank = true;
      continue;
    }
    if (is_blank(html[at])) {
      blank = true;
      ++at;
      continue;
    }
    if (blank && !out.empty()) out.push_back(' ');
    blank = false;
    if (html[at] == '&') {
      at += append_reference(out, html.substr(at));
    } else {
      out.push_back(html[at++]);
    }
  }
  return out;
}

}  // namespace splitroot::collectors
