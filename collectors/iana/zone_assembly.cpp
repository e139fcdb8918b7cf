#include "collectors/iana/zone_assembly.hpp"

#include <ldns/ldns.h>

#include <algorithm>
#include <cstdlib>

#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t fewest_tlds = 100;
constexpr std::size_t soa_serial_field = 2;

struct ZoneDeleter {
  void operator()(ldns_dnssec_zone* zone) const { ldns_dnssec_zone_free(zone); }
};

/// Lower-cased wire form of a domain name. Length octets are below 'A', so that lowering cannot hit them.
std::string wire_name(const ldns_rdf* name) {
  return lower_ascii({reinterpret_cast<const char*>(ldns_rdf_data(name)), ldns_rdf_size(name)});
}

std::string shown_name(const ldns_rdf* name) {
  const std::unique_ptr<char, decltype(&std::free)> text{ldns_rdf2str(name), &std::free};
  return text ? lower_ascii(text.get()) : "?";
}

/// Presentation form without the last dot.
std::string host_name(const ldns_rdf* name) {
  std::string text = shown_name(name);
  if (text.size() > 1 && text.ends_with('.')) text.pop_back();
  return text;
}

bool is_ldh(std::string_view label) {
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

const std::string root_name(1, '\0');

}  // namespace

void RecordDeleter::operator()(ldns_struct_rr* record) const { ldns_rr_free(record); }

Result<void> ZoneAssembly::add(RecordPtr record) {
  if (closed()) return input_error("a record after the closing SOA of the transfer");
  if (ldns_rr_get_class(record.get()) != LDNS_RR_CLASS_IN)
    return input_error("a record of a class other than IN");
  const auto type = ldns_rr_get_type(record.get());
  // ldns takes two words of plain text for a name and a record of type 0.
  if (type == 0) return input_error("no record of a zone file: it has no type");
  const ldns_rdf* owner = ldns_rr_owner(record.get());
  if (type == LDNS_RR_TYPE_SOA) {
    if (auto added = add_soa(*record); !added) return added;
    if (closed()) return {};
  } else if (type == LDNS_RR_TYPE_NS || type == LDNS_RR_TYPE_DS) {
    if (ldns_dname_label_count(owner) == 1) {
      if (auto added = add_tld(*record); !added) return added;
    }
  } else if (type == LDNS_RR_TYPE_NSEC) {
    nsec_.emplace(wire_name(owner), wire_name(ldns_rr_rdf(record.get(), 0)));
  } else if (type == LDNS_RR_TYPE_ZONEMD) {
    has_zonemd_ = true;
  }
  records_.push_back(std::move(record));
  return {};
}

Result<void> ZoneAssembly::add_soa(const ldns_struct_rr& record) {
  const ldns_rdf* owner = ldns_rr_owner(&record);
  if (ldns_dname_label_count(owner) != 0) {
    return input_error("a SOA of " + shown_name(owner) + ": this is not the root zone");
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
  const std::string wire = wire_name(ldns_rr_owner(&record));
  const std::string label = wire.substr(1, wire.size() - 2);
  if (!is_ldh(label)) {
    return input_error("the TLD " + shown_name(ldns_rr_owner(&record)) +
                       " holds other than letters, digits and hyphens");
  }
  Delegation& tld = tlds_[label];
  if (ldns_rr_get_type(&record) == LDNS_RR_TYPE_DS) {
    tld.has_ds = true;
  } else {
    tld.ns.push_back(host_name(ldns_rr_rdf(&record, 0)));
  }
  return {};
}

/// Every owner of an NSEC record must be reached from the apex, and the last must lead back (RFC 4034,
/// section 4.1.1): a zone that lost records in the middle or at its end breaks the chain.
Result<void> ZoneAssembly::check_chain() const {
  if (nsec_.empty()) return {};
  std::size_t steps = 0;
  std::string at = root_name;
  do {
    const auto found = nsec_.find(at);
    if (found == nsec_.end()) return input_error("the NSEC chain is broken: records are missing");
    at = found->second;
    ++steps;
  } while (at != root_name && steps <= nsec_.size());
  if (steps != nsec_.size())
    return input_error("the NSEC chain does not cover the zone: records are missing");
  const auto signed_tld = [&](const auto& tld) {
    return nsec_.contains(static_cast<char>(tld.first.size()) + tld.first + root_name);
  };
  const auto gap = std::find_if_not(tlds_.begin(), tlds_.end(), signed_tld);
  if (gap == tlds_.end()) return {};
  return input_error("the TLD " + gap->first + " is not in the zone's own NSEC chain");
}

/// The zone's digest (RFC 8976) compared with its ZONEMD record. An unknown scheme or hash proves nothing.
Result<std::optional<bool>> ZoneAssembly::check_digest() const {
  using Matches = std::optional<bool>;
  if (!has_zonemd_) return Matches{};
  const std::unique_ptr<ldns_dnssec_zone, ZoneDeleter> zone{ldns_dnssec_zone_new()};
  for (const RecordPtr& record : records_) {
    const auto status = ldns_dnssec_zone_add_rr(zone.get(), record.get());
    if (status != LDNS_STATUS_OK) return input_error(ldns_get_errorstr_by_id(status));
  }
  const auto status = ldns_dnssec_zone_verify_zonemd(zone.get());
  if (status == LDNS_STATUS_OK) return Matches{true};
  if (status == LDNS_STATUS_ZONEMD_UNKNOWN_SCHEME || status == LDNS_STATUS_ZONEMD_UNKNOWN_HASH)
    return Matches{};
  return input_error(std::string{"the zone is not what its ZONEMD record says ("} +
                     ldns_get_errorstr_by_id(status) + "): incomplete or altered");
}

Result<RootZone> ZoneAssembly::finish(RootZoneRules rules) {
  if (soas_ == 0) return input_error("no SOA record of the root: not a zone, or an incomplete one");
  std::erase_if(tlds_, [](const auto& tld) { return tld.second.ns.empty(); });
  if (tlds_.size() < fewest_tlds && !rules.accept_small) {
    return input_error("only " + std::to_string(tlds_.size()) +
                       " TLDs, where a root zone has more than a thousand");
  }
  if (auto whole = check_chain(); !whole) return whole.error();
  auto matches = check_digest();
  if (!matches) return matches.error();
  RootZone zone{serial_, {}, records_.size(), *matches};
  for (auto& [label, tld] : tlds_) {
    tld.tld = label;
    std::sort(tld.ns.begin(), tld.ns.end());
    tld.ns.erase(std::unique(tld.ns.begin(), tld.ns.end()), tld.ns.end());
    zone.tlds.push_back(std::move(tld));
  }
  return zone;
}

}  // namespace splitroot::collectors
