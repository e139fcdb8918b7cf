#include "core/label.hpp"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <memory>

#include "core/display.hpp"
#include "core/hash.hpp"
#include "core/punycode.hpp"
#include "core/utf8.hpp"

namespace splitroot {
namespace {

constexpr std::size_t longest_label = 63;

const icu::IDNA& idna() {
  static const std::unique_ptr<const icu::IDNA> instance = [] {
    UErrorCode status = U_ZERO_ERROR;
    constexpr std::uint32_t options = UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                                      UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE;
    std::unique_ptr<const icu::IDNA> created{icu::IDNA::createUTS46Instance(options, status)};
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no UTS #46 data");
    return created;
  }();
  return *instance;
}

bool is_ldh(std::string_view label) {
  return std::all_of(label.begin(), label.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

std::string_view without_dots(std::string_view label) {
  if (label.starts_with('.')) label.remove_prefix(1);
  if (label.ends_with('.')) label.remove_suffix(1);
  return label;
}

Error not_a_label(std::string_view label, std::string_view why) {
  return input_error("'" + display_text(label) + "' is no TLD label: " + std::string{why});
}

Result<std::string> idna_to_ascii(std::string_view label) {
  std::string out;
  icu::StringByteSink<std::string> sink{&out};
  icu::IDNAInfo info;
  UErrorCode status = U_ZERO_ERROR;
  idna().labelToASCII_UTF8({label.data(), static_cast<std::int32_t>(label.size())}, sink, info, status);
  if (U_FAILURE(status) || info.hasErrors()) return not_a_label(label, "it has no A-label under UTS #46");
  return out;
}

}  // namespace

std::string lower_ascii(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

std::string canonical_label(std::string_view label) {
  std::string lowered = lower_ascii(label);
  if (!lowered.starts_with("xn--")) return lowered;
  const auto decoded = punycode_decode(std::string_view{lowered}.substr(4));
  return decoded ? *decoded : lowered;
}

std::uint64_t canonical_hash(std::string_view canonical) { return fnv1a64(canonical); }

Result<std::string> to_ldh(std::string_view label) {
  label = without_dots(label);
  if (label.empty()) return not_a_label(label, "it is empty");
  if (!is_valid_utf8(label)) return not_a_label(label, "it is not UTF-8");
  std::string ldh = lower_ascii(label);
  if (ldh.find('.') != std::string::npos)
    return not_a_label(label, "it has a dot inside; a string is one label");
  if (!is_ldh(ldh)) {
    auto ascii = idna_to_ascii(label);
    if (!ascii) return ascii.error();
    ldh = std::move(*ascii);
  }
  if (ldh.size() > longest_label) return not_a_label(label, "it has more than 63 octets");
  if (!is_ldh(ldh)) return not_a_label(label, "only letters, digits and hyphens make a label");
  return ldh;
}

std::string to_unicode(std::string_view ldh) {
  std::string out;
  icu::StringByteSink<std::string> sink{&out};
  icu::IDNAInfo info;
  UErrorCode status = U_ZERO_ERROR;
  idna().labelToUnicodeUTF8({ldh.data(), static_cast<std::int32_t>(ldh.size())}, sink, info, status);
  if (U_FAILURE(status) || info.hasErrors()) return std::string{ldh};
  return out;
}

}  // namespace splitroot
