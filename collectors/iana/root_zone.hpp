#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/batch.hpp"
#include "core/name.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// One TLD of the root: an owner of one label with an NS record set.
struct Delegation {
  std::string tld;              ///< lower-case LDH, an A-label where not ASCII
  std::vector<std::string> ns;  ///< host names, lower case, without the last dot, sorted
  bool has_ds = false;
  bool operator==(const Delegation&) const = default;
};

/// A root zone that is whole: one SOA at the apex, a closed NSEC chain where there is one, and the digest of
/// its ZONEMD record (RFC 8976) where there is one. Signatures are not verified.
struct RootZone {
  Serial serial;
  std::vector<Delegation> tlds;  ///< sorted by TLD
  std::uint64_t records = 0;
  std::optional<bool> digest_matches;  ///< ZONEMD; nullopt: no such record, or a hash ldns does not know
};

struct RootZoneRules {
  bool accept_small = false;  ///< take a zone of fewer than 100 TLDs (the real one has had more since 1985)
};

/// Parses master file text (RFC 1035, section 5). `$INCLUDE` is refused; a zone with the closing SOA of a
/// transfer is taken too. Errors (input) read `root.zone:123:1: reason`.
Result<RootZone> parse_root_zone(std::string_view text, std::string_view origin, RootZoneRules rules = {});

/// The day a serial of the form YYYYMMDDNN names; nullopt when it is none, or later than `latest`.
std::optional<Timestamp> serial_date(Serial serial, Timestamp latest);

/// The zone as a list of delegated strings. `as_of` defaults to the day of the serial, else to now.
/// `digest` is that of the octets read (hex).
StandingBatch root_batch(const RootZone& zone, std::string digest, Origin origin,
                         std::optional<Timestamp> as_of);

/// As parse_root_zone and root_batch together: a root zone from a file.
Result<StandingBatch> read_root_zone(std::string_view text, std::string_view origin_name, Origin origin,
                                     std::optional<Timestamp> as_of, RootZoneRules rules = {});

}  // namespace splitroot::collectors
