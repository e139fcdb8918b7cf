#include "collectors/iana/zone_assembly.hpp"

#include <ldns/ldns.h>

#include <algorithm>

#include "collectors/iana/zone_name.hpp"
#include "collectors/iana/zone_verification.hpp"
#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t fewest_tlds = 100;
constexpr std::size_t soa_serial_field = 2;

std::string_view wire_name(const ldns_rdf* name) {
  return {reinterpret_cast<const char*>(ldns_rdf_data(name)), ldns_rdf_size(name)};
}

std::string shown_owner(const ldns_struct_rr& record) {
  return shown_name(lower_ascii(wire_name(ldns_rr_owner(&record))));
}

bool is_ldh(std::string_view label) {
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Timestamp moment_for(const CanonicalZone& zone, Serial serial, const RootZoneRules& rules) {
  if (rules.mode == ZoneMode::live) return rules.as_of.value_or(now());
  return moment_of_day(zone, rules.as_of.value_or(day_of(serial)));
}

/// Following, nothing is believed that does not prove itself, glue included.
std::string live_objection(const ZoneVerdict& verdict) {
  if (verdict.verification != Verification::verified) {
    return "it cannot be verified, and a zone that is followed has to be: " + verdict.reason;
  }
  if (verdict.digest_matches != true) {
    return "a zone that is followed needs a ZONEMD record of a hash known here: " + verdict.reason;
  }
  return {};
}

}  // namespace

Result<void> ZoneAssembly::add(RecordPtr record, int line) {
  if (closed()) return input_error("a record after the closing SOA of the transfer");
  if (ldns_rr_get_class(record.get()) != LDNS_RR_CLASS_IN) {
    return input_error("a record of a class other than IN");
  }
  const auto type = ldns_rr_get_type(record.get());
  // ldns takes two words of plain text for a name and a record of type 0.
  if (type == 0) return input_error("no record of a zone file: it has no type");
  if (!has_its_fields(*record)) return input_error("a record without the data its type has");
  if (type != LDNS_RR_TYPE_SOA && must_begin_with_soa_ && !has_soa()) {
    return input_error("the transfer does not begin with the SOA");
  }
  if (type == LDNS_RR_TYPE_SOA) {
    if (auto added = add_soa(*record); !added) return added;
    if (closed()) return {};
  } else if (type == LDNS_RR_TYPE_NS && ldns_dname_label_count(ldns_rr_owner(record.get())) == 1) {
    if (auto added = add_tld(*record); !added) return added;
  }
  records_.push_back({std::move(record), line});
  return {};
}

Result<void> ZoneAssembly::add_soa(const ldns_struct_rr& record) {
  if (ldns_dname_label_count(ldns_rr_owner(&record)) != 0) {
    return input_error("a SOA of " + shown_owner(record) + ": this is not the root zone");
  }
  const Serial serial{ldns_rdf2native_int32(ldns_rr_rdf(&record, soa_serial_field))};
  if (soas_ == 1 && !(serial == serial_)) {
    return input_error("two SOA records with different serials, " + std::to_string(serial_.value) + " and " +
                       std::to_string(serial.value) + ": the zone changed while it was read");
  }
  serial_ = serial;
  ++soas_;
  return {};
}

Result<void> ZoneAssembly::add_tld(const ldns_struct_rr& record) {
  const std::string_view wire = wire_name(ldns_rr_owner(&record));
  std::string label = lower_ascii(wire.substr(1, wire.size() - 2));
  if (!is_ldh(label)) {
    return input_error("the TLD " + shown_owner(record) + " holds other than letters, digits and hyphens");
  }
  tlds_.insert(std::move(label));
  return {};
}

std::string ZoneAssembly::size_remark() const {
  if (!has_soa()) return {};
  return "; the zone as read has " + std::to_string(tlds_.size()) + (tlds_.size() == 1 ? " TLD" : " TLDs");
}

ZoneResult<RootZone> ZoneAssembly::finish(const RootZoneRules& rules) const {
  if (!has_soa()) return ZoneFault{"no SOA record of the root: not a zone, or an incomplete one"};
  if (tlds_.size() < fewest_tlds && !rules.accept_small) {
    return ZoneFault{"only " + std::to_string(tlds_.size()) +
                     " TLDs, where a root zone has more than a thousand"};
  }
  auto zone = judge(rules);
  if (!zone) return ZoneFault{zone.error().reason + size_remark(), zone.error().line};
  return zone;
}

ZoneResult<RootZone> ZoneAssembly::judge(const RootZoneRules& rules) const {
  const auto zone = CanonicalZone::make(records_);
  if (!zone) return zone.error();
  auto verdict = verify_zone(*zone, rules.anchors, moment_for(*zone, serial_, rules));
  if (!verdict) return verdict.error();
  if (rules.mode == ZoneMode::live) {
    if (auto reason = live_objection(*verdict); !reason.empty()) return ZoneFault{std::move(reason)};
  }
  return RootZone{serial_,
                  delegated_tlds(*zone),
                  records_.size(),
                  verdict->digest_matches,
                  verdict->verification,
                  std::move(verdict->reason)};
}

}  // namespace splitroot::collectors
