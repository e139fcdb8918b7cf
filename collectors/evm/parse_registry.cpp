#include <algorithm>

#include "collectors/evm/description.hpp"
#include "collectors/evm/toml_table.hpp"

namespace splitroot::collectors::evm {
namespace {

bool is_slug(std::string_view word) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return std::all_of(word.begin(), word.end(), allowed) &&
         (word.empty() || (word.front() != '-' && word.back() != '-'));
}

std::string checked_slug(TomlTable& table, std::string_view key, std::string word) {
  if (!is_slug(word)) table.fault(key, "only a-z, 0-9 and inner hyphens are allowed");
  return word;
}

std::string slug(TomlTable& table, std::string_view key) {
  return checked_slug(table, key, table.required_text(key));
}

bool is_url(std::string_view text) { return text.starts_with("https://") || text.starts_with("http://"); }

std::vector<std::string> read_endpoints(TomlTable& table) {
  std::vector<std::string> endpoints = table.texts("endpoints");
  if (!std::all_of(endpoints.begin(), endpoints.end(), is_url)) {
    table.fault("endpoints", "every endpoint is an https:// or http:// URL");
  }
  return endpoints;
}

std::optional<Address> to_address_or_fault(TomlTable& table, std::string_view key, std::string_view text) {
  auto address = parse_address(text);
  if (!address) {
    table.fault(key, "'" + std::string{text} +
                         "' is no address: 0x and 40 hex digits, in one case or with the checksum of EIP-55");
  }
  return address;
}

std::vector<Address> read_addresses(TomlTable& table, std::string_view key) {
  std::vector<Address> addresses;
  for (const std::string& text : table.texts(key)) {
    if (const auto address = to_address_or_fault(table, key, text)) addresses.push_back(*address);
  }
  return addresses;
}

/// The parameter that plays the part `role`, checked to be one of `types`.
std::optional<std::size_t> read_role(TomlTable& table, const EventSignature& signature, std::string_view role,
                                     std::initializer_list<AbiType> types) {
  const auto name = table.text(role);
  if (!name || signature.parameters.empty()) return std::nullopt;
  const auto index = signature.find(*name);
  if (!index) {
    table.fault(role, "the event has no parameter '" + *name + "'");
    return std::nullopt;
  }
  const AbiParameter& parameter = signature.parameters[*index];
  if (std::find(types.begin(), types.end(), parameter.type) == types.end()) {
    std::string wanted;
    for (const AbiType type : types) wanted += (wanted.empty() ? "" : " or ") + std::string{text(type)};
    table.fault(role, "must be a " + wanted + ", '" + *name + "' is a " + std::string{text(parameter.type)});
  } else if (parameter.indexed && is_dynamic(parameter.type)) {
    table.fault(role, "'" + *name + "' is indexed: the log holds its hash alone");
  }
  return index;
}

std::optional<NameStatus> to_status(TomlTable& table, std::string_view key, const std::string& word) {
  const auto status = parse_word<NameStatus>(word);
  if (!status) table.fault(key, "'" + word + "' is none of " + word_list<NameStatus>());
  return status;
}

void read_owner_zero(TomlTable& table, EventRule& rule) {
  const auto word = table.text("owner_zero");
  if (!word) return;
  if (!rule.owner) table.fault("owner_zero", "needs an owner");
  if (*word == "ignore") {
    rule.skip_owner_zero = true;
  } else {
    rule.owner_zero = to_status(table, "owner_zero", *word);
  }
}

void read_roles(TomlTable& table, EventRule& rule) {
  const auto role = [&](std::string_view key, std::initializer_list<AbiType> types) {
    return read_role(table, rule.signature, key, types);
  };
  rule.label = role("label", {AbiType::string, AbiType::bytes});
  rule.labelhash = role("labelhash", {AbiType::bytes32, AbiType::uint256});
  rule.node = role("node", {AbiType::bytes32, AbiType::uint256});
  rule.name = role("name", {AbiType::string, AbiType::bytes});
  rule.dns_name = role("dns_name", {AbiType::bytes});
  rule.owner = role("owner", {AbiType::address});
  rule.expires = role("expires", {AbiType::uint256, AbiType::uint64, AbiType::uint32});
}

/// An event must say which name it is about, in one way.
void check_identity(TomlTable& table, const EventRule& rule) {
  const bool by_label = table.has("label") || table.has("labelhash");
  const int ways = (by_label ? 1 : 0) + (table.has("name") ? 1 : 0) + (table.has("dns_name") ? 1 : 0);
  if (ways == 0 && !table.has("node")) {
    table.fault("signature",
                "say which argument identifies the name: label, labelhash, node, name or dns_name");
  }
  if (ways > 1) table.fault("signature", "label/labelhash, name and dns_name exclude one another");
  if (by_label && !rule.under)
    table.fault("signature", "label and labelhash need 'under', the parent's name");
  if (!by_label && rule.under) table.fault("under", "is of use with label or labelhash only");
}

EventRule read_event(TomlTable& table) {
  EventRule rule;
  const std::string signature = table.required_text("signature");
  if (!signature.empty()) {
    auto parsed = parse_signature(signature);
    if (parsed) {
      rule.signature = std::move(*parsed);
    } else {
      table.fault("signature", parsed.error().message);
    }
  }
  read_roles(table, rule);
  if (const auto parent = table.text("under")) rule.under = place_under(*parent);
  if (const auto word = table.text("status")) rule.status = to_status(table, "status", *word);
  read_owner_zero(table, rule);
  rule.registers = table.flag("registers");
  check_identity(table, rule);
  return rule;
}

Contract read_contract(TomlTable& table) {
  Contract contract;
  contract.title = table.required_text("title");
  if (const std::string text = table.required_text("address"); !text.empty()) {
    contract.address = to_address_or_fault(table, "address", text).value_or(Address{});
  }
  contract.from_block = table.required_number("from_block");
  table.required_tables("event", [&](TomlTable& inner) {
    EventRule rule = read_event(inner);
    if (!rule.signature.name.empty() && find_event(contract, rule.signature.topic0) != nullptr) {
      inner.fault("signature", "this contract already has an event with the same topic");
    }
    contract.events.push_back(std::move(rule));
  });
  return contract;
}

Lapse read_lapse(TomlTable& table) {
  const auto days = [&](std::string_view key) {
    const auto value = table.number(key).value_or(0);
    if (value > 36'500) table.fault(key, "is more than a hundred years");
    return std::chrono::days{static_cast<int>(std::min<std::uint64_t>(value, 36'500))};
  };
  Lapse lapse;
  lapse.grace = days("grace_days");
  lapse.premium = days("premium_days");
  return lapse;
}

void read_contracts(TomlTable& table, RegistryDescription& registry) {
  table.required_tables("contract", [&](TomlTable& inner) {
    Contract contract = read_contract(inner);
    if (!is_zero(contract.address) && registry.find(contract.address) != nullptr) {
      inner.fault("address", "another contract has the same address");
    }
    if (contract.from_block < registry.start_block) inner.fault("from_block", "lies before start_block");
    registry.contracts.push_back(std::move(contract));
  });
}

RegistryDescription read_registry(TomlTable& table) {
  RegistryDescription registry;
  registry.id = slug(table, "id");
  registry.title = table.required_text("title");
  registry.ns = slug(table, "namespace");
  registry.home = checked_slug(table, "home", table.text("home").value_or(""));
  registry.chain = slug(table, "chain");
  registry.chain_id = table.required_number("chain_id");
  registry.endpoints = read_endpoints(table);
  registry.start_block = table.required_number("start_block");
  registry.tlds = table.texts("tlds");
  registry.custodians = read_addresses(table, "custodians");
  registry.bridges = read_addresses(table, "bridges");
  table.table("lapse", [&](TomlTable& inner) { registry.lapse = read_lapse(inner); });
  read_contracts(table, registry);
  return registry;
}

}  // namespace

Result<RegistryDescription> parse_registry(std::string_view toml, std::string_view origin) {
  const auto tree = parse_toml(toml);
  TomlFaults faults{origin};
  RegistryDescription registry;
  if (const auto* error = std::get_if<TomlSyntaxError>(&tree)) {
    faults.add(error->place, error->what);
  } else {
    TomlTable table{faults, std::get<TomlNode>(tree), "registry"};
    registry = read_registry(table);
    table.finish();
  }
  if (std::string message = faults.message(); !message.empty()) return input_error(std::move(message));
  return registry;
}

}  // namespace splitroot::collectors::evm
