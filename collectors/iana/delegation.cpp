#include "collectors/iana/delegation.hpp"

#include <arpa/inet.h>
#include <ldns/ldns.h>

#include <algorithm>
#include <array>

#include "collectors/iana/zone_name.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {
namespace {

void sort_unique(std::vector<std::string>& words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
}

std::string ds_text(std::string_view data) {
  constexpr std::size_t fixed_fields = 4;
  if (data.size() < fixed_fields) return {};
  const auto octet = [&](std::size_t at) { return std::to_string(static_cast<unsigned char>(data[at])); };
  return std::to_string(u16_at(data, 0)) + " " + octet(2) + " " + octet(3) + " " +
         to_hex(data.substr(fixed_fields));
}

std::string address_text(int family, std::size_t size, std::string_view data) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (data.size() != size) return {};
  return inet_ntop(family, data.data(), text.data(), text.size()) == nullptr ? "" : text.data();
}

std::vector<std::string> addresses(const ZoneOwner& host) {
  constexpr std::size_t ipv4_size = 4;
  constexpr std::size_t ipv6_size = 16;
  std::vector<std::string> out;
  for (const CanonicalRecord& a : host.of(LDNS_RR_TYPE_A))
    out.push_back(address_text(AF_INET, ipv4_size, a.data()));
  for (const CanonicalRecord& aaaa : host.of(LDNS_RR_TYPE_AAAA)) {
    out.push_back(address_text(AF_INET6, ipv6_size, aaaa.data()));
  }
  sort_unique(out);
  return out;
}

Delegation delegation(const CanonicalZone& zone, const ZoneOwner& owner) {
  Delegation tld{host_name(owner.records.front().owner()), {}};
  for (const CanonicalRecord& ns : owner.of(LDNS_RR_TYPE_NS)) {
    tld.ns.push_back(host_name(ns.data()));
    const ZoneOwner* const host = zone.find(order_key(ns.data()));
    if (host == nullptr || host->authority == Authority::zone) continue;
    if (auto known = addresses(*host); !known.empty()) tld.glue[tld.ns.back()] = std::move(known);
  }
  for (const CanonicalRecord& ds : owner.of(LDNS_RR_TYPE_DS)) tld.ds.push_back(ds_text(ds.data()));
  sort_unique(tld.ns);
  sort_unique(tld.ds);
  return tld;
}

std::string joined(const std::vector<std::string>& words, char separator) {
  std::string out;
  for (const std::string& word : words) (out.empty() ? out : out += separator) += word;
  return out;
}

}  // namespace

std::vector<Delegation> delegated_tlds(const CanonicalZone& zone) {
  std::vector<Delegation> tlds;
  for (const ZoneOwner& owner : zone.owners()) {
    const bool is_tld =
        owner.authority == Authority::cut && signed_labels(owner.records.front().owner()) == 1;
    if (is_tld) tlds.push_back(delegation(zone, owner));
  }
  return tlds;
}

std::map<std::string, std::string> delegation_detail(const Delegation& tld) {
  std::vector<std::string> hosts;
  for (const auto& [host, known] : tld.glue) hosts.push_back(host + "=" + joined(known, ','));
  std::map<std::string, std::string> detail{{"ns", joined(tld.ns, ',')}};
  if (tld.has_ds()) detail["ds"] = joined(tld.ds, ';');
  if (!hosts.empty()) detail["glue"] = joined(hosts, ';');
  return detail;
}

}  // namespace splitroot::collectors
