#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace splitroot {

/// UTF-8 of what follows `xn--` (RFC 3492, section 6.2); nullopt when it does not decode, overflows, or
/// holds code points that are no Unicode scalar values. Linear in memory, quadratic at worst in the 63
/// octets of a label; longer input is refused.
std::optional<std::string> punycode_decode(std::string_view encoded);

}  // namespace splitroot
