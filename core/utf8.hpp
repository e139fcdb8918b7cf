#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace splitroot {

/// One step through UTF-8 text: the code point, and how many octets it took. An ill-formed octet (overlong,
/// surrogate, beyond U+10FFFF, truncated) comes back alone with `valid == false`.
struct CodePoint {
  char32_t value;
  std::size_t size;
  bool valid;
};

/// The code point at the start of `text`. Precondition: `!text.empty()`.
CodePoint first_code_point(std::string_view text);

bool is_valid_utf8(std::string_view text);

/// True for every code point but surrogates (Unicode, definition D76).
inline bool is_scalar_value(char32_t point) {
  return point < 0xd800 || (point > 0xdfff && point <= 0x10ffff);
}

void append_utf8(std::string& out, char32_t point);
std::string to_utf8(std::span<const char32_t> points);

}  // namespace splitroot
