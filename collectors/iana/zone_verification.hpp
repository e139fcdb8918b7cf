#pragma once
#include <optional>
#include <string>

#include "collectors/iana/canonical_zone.hpp"
#include "collectors/iana/trust_anchor.hpp"
#include "core/vocabulary.hpp"

namespace splitroot::collectors {

/// What a zone proves of itself.
struct ZoneVerdict {
  /// `verified`: every record set the root speaks for is signed, by keys under a trust anchor valid at the
  /// moment. `unverified_historical`: there is nothing to verify it with.
  Verification verification = Verification::unverified_historical;
  std::string reason;                  ///< in words, fit to be shown
  std::optional<bool> digest_matches;  ///< ZONEMD; nullopt: no such record, or of no hash known here
};

/// Judges all records of a root zone as of `moment`: NSEC chain, signatures, ZONEMD (nsec_chain.hpp,
/// zone_signature.hpp, zone_digest.hpp). A zone that is positively wrong is a fault: it says owner, type and
/// what is wrong. A zone of keys under no anchor has to agree with its own keys. Where no anchor is valid at
/// the moment, as before 15 July 2010, signatures are not looked at: the root published keys made unusable
/// then. Precondition: the zone has one SOA, at the apex.
ZoneResult<ZoneVerdict> verify_zone(const CanonicalZone& zone, const TrustAnchors& anchors, Timestamp moment);

/// The moment at which a zone of `day` was good: the inception of its SOA's signature, kept inside that day,
/// for the root is signed during its day. Midnight, UTC, for an unsigned zone.
Timestamp moment_of_day(const CanonicalZone& zone, Timestamp day);

}  // namespace splitroot::collectors
