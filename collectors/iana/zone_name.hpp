#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace splitroot::collectors {

/// Domain names in uncompressed wire form (RFC 1035, section 3.1), as canonical records hold them.

/// Octets of the name at the start of `wire`, its root label included; 0 when there is no whole name.
std::size_t name_size(std::string_view wire);

/// A key whose order as octets is the canonical order of names (RFC 4034, section 6.1). The key of a name is
/// a prefix of the keys of all names below it, and of no other. The root's is empty. Letter case does not
/// count.
std::string order_key(std::string_view wire);

/// Labels, without the root's and without a leading `*` (RFC 4034, section 3.1.3).
int signed_labels(std::string_view wire);

/// Presentation form with the last dot: `com.`, `a\.b.`, `\000.`, `.`.
std::string shown_name(std::string_view wire);

/// The same without the last dot, as hosts are written.
std::string host_name(std::string_view wire);

/// `NS`, `ZONEMD`, `TYPE65534`.
std::string type_name(std::uint16_t type);

}  // namespace splitroot::collectors
