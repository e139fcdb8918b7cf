#pragma once
#include <cstddef>

namespace splitroot::collectors::evm {

/// Decodes `2 * count` hex digits at `text` into `count` octets at `out`, sixteen digits at a time. False
/// when one of them is no hex digit; what `out` holds then is of no use.
bool decode_hex(const char* text, unsigned char* out, std::size_t count);

}  // namespace splitroot::collectors::evm
