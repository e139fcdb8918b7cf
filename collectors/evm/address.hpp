#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace splitroot::collectors::evm {

/// The 20 octets of an EVM account or contract.
using Address = std::array<unsigned char, 20>;

/// `0x` and 40 hex digits. Where letters of both cases are mixed they must carry the checksum of EIP-55;
/// nullopt when they do not, or when it is no address.
std::optional<Address> parse_address(std::string_view text);

/// Lower-case hex with `0x`.
std::string to_text(const Address& address);

inline bool is_zero(const Address& address) { return address == Address{}; }

}  // namespace splitroot::collectors::evm
