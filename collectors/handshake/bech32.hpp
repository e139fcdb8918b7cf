#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace splitroot::collectors::handshake {

/// Bech32 text (BIP-173) of a witness program, as hsd prints addresses: `hs1q…`. Every version has the
/// checksum of BIP-173 (not BIP-350's). Precondition: version at most 31, 2 to 40 octets of hash.
std::string bech32_address(std::string_view prefix, std::uint8_t version, std::string_view hash);

}  // namespace splitroot::collectors::handshake
