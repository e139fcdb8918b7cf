#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace splitroot::collectors::evm {

/// Recursive Length Prefix of octets (Ethereum yellow paper, appendix B).
std::string rlp_string(std::string_view octets);

/// Of a number: its big-endian octets without leading zeros; zero is the empty string.
std::string rlp_integer(std::uint64_t value);

/// Of a list whose items, already encoded, stand one after another in `items`.
std::string rlp_list(std::string_view items);

}  // namespace splitroot::collectors::evm
