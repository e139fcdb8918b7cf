#include "collectors/iana/zone_digest.hpp"

#include <ldns/ldns.h>

#include <algorithm>

#include "collectors/iana/zone_name.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::uint8_t scheme_simple = 1;
constexpr std::uint8_t hash_sha384 = 1;
constexpr std::uint8_t hash_sha512 = 2;

/// The fields of a ZONEMD record (RFC 8976, section 2.2).
struct Zonemd {
  std::uint32_t serial;
  std::uint8_t scheme;
  std::uint8_t hash;
  std::string_view digest;
};

std::optional<Zonemd> parse(std::string_view data) {
  constexpr std::size_t shortest_digest = 12;
  if (data.size() < 6 + shortest_digest) return std::nullopt;
  return Zonemd{u32_at(data, 0), static_cast<std::uint8_t>(data[4]), static_cast<std::uint8_t>(data[5]),
                data.substr(6)};
}

/// The digest leaves out the apex's ZONEMD records and their signatures (RFC 8976, section 3.3.1).
bool is_digested(const CanonicalRecord& record) {
  if (!record.key.empty()) return true;
  if (record.type == LDNS_RR_TYPE_RRSIG) return u16_at(record.data(), 0) != LDNS_RR_TYPE_ZONEMD;
  return record.type != LDNS_RR_TYPE_ZONEMD;
}

/// SHA-384 is SHA-512 cut short, from another beginning.
std::string digest_of(Records records, std::uint8_t hash) {
  const bool is_short = hash == hash_sha384;
  ldns_sha512_CTX context;
  is_short ? ldns_sha384_init(&context) : ldns_sha512_init(&context);
  for (const CanonicalRecord& record : records) {
    if (!is_digested(record)) continue;
    ldns_sha512_update(&context, reinterpret_cast<const std::uint8_t*>(record.wire.data()),
                       record.wire.size());
  }
  std::string digest(is_short ? LDNS_SHA384_DIGEST_LENGTH : LDNS_SHA512_DIGEST_LENGTH, '\0');
  auto* const out = reinterpret_cast<std::uint8_t*>(digest.data());
  is_short ? ldns_sha384_final(out, &context) : ldns_sha512_final(out, &context);
  return digest;
}

/// Two records of the same scheme and hash void each other (RFC 8976, section 4).
bool is_alone(Records set, const Zonemd& one) {
  return std::count_if(set.begin(), set.end(), [&](const CanonicalRecord& record) {
           const auto other = parse(record.data());
           return other && other->scheme == one.scheme && other->hash == one.hash;
         }) == 1;
}

/// Why this record does not vouch for the zone; empty when it does; nullopt when it cannot be judged.
std::optional<std::string> objection(const CanonicalZone& zone, Records set, const CanonicalRecord& record,
                                     std::uint32_t serial) {
  const auto zonemd = parse(record.data());
  if (!zonemd) return "it is malformed";
  if (zonemd->serial != serial) {
    return "it is for serial " + std::to_string(zonemd->serial) + ", the zone's is " + std::to_string(serial);
  }
  const bool is_known =
      zonemd->scheme == scheme_simple && (zonemd->hash == hash_sha384 || zonemd->hash == hash_sha512);
  if (!is_known) return std::nullopt;
  if (!is_alone(set, *zonemd)) return "there are several of one scheme and hash";
  const std::string digest = digest_of(zone.records(), zonemd->hash);
  if (digest == zonemd->digest) return "";
  return "it says " + to_hex(zonemd->digest.substr(0, 8)) + "…, the records give " +
         to_hex(std::string_view{digest}.substr(0, 8)) + "…";
}

}  // namespace

ZoneResult<std::optional<bool>> check_zone_digest(const CanonicalZone& zone) {
  const Records set = zone.apex().of(LDNS_RR_TYPE_ZONEMD);
  const std::uint32_t serial = serial_of(zone.apex().of(LDNS_RR_TYPE_SOA).front()).value;
  std::optional<ZoneFault> fault;
  for (const CanonicalRecord& record : set) {
    const auto reason = objection(zone, set, record, serial);
    if (reason && reason->empty()) return std::optional<bool>{true};
    if (reason) {
      fault =
          ZoneFault{". ZONEMD: the zone is not what its digest says (" + *reason + "): incomplete or altered",
                    record.line};
    }
  }
  if (fault) return *fault;
  return std::optional<bool>{};
}

}  // namespace splitroot::collectors
