#include "collectors/icann/pipeline/personal.hpp"

#include <algorithm>
#include <vector>

#include "collectors/icann/pipeline/rules.hpp"
#include "collectors/icann/pipeline/words.hpp"
#include "core/label.hpp"

namespace splitroot::collectors::pipeline {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}
bool is_local(char c) {
  return is_letter(c) || is_digit(c) ||
         std::string_view{"!#$%&'*+-/=?^_`{|}~."}.find(c) != std::string_view::npos;
}
bool is_domain(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.'; }

/// Whether a domain with a dot inside begins a text.
bool begins_with_domain(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_domain);
  const std::string_view domain = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  for (auto dot = domain.find('.', 1); dot != std::string_view::npos; dot = domain.find('.', dot + 1)) {
    if (dot + 1 < domain.size() && is_letter(domain[dot + 1])) return true;
  }
  return false;
}

bool has_email_at(std::string_view text, std::size_t at, std::size_t size) {
  if (at == 0) return false;
  const bool has_local = is_local(text[at - 1]) || text[at - 1] == '"';
  return has_local && begins_with_domain(text.substr(at + size));
}

/// Digits with separators between them, as a telephone number is written.
struct Number {
  std::string_view before;          ///< the text before it
  char lead = '\0';                 ///< `+` or `(`
  std::vector<std::size_t> groups;  ///< of digits, by their sizes
  std::size_t digits = 0;
  bool leading_zero = false;
  bool leading_two_zeros = false;
};

bool is_separator(char c) { return std::string_view{" -./()"}.find(c) != std::string_view::npos; }

/// The number that begins at `at`, which moves behind it.
Number number_at(std::string_view text, std::size_t& at) {
  Number number;
  number.before = text.substr(0, at);
  if (!is_digit(text[at])) number.lead = text[at++];
  const std::string_view digits_from =
      text.substr(std::min(text.find_first_of("0123456789", at), text.size()));
  number.leading_zero = digits_from.starts_with('0');
  number.leading_two_zeros = digits_from.starts_with("00");
  std::size_t gap = 1;
  for (; at < text.size(); ++at) {
    if (is_digit(text[at])) {
      if (gap > 0) number.groups.push_back(0);
      gap = 0;
      ++number.groups.back();
      ++number.digits;
    } else if (!is_separator(text[at]) || ++gap > 3) {
      break;
    }
  }
  return number;
}

bool is_north_american(std::vector<std::size_t> groups) {
  if (groups.size() == 4 && groups.front() == 1) groups.erase(groups.begin());
  return groups == std::vector<std::size_t>{3, 3, 4};
}

/// `01.02.2026 10:00` is none.
bool begins_with_date(const std::vector<std::size_t>& groups) {
  return groups.size() >= 3 && groups[0] == 2 && groups[1] == 2 && groups[2] == 4;
}

/// Whether a word like `tel` stands right before a number, perhaps with a dot or colon.
bool follows_phone_word(std::string_view before) {
  constexpr std::size_t enough = 40;
  before = before.substr(before.size() - std::min(before.size(), enough));
  while (!before.empty() && std::string_view{" .:+(#"}.find(before.back()) != std::string_view::npos)
    before.remove_suffix(1);
  const std::string lowered = lower_ascii(before);
  const auto& words = personal_rules().phone_words;
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    if (!lowered.ends_with(word)) return false;
    const std::size_t start = lowered.size() - word.size();
    return start == 0 || !is_letter(lowered[start - 1]);
  });
}

bool is_phone(const Number& number) {
  constexpr std::size_t fewest = 6;
  constexpr std::size_t fewest_national = 9;
  constexpr std::size_t most = 15;  // ITU-T E.164
  if (number.digits < fewest || number.digits > most + 2) return false;
  if (number.lead == '+') return number.digits >= fewest + 1;
  if (follows_phone_word(number.before) || is_north_american(number.groups)) return true;
  const bool has_gaps = number.groups.size() > 1;
  if (number.leading_two_zeros) return has_gaps && number.digits >= fewest_national + 1;
  return number.leading_zero && has_gaps && number.digits >= fewest_national &&
         !begins_with_date(number.groups);
}

}  // namespace

bool is_personal_column(std::string_view title) {
  const auto& rules = personal_rules();
  for (const std::string& name : {normalized(title), normalized_camel(title)}) {
    const auto is_run = [&](const std::string& pattern) { return has_words(name, pattern); };
    if (std::any_of(rules.columns.begin(), rules.columns.end(), is_run)) return true;
    if (std::find(rules.exact.begin(), rules.exact.end(), name) != rules.exact.end()) return true;
  }
  return false;
}

bool holds_email(std::string_view text) {
  constexpr std::string_view fullwidth = "\uff20";
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (has_email_at(text, at, 1)) return true;
  }
  for (auto at = text.find(fullwidth); at != std::string_view::npos; at = text.find(fullwidth, at + 1)) {
    if (has_email_at(text, at, fullwidth.size())) return true;
  }
  return false;
}

bool holds_phone(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const bool begins = is_digit(text[at]) || text[at] == '+' || text[at] == '(';
    const bool in_word = at > 0 && is_letter(text[at - 1]) && is_digit(text[at]);
    if (!begins) {
      ++at;
    } else if (const Number number = number_at(text, at); !in_word && is_phone(number)) {
      return true;
    }
  }
  return false;
}

bool is_personal_value(std::string_view text, bool may_be_number) {
  const auto& rules = personal_rules();
  if (rules.emails && holds_email(text)) return true;
  return rules.phones && !may_be_number && holds_phone(text);
}

}  // namespace splitroot::collectors::pipeline
