#pragma once
#include <optional>

#include "collectors/iana/zone_key.hpp"

namespace splitroot::collectors {

/// Checks every signature of a zone (RFC 4035, section 5.3) as of one moment.
class SignatureCheck {
 public:
  SignatureCheck(const CanonicalZone& zone, Timestamp moment) : zone_(zone), moment_(moment) {}

  /// Each record set the zone speaks for is signed by one of its keys; what it does not speak for (the NS set
  /// of a delegation, glue) is not signed; nothing but glue stands below a delegation; no signature is of a
  /// set that is not there. The DNSKEY set is signed by one of `entry` (the keys under a trust anchor).
  std::optional<ZoneFault> check(const ZoneKeys& entry, const ZoneKeys& keys) const;

 private:
  std::optional<ZoneFault> check_owner(const ZoneOwner& owner, const ZoneKeys& entry,
                                       const ZoneKeys& keys) const;
  std::optional<ZoneFault> check_set(const ZoneOwner& owner, Records set, const ZoneKeys& keys) const;
  std::string objection(Records set, const CanonicalRecord& record, const ZoneKeys& keys) const;

  const CanonicalZone& zone_;
  Timestamp moment_;
};

}  // namespace splitroot::collectors
