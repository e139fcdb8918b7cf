#include "collectors/evm/decode.hpp"

#include <algorithm>

#include "collectors/evm/dns_name.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors::evm {
namespace {

/// 9999-12-31T23:59:59Z, the calendar's end: ENS sells names for longer.
constexpr std::uint64_t last_second = 253402300799;

using Arguments = std::array<AbiValue, EventSignature::most_parameters>;

NameKey key_of(AbiValue word) { return {hash_of_bytes(word)}; }

/// Each `read_…` fills the event from one way of naming; the reason when the log contradicts itself.
std::string_view read_label(const EventRule& rule, const Arguments& arguments, NameEvent& event) {
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
  }
  event.place = *rule.under;
  event.key = child_node(*rule.under->parent, hash);
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

std::string_view read_identity(const EventRule& rule, const Arguments& arguments, NameEvent& event) {
  std::string_view fault;
  const bool spelled = rule.under || rule.name || rule.dns_name;
  if (rule.under) fault = read_label(rule, arguments, event);
  if (rule.name) fault = read_name(arguments[*rule.name], event);
  if (rule.dns_name) fault = read_dns_name(arguments[*rule.dns_name], event);
  if (!fault.empty() || !rule.node) return fault;
  const NameKey logged = key_of(arguments[*rule.node]);
  if (spelled && logged != event.key) return "the name does not have the hash it is logged under";
  event.key = logged;
  return "";
}

bool is_one_of(const std::vector<Address>& addresses, const Address& address) {
  return std::find(addresses.begin(), addresses.end(), address) != addresses.end();
}

/// False when the rule says to pass the event over.
bool read_owner(const RegistryDescription& registry, const EventRule& rule, const Arguments& arguments,
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

std::optional<Timestamp> read_expiry(AbiValue word) {
  return from_unix(std::min(to_uint64(word).value_or(last_second), last_second));
}

Malformed malformed(const Log& log, std::string_view reason) {
  return {"block " + std::to_string(log.block) + ", tx " + to_hex0x(view(log.tx)) + ", log " +
              std::to_string(log.index),
          std::string{reason}, raw_text(log)};
}

}  // namespace

Decoded decode_log(const RegistryDescription& registry, const EventRule& rule, const Log& log,
                   Timestamp block_time) {
  Arguments arguments;
  const auto undecodable = decode_event(rule.signature, log.topics(), log.data, arguments);
  if (!undecodable.empty()) return malformed(log, undecodable);
  NameEvent event;
  const auto contradiction = read_identity(rule, arguments, event);
  if (!contradiction.empty()) return malformed(log, contradiction);
  event.status = rule.status;
  if (!read_owner(registry, rule, arguments, event)) return {};
  if (rule.expires) event.expires_at = read_expiry(arguments[*rule.expires]);
  if (rule.registers) event.registered_at = block_time;
  event.evidence = Evidence{registry.chain, log.block, to_hex0x(view(log.tx)), block_time};
  return event;
}

std::string raw_text(const Log& log) {
  std::string text;
  for (const Hash256& topic : log.topics()) text += to_hex0x(view(topic)) + " ";
  return text + to_hex0x(log.data);
}

}  // namespace splitroot::collectors::evm
