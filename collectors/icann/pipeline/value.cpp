#include "collectors/icann/pipeline/value.hpp"

#include <algorithm>

#include "core/label.hpp"

namespace splitroot::collectors::pipeline {

std::string flag(std::string_view text) {
  const std::string word = lower_ascii(text);
  if (word == "yes" || word == "y" || word == "true" || word == "1") return "yes";
  if (word == "no" || word == "n" || word == "false" || word == "0") return "no";
  return std::string{text};
}

std::string round_of(std::string_view text) {
  std::size_t digits = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool is_digit = i < text.size() && text[i] >= '0' && text[i] <= '9';
    if (!is_digit && digits == 4 && text.substr(i - 4).starts_with("20"))
      return std::string{text.substr(i - 4, 4)};
    digits = is_digit ? digits + 1 : 0;
  }
  return lower_ascii(text);
}

bool is_count_or_flag(std::string_view text) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const std::string word = flag(text);
  return word == "yes" || word == "no" || lower_ascii(text) == "none" ||
         std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace splitroot::collectors::pipeline
