#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/iana/delegation.hpp"
#include "collectors/iana/trust_anchor.hpp"
#include "core/batch.hpp"
#include "core/name.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// A root zone that is whole: one SOA at the apex, and nothing in it that contradicts itself (verify_zone).
struct RootZone {
  Serial serial;
  std::vector<Delegation> tlds;  ///< sorted by TLD
  std::uint64_t records = 0;
  std::optional<bool> digest_matches;  ///< ZONEMD; nullopt: no such record, or of no hash known here
  Verification verification = Verification::unverified_historical;
  std::string verification_reason;  ///< in words, fit to be shown
};

/// `historical`: a file handed to us, judged as of its own date; what there is nothing to verify with is
/// taken and marked so. `live`: the zone that is followed, judged as of now; taken only when signatures and
/// ZONEMD prove it.
enum class ZoneMode { historical, live };

struct RootZoneRules {
  bool accept_small = false;  ///< take a zone of fewer than 100 TLDs (the real one has had more since 1985)
  ZoneMode mode = ZoneMode::historical;
  TrustAnchors anchors = iana_trust_anchors();
  /// Historical: the day the zone is of; nullopt: the serial's, else today. Live: the moment; nullopt: now.
  std::optional<Timestamp> as_of = std::nullopt;
};

/// Parses and verifies master file text (RFC 1035, section 5). `$INCLUDE` is refused; a zone with the closing
/// SOA of a transfer is taken too. Errors (input) read `root.zone:123:1: com. DS: no RRSIG; the zone as read
/// has 1438 TLDs`; the line is that of the offending record where there is one, else the last.
Result<RootZone> parse_root_zone(std::string_view text, std::string_view origin,
                                 const RootZoneRules& rules = {});

/// The day a serial of the form YYYYMMDDNN names; nullopt when it is none, or later than `latest`.
std::optional<Timestamp> serial_date(Serial serial, Timestamp latest);

/// The day of a zone: its serial's, else now.
Timestamp day_of(Serial serial);

/// The zone as a list of delegated strings. `as_of` defaults to the day of the serial, else to now.
/// `digest` is that of the octets read (hex). Details are those of delegation_detail.
StandingBatch root_batch(const RootZone& zone, std::string digest, Origin origin,
                         std::optional<Timestamp> as_of);

/// As parse_root_zone and root_batch together: a root zone from a file. `as_of` is also that of the rules.
Result<StandingBatch> read_root_zone(std::string_view text, std::string_view origin_name, Origin origin,
                                     std::optional<Timestamp> as_of, RootZoneRules rules = {});

}  // namespace splitroot::collectors
