#include "collectors/evm/bloom.hpp"

#include <algorithm>
#include <functional>

namespace splitroot::collectors::evm {
namespace {

/// Bit 0 is the lowest of the last octet.
struct Bit {
  std::size_t octet;
  unsigned char mask;
};

/// Each of the first three pairs of octets of the hash gives eleven bits.
std::array<Bit, 3> bits_of(std::string_view octets) {
  const auto hash = keccak256(octets);
  std::array<Bit, 3> bits{};
  for (std::size_t i = 0; i < bits.size(); ++i) {
    const unsigned index = (static_cast<unsigned>(hash[2 * i]) << 8 | hash[2 * i + 1]) & 0x7ffU;
    bits[i] = {sizeof(Bloom) - 1 - index / 8, static_cast<unsigned char>(1U << index % 8)};
  }
  return bits;
}

}  // namespace

void add(Bloom& bloom, std::string_view octets) {
  for (const auto [octet, mask] : bits_of(octets)) bloom[octet] |= mask;
}

bool may_contain(const Bloom& bloom, std::string_view octets) {
  const auto bits = bits_of(octets);
  return std::all_of(bits.begin(), bits.end(), [&](Bit bit) { return (bloom[bit.octet] & bit.mask) != 0; });
}

Bloom operator|(const Bloom& left, const Bloom& right) {
  Bloom both;
  std::transform(left.begin(), left.end(), right.begin(), both.begin(), std::bit_or<>{});
  return both;
}

Bloom bloom_of(std::span<const Log> logs) {
  Bloom bloom{};
  for (const Log& log : logs) {
    add(bloom, {reinterpret_cast<const char*>(log.address.data()), log.address.size()});
    for (const Hash256& topic : log.topics()) add(bloom, view(topic));
  }
  return bloom;
}

std::optional<Bloom> parse_bloom(std::string_view text) {
  Bloom bloom;
  if (!read_hex(text, bloom)) return std::nullopt;
  return bloom;
}

}  // namespace splitroot::collectors::evm
