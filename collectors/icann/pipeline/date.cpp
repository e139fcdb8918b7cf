#include "collectors/icann/pipeline/date.hpp"

#include <array>
#include <charconv>
#include <cstdio>
#include <string>
#include <vector>

#include "collectors/icann/pipeline/words.hpp"

namespace splitroot::collectors::pipeline {
namespace {

constexpr std::array<std::string_view, 12> months{"january",   "february", "march",    "april",
                                                  "may",       "june",     "july",     "august",
                                                  "september", "october",  "november", "december"};

/// 1 to 12 of an English month, whole or its first three letters; 0: none.
unsigned month_of(std::string_view word) {
  for (unsigned i = 0; i < months.size(); ++i) {
    if (word == months[i] || word == months[i].substr(0, 3) || (i == 8 && word == "sept")) return i + 1;
  }
  return 0;
}

/// The number that is all of `word`, of at most `digits` digits; 0: none.
unsigned number_of(std::string_view word, std::size_t digits) {
  unsigned value = 0;
  const auto [stop, failure] = std::from_chars(word.data(), word.data() + word.size(), value);
  const bool is_number = failure == std::errc{} && stop == word.data() + word.size() && word.size() <= digits;
  return is_number ? value : 0;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words(1);
  for (const char c : normalized(text)) {
    if (c == '-') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::optional<Timestamp> spelled_date(std::string_view text) {
  constexpr std::size_t longest = 24;
  if (text.size() > longest) return std::nullopt;
  const auto words = words_of(text);
  if (words.size() != 3) return std::nullopt;
  const bool month_first = month_of(words[0]) != 0;
  const unsigned month = month_of(words[month_first ? 0 : 1]);
  const unsigned day = number_of(words[month_first ? 1 : 0], 2);
  const unsigned year = words[2].size() == 4 ? number_of(words[2], 4) : 0;
  if (month == 0 || day == 0 || year == 0) return std::nullopt;
  std::array<char, 48> iso{};
  std::snprintf(iso.data(), iso.size(), "%04u-%02u-%02u", year, month, day);
  return parse_time(iso.data());
}

}  // namespace

std::optional<ListDate> parse_list_date(std::string_view text) {
  constexpr std::size_t date_only = 10;
  text = trimmed(text);
  if (const auto time = parse_time(text)) return ListDate{*time, text.size() > date_only};
  if (const auto date = spelled_date(text)) return ListDate{*date, false};
  return std::nullopt;
}

}  // namespace splitroot::collectors::pipeline
