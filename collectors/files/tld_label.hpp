#pragma once
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace splitroot::collectors {

/// A TLD as lists of the root write it, lower-cased: letters, digits and hyphens, none at either end, at most
/// 63 octets. What begins with `xn--` must be an A-label: it decodes, and its U-label encodes to the same
/// octets again (RFC 5891, section 5.4). No dots. The error (input) is a bare reason, without a place.
Result<std::string> to_tld(std::string_view label);

/// Nothing, or why `u_label` is not the U-label of `ldh` (input, a bare reason). Direction marks around a
/// right-to-left label, and a dot before or behind it, are no part of it.
Result<void> check_u_label(std::string_view u_label, const std::string& ldh);

}  // namespace splitroot::collectors
