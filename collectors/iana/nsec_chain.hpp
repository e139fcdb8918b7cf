#pragma once
#include <optional>

#include "collectors/iana/canonical_zone.hpp"

namespace splitroot::collectors {

/// Checks the NSEC records (RFC 4034, section 4): every owner the zone speaks for has one, glue has none,
/// each leads to the next such owner and the last back to the apex, and each type bitmap is what its owner
/// has. So a zone that lost or gained owners or record sets is found out. nullopt: nothing is wrong.
std::optional<ZoneFault> check_nsec_chain(const CanonicalZone& zone);

}  // namespace splitroot::collectors
