#pragma once
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace splitroot {

/// The octets on which class `exact` compares: ASCII letters lowered (RFC 4343), then an A-label decoded
/// (RFC 3492). A label that does not decode stands for itself. Validity under IDNA plays no part.
std::string canonical_label(std::string_view label);

/// Index key of a canonical label. Not unique: compare the labels behind it.
std::uint64_t canonical_hash(std::string_view canonical);

/// ASCII letters lowered, other octets as they are.
std::string lower_ascii(std::string_view text);

/// A TLD-level label as it stands in the DNS: LDH, lower case, an A-label where it is not ASCII (UTS #46,
/// non-transitional, through ICU). A leading or trailing dot is dropped. Error (input) names what is wrong.
Result<std::string> to_ldh(std::string_view label);

/// The U-label of an LDH label (UTS #46); the label itself where it has none.
std::string to_unicode(std::string_view ldh);

}  // namespace splitroot
