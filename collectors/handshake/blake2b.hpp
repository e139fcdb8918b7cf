#pragma once
#include <array>
#include <initializer_list>
#include <string_view>

#include "core/hash.hpp"

namespace splitroot::collectors::handshake {

/// BLAKE2b (RFC 7693) without key, 32 octets of digest, over the parts one after another.
Hash256 blake2b_256(std::initializer_list<std::string_view> parts);

/// BLAKE2b with 64 octets of digest.
std::array<unsigned char, 64> blake2b_512(std::string_view bytes);

}  // namespace splitroot::collectors::handshake
