#include "collectors/iana/zone_verification.hpp"

#include <ldns/ldns.h>

#include <algorithm>

#include "collectors/iana/nsec_chain.hpp"
#include "collectors/iana/rrsig.hpp"
#include "collectors/iana/zone_digest.hpp"
#include "collectors/iana/zone_key.hpp"
#include "collectors/iana/zone_signature.hpp"

namespace splitroot::collectors {
namespace {

/// More would make each signature dear to check.
constexpr std::size_t most_keys = 16;

bool has_type(const CanonicalZone& zone, std::uint16_t type) {
  const Records records = zone.records();
  return std::any_of(records.begin(), records.end(),
                     [type](const auto& record) { return record.type == type; });
}

TrustAnchors valid_at(const TrustAnchors& anchors, Timestamp moment) {
  TrustAnchors valid;
  std::copy_if(anchors.begin(), anchors.end(), std::back_inserter(valid),
               [moment](const TrustAnchor& anchor) { return anchor.is_valid_at(moment); });
  return valid;
}

ZoneVerdict unverified(std::string reason) {
  return {Verification::unverified_historical, std::move(reason), {}};
}

/// The keys of the zone; a fault where a signed zone has none that may sign.
ZoneResult<ZoneKeys> keys_of(const CanonicalZone& zone) {
  const Records set = zone.apex().of(LDNS_RR_TYPE_DNSKEY);
  if (set.empty()) return ZoneFault{". DNSKEY: missing, though the zone is signed"};
  if (set.size() > most_keys) {
    return ZoneFault{". DNSKEY: " + std::to_string(set.size()) + " keys, where a root has a handful",
                     set.front().line};
  }
  ZoneKeys keys = zone_keys(set);
  if (keys.empty()) return ZoneFault{". DNSKEY: no key that may sign the zone", set.front().line};
  return keys;
}

ZoneResult<ZoneVerdict> verify_signatures(const CanonicalZone& zone, const TrustAnchors& anchors,
                                          Timestamp moment) {
  const TrustAnchors valid = valid_at(anchors, moment);
  if (valid.empty()) return unverified("no trust anchor is valid on " + to_date(moment));
  const auto keys = keys_of(zone);
  if (!keys) return keys.error();
  const ZoneKeys entry = anchored(*keys, valid);
  const SignatureCheck check{zone, moment};
  if (const auto fault = check.check(entry.empty() ? *keys : entry, *keys)) return *fault;
  if (entry.empty()) {
    return unverified("signed with keys (" + tag_list(*keys) +
                      ") of which none is under a trust anchor valid on " + to_date(moment));
  }
  return ZoneVerdict{Verification::verified,
                     "signed under trust anchor " + tag_list(entry) + ", as of " + to_rfc3339(moment),
                     {}};
}

std::string_view digest_words(const CanonicalZone& zone, std::optional<bool> matches) {
  if (matches) return "ZONEMD matches";
  if (zone.apex().of(LDNS_RR_TYPE_ZONEMD).empty()) return "no ZONEMD, so nothing vouches for glue";
  return "ZONEMD of no hash known here, so nothing vouches for glue";
}

}  // namespace

ZoneResult<ZoneVerdict> verify_zone(const CanonicalZone& zone, const TrustAnchors& anchors,
                                    Timestamp moment) {
  const bool is_signed = has_type(zone, LDNS_RR_TYPE_RRSIG) || !zone.apex().of(LDNS_RR_TYPE_DNSKEY).empty();
  if (is_signed || has_type(zone, LDNS_RR_TYPE_NSEC)) {
    if (auto fault = check_nsec_chain(zone)) return *fault;
  }
  auto verdict = is_signed ? verify_signatures(zone, anchors, moment)
                           : ZoneResult<ZoneVerdict>{unverified("the zone is not signed")};
  if (!verdict) return verdict;
  const auto matches = check_zone_digest(zone);
  if (!matches) return matches.error();
  verdict->digest_matches = *matches;
  (verdict->reason += "; ") += digest_words(zone, *matches);
  return verdict;
}

Timestamp moment_of_day(const CanonicalZone& zone, Timestamp day) {
  const Timestamp start = std::chrono::floor<std::chrono::days>(day);
  const Timestamp end = start + std::chrono::days{1} - std::chrono::seconds{1};
  Timestamp inception = start;
  for (const CanonicalRecord& record : zone.apex().of(LDNS_RR_TYPE_RRSIG)) {
    const auto rrsig = parse_rrsig(record.data(), start);
    if (rrsig && rrsig->covered == LDNS_RR_TYPE_SOA) inception = std::max(inception, rrsig->inception);
  }
  return std::min(inception, end);
}

}  // namespace splitroot::collectors
