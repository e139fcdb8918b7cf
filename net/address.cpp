#include "net/address.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>

namespace splitroot::net {
namespace {

using Octets = std::span<const std::uint8_t>;

/// The first `bits` bits of an address.
template <std::size_t Size>
struct Block {
  std::array<std::uint8_t, Size> start;
  int bits;
};

constexpr Block<4> special_v4[] = {
    {{0, 0, 0, 0}, 8},      {{10, 0, 0, 0}, 8},     {{100, 64, 0, 0}, 10}, {{127, 0, 0, 0}, 8},
    {{169, 254, 0, 0}, 16}, {{172, 16, 0, 0}, 12},  {{192, 0, 0, 0}, 24},  {{192, 0, 2, 0}, 24},
    {{192, 88, 99, 0}, 24}, {{192, 168, 0, 0}, 16}, {{198, 18, 0, 0}, 15}, {{198, 51, 100, 0}, 24},
    {{203, 0, 113, 0}, 24}, {{224, 0, 0, 0}, 4},    {{240, 0, 0, 0}, 4},
};

constexpr Block<16> special_v6[] = {
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48},  // NAT64 of a local network
    {{0x01, 0x00}, 64},                          // discard
    {{0x20, 0x01, 0x00, 0x00}, 23},              // IETF protocols, Teredo
    {{0x20, 0x01, 0x0d, 0xb8}, 32},              // documentation
    {{0x3f, 0xff}, 20},                          // documentation
    {{0x5f, 0x00}, 16},                          // segment routing
    {{0xfc, 0x00}, 7},                           // unique local
    {{0xfe, 0x80}, 10},                          // link-local
    {{0xfe, 0xc0}, 10},                          // site-local
    {{0xff, 0x00}, 8},                           // multicast
};

/// IPv6 blocks that hold an IPv4 address, and the octet at which it begins.
struct Carrier {
  Block<16> block;
  std::size_t offset;
};
constexpr Carrier carriers[] = {
    {{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96}, 12},  // mapped
    {{{}, 96}, 12},                                          // compatible; the unspecified and ::1 too
    {{{0x00, 0x64, 0xff, 0x9b}, 96}, 12},                    // NAT64
    {{{0x20, 0x02}, 16}, 2},                                 // 6to4
};

template <std::size_t Size>
bool within(Octets address, const Block<Size>& block) {
  const auto whole = static_cast<std::size_t>(block.bits / 8);
  if (!std::equal(block.start.begin(), block.start.begin() + whole, address.begin())) return false;
  const int rest = block.bits % 8;
  if (rest == 0) return true;
  return ((address[whole] ^ block.start[whole]) >> (8 - rest)) == 0;
}

bool is_public_v4(Octets address) {
  return std::none_of(std::begin(special_v4), std::end(special_v4),
                      [&](const auto& block) { return within(address, block); });
}

bool is_public_v6(Octets address) {
  for (const auto& carrier : carriers) {
    if (within(address, carrier.block)) return is_public_v4(address.subspan(carrier.offset, 4));
  }
  return std::none_of(std::begin(special_v6), std::end(special_v6),
                      [&](const auto& block) { return within(address, block); });
}

template <class Address>
Octets octets(const Address& address) {
  return {reinterpret_cast<const std::uint8_t*>(&address), sizeof address};
}

}  // namespace

bool is_public_address(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &address, sizeof v4);
    return is_public_v4(octets(v4.sin_addr));
  }
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    return is_public_v6(octets(v6.sin6_addr));
  }
  return false;
}

bool is_public_address(const std::string& address) {
  in_addr v4{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return is_public_v4(octets(v4));
  in6_addr v6{};
  if (inet_pton(AF_INET6, address.c_str(), &v6) == 1) return is_public_v6(octets(v6));
  return false;
}

}  // namespace splitroot::net
