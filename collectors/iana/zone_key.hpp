#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/iana/canonical_zone.hpp"
#include "collectors/iana/trust_anchor.hpp"

namespace splitroot::collectors {

/// A DNSKEY that may sign a zone (RFC 4034, section 2.1). Its views are of the record's data.
struct ZoneKey {
  std::uint16_t tag = 0;
  std::uint8_t algorithm = 0;
  bool is_revoked = false;      ///< RFC 5011: vouches for nothing any more
  std::string_view data;        ///< of the record, whole
  std::string_view public_key;  ///< in the form of its algorithm
};
using ZoneKeys = std::vector<ZoneKey>;

/// nullopt for what is no zone key of DNSSEC: its zone flag is not set, or another protocol than 3.
std::optional<ZoneKey> parse_zone_key(std::string_view dnskey_data);

/// The keys of a DNSKEY set that may sign, without the revoked ones.
ZoneKeys zone_keys(Records dnskeys);

/// Those of the keys whose digest is an anchor.
ZoneKeys anchored(const ZoneKeys& keys, const TrustAnchors& anchors);

/// `20326, 38696`: the tags, for messages.
std::string tag_list(const ZoneKeys& keys);

}  // namespace splitroot::collectors
