#include "collectors/evm/decode_name.hpp"

#include <algorithm>

#include "collectors/evm/dns_name.hpp"

namespace splitroot::collectors::evm {
namespace {

/// 9999-12-31T23:59:59Z, the calendar's end: ENS sells names for longer.
constexpr std::uint64_t last_second = 253402300799;

/// ENS NameWrapper, PARENT_CANNOT_CONTROL: without it, a wrapped subname's expiry takes nothing from its
/// owner.
constexpr std::uint32_t parent_cannot_control = 1U << 16;

using Arguments = std::span<const AbiValue>;

NameKey key_of(AbiValue word) { return {hash_of_bytes(word)}; }

/// Where the name stands: under what the rule says, or under a node that the log gives.
void put_under(const RegistryDescription& registry, const EventRule& rule, Arguments arguments,
               const Hash256& hash, NameEvent& event) {
  const NameKey parent = rule.under ? *rule.under->parent : key_of(arguments[*rule.parent]);
  event.key = child_node(parent, hash);
  if (rule.under) {
    event.place = rule.under;
  } else if (const auto known = registry.places.find(parent); known != registry.places.end()) {
    event.place = known->second;
  } else if (parent == NameKey{}) {
    event.place = Place{};
  } else {
    event.parent = parent;
  }
}

/// Each `read_…` fills the event from one way of naming; the reason when the log contradicts itself.
std::string_view read_label(const RegistryDescription& registry, const EventRule& rule, Arguments arguments,
                            NameEvent& event) {
  Hash256 hash{};
  if (rule.label) {
    const AbiValue label = arguments[*rule.label];
    hash = keccak256(label);
    event.label = RawLabel{std::string{label}};
  }
  if (rule.labelhash) {
    const Hash256 logged = hash_of_bytes(arguments[*rule.labelhash]);
    if (rule.label && logged != hash) return "the label does not have the hash it is logged under";
    hash = logged;
    if (!rule.label) event.detail.label_hash = hash;
  }
  put_under(registry, rule, arguments, hash, event);
  return "";
}

void put_tld(NameEvent& event, std::string_view label) {
  event.label = RawLabel{std::string{label}};
  event.place = Place{};
}

std::string_view read_name(AbiValue name, NameEvent& event) {
  if (name.empty()) return "the name is empty";
  event.key = namehash(name);
  const auto dot = name.find('.');
  if (dot == std::string_view::npos) {
    put_tld(event, name);
  } else {
    event.label = RawLabel{std::string{name.substr(0, dot)}};
    event.place = place_under(name.substr(dot + 1));
  }
  return "";
}

std::string_view read_dns_name(AbiValue wire, NameEvent& event) {
  const auto name = parse_dns_name(wire);
  if (!name) return "the name is not in DNS wire format";
  event.key = child_node(name->parent, keccak256(name->label));
  if (name->depth == 1) {
    put_tld(event, name->label);
  } else {
    event.label = RawLabel{std::string{name->label}};
    event.place = Place{name->parent, name->suffix, name->depth};
  }
  return "";
}

bool is_one_of(const std::vector<Address>& addresses, const Address& address) {
  return std::find(addresses.begin(), addresses.end(), address) != addresses.end();
}

/// False when the rule says to pass the event over.
bool read_owner(const RegistryDescription& registry, const EventRule& rule, Arguments arguments,
                NameEvent& event) {
  if (!rule.owner) return true;
  const Address owner = address_of(arguments[*rule.owner]);
  if (is_zero(owner)) {
    if (rule.owner_zero) event.status = rule.owner_zero;
    return !rule.skip_owner_zero;
  }
  if (is_one_of(registry.bridges, owner)) {
    event.status = NameStatus::unknown;
  } else if (!is_one_of(registry.custodians, owner)) {
    event.holder = to_text(owner);
  }
  return true;
}

void read_manager(const RegistryDescription& registry, const EventRule& rule, Arguments arguments,
                  NameEvent& event) {
  if (!rule.manager) return;
  const Address manager = address_of(arguments[*rule.manager]);
  if (is_zero(manager) && rule.owner_zero) event.status = rule.owner_zero;
  if (!is_one_of(registry.custodians, manager))
    event.detail.manager = is_zero(manager) ? "" : to_text(manager);
}

/// A name that never lapses has the time 0.
std::optional<Timestamp> read_expiry(AbiValue word) {
  const std::uint64_t seconds = std::min(to_uint64(word).value_or(last_second), last_second);
  return seconds == 0 ? std::nullopt : from_unix(seconds);
}

void read_times(const EventRule& rule, Arguments arguments, NameEvent& event) {
  event.expires_at = rule.expires_at;
  if (rule.expires) event.expires_at = read_expiry(arguments[*rule.expires]);
  const bool below = event.place && event.place->depth > 2;
  const bool counts = !event.detail.fuses || (*event.detail.fuses & parent_cannot_control) != 0;
  if (rule.expires_below && below && counts) event.expires_at = read_expiry(arguments[*rule.expires_below]);
  if (rule.registers) event.registered_at = event.evidence.time;
}

}  // namespace

std::string_view read_identity(const RegistryDescription& registry, const EventRule& rule,
                               Arguments arguments, NameEvent& event) {
  std::string_view fault;
  const bool by_label = rule.label || rule.labelhash;
  if (by_label) fault = read_label(registry, rule, arguments, event);
  if (rule.name) fault = read_name(arguments[*rule.name], event);
  if (rule.dns_name) fault = read_dns_name(arguments[*rule.dns_name], event);
  if (!fault.empty() || !rule.node) return fault;
  const NameKey logged = key_of(arguments[*rule.node]);
  const bool spelled = by_label || rule.name || rule.dns_name;
  if (spelled && logged != event.key) return "the name does not have the hash it is logged under";
  event.key = logged;
  return "";
}

bool read_facts(const RegistryDescription& registry, const EventRule& rule, Arguments arguments,
                NameEvent& event) {
  event.status = rule.status;
  if (rule.ends_token) event.holder = "";
  if (rule.own_records) event.detail.resolver = "";
  if (!read_owner(registry, rule, arguments, event)) return false;
  read_manager(registry, rule, arguments, event);
  // The names of a known parent are tokens of a contract described here: its events say what becomes of them.
  if (rule.parent && event.place && event.place->depth > 1) event.status.reset();
  if (rule.resolver) {
    const Address resolver = address_of(arguments[*rule.resolver]);
    event.detail.resolver = is_zero(resolver) ? "" : to_text(resolver);
  }
  if (rule.fuses) {
    event.detail.fuses =
        static_cast<std::uint32_t>(to_uint64(arguments[*rule.fuses]).value_or(0) & 0xffffffff);
  } else if (rule.ends_token) {
    event.detail.fuses = 0;
  }
  read_times(rule, arguments, event);
  return true;
}

}  // namespace splitroot::collectors::evm
