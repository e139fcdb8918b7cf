#pragma once
#include <optional>

#include "collectors/iana/canonical_zone.hpp"

namespace splitroot::collectors {

/// Compares the zone with its ZONEMD records (RFC 8976, section 4): digests of all records, glue and
/// signatures included. True: one matches. nullopt: there is none, or none of a scheme and a hash known here
/// (SIMPLE; SHA-384, SHA-512). A fault: none matches.
ZoneResult<std::optional<bool>> check_zone_digest(const CanonicalZone& zone);

}  // namespace splitroot::collectors
