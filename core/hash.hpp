#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace splitroot {

using Hash256 = std::array<unsigned char, 32>;

/// Ethereum's Keccak-256 (the padding before FIPS 202).
Hash256 keccak256(std::string_view bytes);

/// SHA3-256 (FIPS 202): Handshake's name hash.
Hash256 sha3_256(std::string_view bytes);

Hash256 sha256(std::string_view bytes);

/// HMAC-SHA256 (RFC 2104) of `message` under `key`.
Hash256 hmac_sha256(std::string_view key, std::string_view message);

/// 64-bit FNV-1a. Not a cryptographic hash: equality is always checked on the octets behind it.
std::uint64_t fnv1a64(std::string_view bytes);

/// Base64 (RFC 4648, section 4) with padding.
std::string to_base64(std::string_view bytes);

/// Decoded base64; empty when `text` is not base64.
std::string from_base64(std::string_view text);

inline std::string_view view(const Hash256& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

/// The 32 octets as a hash. Precondition: `bytes.size() == 32`.
Hash256 hash_of_bytes(std::string_view bytes);

}  // namespace splitroot
