#include "collectors/evm/address.hpp"

#include <algorithm>

#include "core/hash.hpp"
#include "core/hex.hpp"
#include "core/label.hpp"

namespace splitroot::collectors::evm {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'F'; }
bool is_lower(char c) { return c >= 'a' && c <= 'f'; }

/// EIP-55: a letter is upper case where the digit of keccak256(lower-case hex) in its place is 8 or more.
bool checksum_holds(std::string_view digits) {
  const bool mixed = std::any_of(digits.begin(), digits.end(), is_upper) &&
                     std::any_of(digits.begin(), digits.end(), is_lower);
  if (!mixed) return true;
  const Hash256 hash = keccak256(lower_ascii(digits));
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const int nibble = i % 2 == 0 ? hash[i / 2] >> 4 : hash[i / 2] & 15;
    if (is_upper(digits[i]) && nibble < 8) return false;
    if (is_lower(digits[i]) && nibble >= 8) return false;
  }
  return true;
}

}  // namespace

std::optional<Address> parse_address(std::string_view text) {
  if (text.size() != 42 || !text.starts_with("0x")) return std::nullopt;
  const auto octets = from_hex(text.substr(2));
  if (!octets || octets->size() != 20 || !checksum_holds(text.substr(2))) return std::nullopt;
  Address address;
  std::copy(octets->begin(), octets->end(), address.begin());
  return address;
}

std::string to_text(const Address& address) {
  return to_hex0x({reinterpret_cast<const char*>(address.data()), address.size()});
}

}  // namespace splitroot::collectors::evm
