#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/name.hpp"

namespace splitroot::collectors::evm {

/// A name in DNS wire format (RFC 1035, section 3.1), as ENS contracts encode it: labels of any octets, up to
/// 255 each, behind a length octet; no compression; a zero octet ends it.
struct DnsName {
  std::string_view label;  ///< the first; points into the input
  std::string suffix;      ///< the others, joined by dots
  NameKey parent;          ///< namehash of the others
  int depth = 0;           ///< how many labels
};

/// nullopt when it is no such name, is the root, or has octets after its end.
std::optional<DnsName> parse_dns_name(std::string_view wire);

}  // namespace splitroot::collectors::evm
