#include "collectors/evm/rlp.hpp"

namespace splitroot::collectors::evm {
namespace {

constexpr std::size_t longest_short = 55;
constexpr unsigned char string_base = 0x80;
constexpr unsigned char list_base = 0xc0;

std::string big_endian(std::uint64_t value) {
  std::string octets;
  for (int shift = 56; shift >= 0; shift -= 8) {
    const auto octet = static_cast<char>(value >> shift);
    if (!octets.empty() || octet != 0) octets += octet;
  }
  return octets;
}

std::string prefixed(unsigned char base, std::string_view octets) {
  std::string out;
  if (octets.size() <= longest_short) {
    out += static_cast<char>(base + octets.size());
  } else {
    const auto length = big_endian(octets.size());
    out += static_cast<char>(base + longest_short + length.size());
    out += length;
  }
  out += octets;
  return out;
}

}  // namespace

std::string rlp_string(std::string_view octets) {
  if (octets.size() == 1 && static_cast<unsigned char>(octets[0]) < string_base) return std::string{octets};
  return prefixed(string_base, octets);
}

std::string rlp_integer(std::uint64_t value) { return rlp_string(big_endian(value)); }

std::string rlp_list(std::string_view items) { return prefixed(list_base, items); }

}  // namespace splitroot::collectors::evm
