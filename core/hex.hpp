#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace splitroot {

/// Lower-case hex of `bytes`, without prefix.
std::string to_hex(std::string_view bytes);

/// Lower-case hex with `0x`, as chain values are written.
std::string to_hex0x(std::string_view bytes);

/// Bytes of a hex text of either case, with or without `0x`; nullopt when it is not whole octets of hex.
std::optional<std::string> from_hex(std::string_view hex);

}  // namespace splitroot
