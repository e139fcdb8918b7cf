#include "collectors/iana/zone_signature.hpp"

#include <ldns/ldns.h>

#include <algorithm>

#include "collectors/iana/rrsig.hpp"
#include "collectors/iana/zone_name.hpp"

namespace splitroot::collectors {
namespace {

using Fault = std::optional<ZoneFault>;

/// Of one record set; a root has one or, while keys change, two.
constexpr int most_signatures = 16;

ZoneFault fault_at(const ZoneOwner& owner, std::uint16_t type, std::string_view reason, int line) {
  return {owner.shown() + " " + type_name(type) + ": " + std::string{reason}, line};
}

std::uint16_t covered_type(const CanonicalRecord& rrsig) {
  return rrsig.data().size() < 2 ? std::uint16_t{0} : u16_at(rrsig.data(), 0);
}

bool is_address(std::uint16_t type) { return type == LDNS_RR_TYPE_A || type == LDNS_RR_TYPE_AAAA; }

/// True for the record sets the zone speaks for, which are those that are signed.
bool is_signed_type(const ZoneOwner& owner, std::uint16_t type) {
  if (type == LDNS_RR_TYPE_RRSIG) return false;
  if (owner.authority == Authority::zone) return true;
  return owner.authority == Authority::cut && (type == LDNS_RR_TYPE_DS || type == LDNS_RR_TYPE_NSEC);
}

/// What may stand at or below a cut without a signature.
bool is_unsigned_type(const ZoneOwner& owner, std::uint16_t type) {
  return is_address(type) ||
         (owner.authority == Authority::cut && (type == LDNS_RR_TYPE_NS || type == LDNS_RR_TYPE_RRSIG));
}

/// Every signature is of a set that is there and that the zone speaks for.
Fault check_coverage(const ZoneOwner& owner) {
  for (const CanonicalRecord& rrsig : owner.of(LDNS_RR_TYPE_RRSIG)) {
    const std::uint16_t covered = covered_type(rrsig);
    if (owner.of(covered).empty()) {
      return fault_at(owner, covered, "has an RRSIG, but the records it covers are missing", rrsig.line);
    }
    if (!is_signed_type(owner, covered)) {
      return fault_at(owner, covered, "has an RRSIG, but the root does not speak for these records",
                      rrsig.line);
    }
  }
  return std::nullopt;
}

/// What a signature says of itself that cannot be, before its key is asked; empty when nothing.
std::string misfit(const Rrsig& rrsig, const CanonicalRecord& first, Timestamp moment) {
  constexpr std::string_view root{"\0", 1};
  if (rrsig.signer != root) return " is signed by " + shown_name(rrsig.signer) + ", not by the root";
  if (const int labels = signed_labels(first.owner()); rrsig.labels != labels) {
    return " is of a name of " + std::to_string(rrsig.labels) + " labels, the owner has " +
           std::to_string(labels);
  }
  if (rrsig.original_ttl != first.ttl()) {
    return " is of a TTL of " + std::to_string(rrsig.original_ttl) + ", the records have " +
           std::to_string(first.ttl());
  }
  const std::string as_of = "; looked at as of " + to_rfc3339(moment);
  if (rrsig.inception > moment) return " is not valid before " + to_rfc3339(rrsig.inception) + as_of;
  if (rrsig.expiration < moment) return " expired at " + to_rfc3339(rrsig.expiration) + as_of;
  return {};
}

}  // namespace

std::optional<ZoneFault> SignatureCheck::check(const ZoneKeys& entry, const ZoneKeys& keys) const {
  for (const ZoneOwner& owner : zone_.owners()) {
    if (auto fault = check_owner(owner, entry, keys)) return fault;
  }
  return std::nullopt;
}

Fault SignatureCheck::check_owner(const ZoneOwner& owner, const ZoneKeys& entry, const ZoneKeys& keys) const {
  Fault fault;
  owner.for_each_set([&](std::uint16_t type, Records set) {
    if (fault) return;
    const bool is_entry = type == LDNS_RR_TYPE_DNSKEY && owner.key().empty();
    if (is_signed_type(owner, type)) {
      fault = check_set(owner, set, is_entry ? entry : keys);
    } else if (owner.authority != Authority::zone && !is_unsigned_type(owner, type)) {
      fault = fault_at(owner, type, "at or below a delegation, where only its NS, DS and glue may stand",
                       set.front().line);
    }
  });
  return fault ? fault : check_coverage(owner);
}

/// One good signature is enough (RFC 4035, section 5.3.3); without any, the first one's fault is told.
Fault SignatureCheck::check_set(const ZoneOwner& owner, Records set, const ZoneKeys& keys) const {
  const std::uint16_t type = set.front().type;
  const auto other =
      std::find_if(set.begin(), set.end(), [&](const auto& each) { return each.ttl() != set[0].ttl(); });
  if (other != set.end()) return fault_at(owner, type, "its records differ in TTL", other->line);
  Fault fault = fault_at(owner, type, "no RRSIG", set.front().line);
  int tried = 0;
  for (const CanonicalRecord& record : owner.of(LDNS_RR_TYPE_RRSIG)) {
    if (covered_type(record) != type) continue;
    if (++tried > most_signatures) return fault_at(owner, type, "too many RRSIGs", record.line);
    const std::string reason = objection(set, record, keys);
    if (reason.empty()) return std::nullopt;
    if (tried == 1) fault = fault_at(owner, type, reason, record.line);
  }
  return fault;
}

/// Why a signature does not vouch for a set; empty when it does.
std::string SignatureCheck::objection(Records set, const CanonicalRecord& record,
                                      const ZoneKeys& keys) const {
  const auto rrsig = parse_rrsig(record.data(), moment_);
  if (!rrsig) return "its RRSIG is malformed";
  const std::string by = "its RRSIG by key " + std::to_string(rrsig->key_tag);
  if (const std::string reason = misfit(*rrsig, set.front(), moment_); !reason.empty()) return by + reason;
  const auto is_named = [&](const ZoneKey& key) {
    return key.tag == rrsig->key_tag && key.algorithm == rrsig->algorithm;
  };
  if (std::none_of(keys.begin(), keys.end(), is_named)) {
    return by + " names none of the keys that may sign it (" + tag_list(keys) + ")";
  }
  const auto made_it = [&](const ZoneKey& key) { return is_made_by(*rrsig, set, key); };
  if (std::any_of(keys.begin(), keys.end(), made_it)) return {};
  return by + " does not verify: the records or the signature were altered";
}

}  // namespace splitroot::collectors
