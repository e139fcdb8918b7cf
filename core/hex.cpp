#include "core/hex.hpp"

#include <array>

namespace splitroot {
namespace {

/// What digits stand for, by character; not below `no_digit` for those that are none. Raw blocks come as hex
/// by the hundred megabyte, hence a table.
constexpr unsigned char no_digit = 0x10;
constexpr auto nibbles = [] {
  std::array<unsigned char, 256> table{};
  table.fill(no_digit);
  for (unsigned char i = 0; i < 10; ++i) table['0' + i] = i;
  for (unsigned char i = 0; i < 6; ++i) table['a' + i] = table['A' + i] = static_cast<unsigned char>(10 + i);
  return table;
}();

unsigned nibble(char c) { return nibbles[static_cast<unsigned char>(c)]; }

void append_hex(std::string& out, std::string_view bytes) {
  static constexpr char digits[] = "0123456789abcdef";
  for (const char c : bytes) {
    const auto octet = static_cast<unsigned char>(c);
    out.push_back(digits[octet >> 4]);
    out.push_back(digits[octet & 15]);
  }
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  append_hex(out, bytes);
  return out;
}

std::string to_hex0x(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2 + 2);
  out = "0x";
  append_hex(out, bytes);
  return out;
}

std::optional<std::string> from_hex(std::string_view hex) {
  if (hex.starts_with("0x") || hex.starts_with("0X")) hex.remove_prefix(2);
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string out(hex.size() / 2, '\0');
  unsigned all = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const unsigned high = nibble(hex[2 * i]);
    const unsigned low = nibble(hex[2 * i + 1]);
    all |= high | low;
    out[i] = static_cast<char>(high << 4 | low);
  }
  if (all >= no_digit) return std::nullopt;
  return out;
}

}  // namespace splitroot
