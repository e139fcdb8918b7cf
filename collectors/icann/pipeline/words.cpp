#include "collectors/icann/pipeline/words.hpp"

#include "core/display.hpp"
#include "core/label.hpp"
#include "core/utf8.hpp"

namespace splitroot::collectors::pipeline {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(std::string_view point) {
  if (point.size() == 1) return is_upper(point[0]) || is_lower(point[0]) || is_digit(point[0]);
  return point != "\u00a0" && display_text(point) == point;
}

/// `*` in a pattern is any characters. Linear but for the last star, which is tried at each place.
bool matches(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in_pattern = 0;
  std::size_t star = std::string_view::npos;
  std::size_t after_star = 0;
  while (at < text.size()) {
    if (in_pattern < pattern.size() && pattern[in_pattern] == '*') {
      star = in_pattern++;
      after_star = at;
    } else if (in_pattern < pattern.size() && pattern[in_pattern] == text[at]) {
      ++in_pattern;
      ++at;
    } else if (star != std::string_view::npos) {
      in_pattern = star + 1;
      at = ++after_star;
    } else {
      return false;
    }
  }
  while (in_pattern < pattern.size() && pattern[in_pattern] == '*') ++in_pattern;
  return in_pattern == pattern.size();
}

}  // namespace

std::string normalized(std::string_view words) {
  std::string out;
  bool gap = false;
  while (!words.empty()) {
    const std::string_view point = words.substr(0, first_code_point(words).size);
    words.remove_prefix(point.size());
    if (!is_word(point)) {
      gap = true;
      continue;
    }
    if (gap && !out.empty()) out += '-';
    gap = false;
    out += lower_ascii(point);
  }
  return out;
}

std::string normalized_camel(std::string_view words) {
  std::string apart;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool after_word = i > 0 && (is_lower(words[i - 1]) || is_digit(words[i - 1]));
    const bool ends_capitals =
        i > 0 && is_upper(words[i - 1]) && i + 1 < words.size() && is_lower(words[i + 1]);
    if (is_upper(words[i]) && (after_word || ends_capitals)) apart += ' ';
    apart += words[i];
  }
  return normalized(apart);
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_nothing(std::string_view value) {
  value = trimmed(value);
  return value.empty() || value == "-" || value == "--" || lower_ascii(value) == "n/a";
}

bool has_words(std::string_view name, std::string_view pattern) {
  return matches("-" + std::string{name} + "-", "*-" + std::string{pattern} + "-*");
}

}  // namespace splitroot::collectors::pipeline
