#include "collectors/files/tld_label.hpp"

#include <algorithm>
#include <array>

#include "core/display.hpp"
#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t longest_label = 63;
constexpr std::string_view ace_prefix = "xn--";

/// U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069: they only tell a browser where to begin (UAX #9).
constexpr std::array<std::string_view, 11> direction_marks{"\u200e", "\u200f", "\u202a", "\u202b",
                                                           "\u202c", "\u202d", "\u202e", "\u2066",
                                                           "\u2067", "\u2068", "\u2069"};

Error not_a_tld(std::string_view label, std::string_view why) {
  return input_error("'" + display_text(label.substr(0, 100)) + "' is no TLD label: " + std::string{why});
}

bool is_ldh(std::string_view label) {
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

bool is_direction_mark(std::string_view octets) {
  return std::find(direction_marks.begin(), direction_marks.end(), octets) != direction_marks.end();
}

std::string_view without_direction_marks(std::string_view label) {
  constexpr std::size_t size = 3;  // of each of them in UTF-8
  while (label.size() >= size && is_direction_mark(label.substr(0, size))) label.remove_prefix(size);
  while (label.size() >= size && is_direction_mark(label.substr(label.size() - size)))
    label.remove_suffix(size);
  return label;
}

}  // namespace

Result<std::string> to_tld(std::string_view label) {
  if (label.empty()) return not_a_tld(label, "it is empty");
  if (label.size() > longest_label) return not_a_tld(label, "it has more than 63 octets");
  std::string ldh = lower_ascii(label);
  if (!is_ldh(ldh)) return not_a_tld(label, "only letters, digits and hyphens make a label");
  if (ldh.starts_with('-') || ldh.ends_with('-')) return not_a_tld(label, "a hyphen at its end");
  if (!ldh.starts_with(ace_prefix)) return ldh;
  const std::string unicode = to_unicode(ldh);
  if (unicode == ldh) return not_a_tld(label, "an A-label that stands for no U-label");
  const auto back = to_ldh(unicode);
  if (!back || *back != ldh) return not_a_tld(label, "an A-label that its U-label does not give back");
  return ldh;
}

Result<void> check_u_label(std::string_view u_label, const std::string& ldh) {
  const auto from_unicode = to_ldh(without_direction_marks(u_label));
  if (!from_unicode) return from_unicode.error();
  if (*from_unicode == ldh) return {};
  return input_error("'" + display_text(u_label) + "' is " + *from_unicode + ", not " + ldh);
}

}  // namespace splitroot::collectors
