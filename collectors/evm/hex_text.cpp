#include "collectors/evm/hex_text.hpp"

#include <array>
#include <cstdint>
#include <cstring>

namespace splitroot::collectors::evm {
namespace {

constexpr std::size_t digits_at_once = 16;

// Vectors as GCC and Clang know them: SSE2 or NEON, whatever the target has, without naming it.
using Octets = std::uint8_t __attribute__((vector_size(16)));
using Pairs = std::uint16_t __attribute__((vector_size(16)));
using Half = std::uint8_t __attribute__((vector_size(8)));

/// 0xff where a digit stands that is none.
Octets wrong_digits(Octets text, Octets lower) {
  const Octets number = reinterpret_cast<Octets>((text >= '0') & (text <= '9'));
  const Octets letter = reinterpret_cast<Octets>((lower >= 'a') & (lower <= 'f'));
  return ~(number | letter);
}

bool any(Octets vector) {
  std::array<std::uint64_t, 2> words{};
  std::memcpy(words.data(), &vector, sizeof vector);
  return (words[0] | words[1]) != 0;
}

/// The eight octets that sixteen digits spell.
Half packed(Octets lower) {
  const Octets is_letter = reinterpret_cast<Octets>(lower >= 'a');
  const Octets nibbles = (lower & 0x0f) + (is_letter & 9);
  Pairs pairs;
  std::memcpy(&pairs, &nibbles, sizeof pairs);
  if constexpr (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
    pairs = ((pairs << 4) | (pairs >> 8)) & 0xff;
  } else {
    pairs = ((pairs >> 4) | pairs) & 0xff;
  }
  return __builtin_convertvector(pairs, Half);
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const int lower = c | 0x20;
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

bool decode_hex(const char* text, unsigned char* out, std::size_t count) {
  Octets wrong{};
  for (; count >= digits_at_once / 2; count -= digits_at_once / 2) {
    Octets digits;
    std::memcpy(&digits, text, sizeof digits);
    const Octets lower = digits | 0x20;
    wrong |= wrong_digits(digits, lower);
    const Half octets = packed(lower);
    std::memcpy(out, &octets, sizeof octets);
    text += digits_at_once;
    out += digits_at_once / 2;
  }
  if (any(wrong)) return false;
  for (; count > 0; --count, text += 2) {
    const int high = nibble(text[0]);
    const int low = nibble(text[1]);
    if (high < 0 || low < 0) return false;
    *out++ = static_cast<unsigned char>(high << 4 | low);
  }
  return true;
}

}  // namespace splitroot::collectors::evm
