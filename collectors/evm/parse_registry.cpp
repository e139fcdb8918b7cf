#include <algorithm>

#include "collectors/evm/description.hpp"
#include "collectors/evm/parse_event.hpp"
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

/// Where the contract stands; one of the three must be said.
void read_where(TomlTable& table, Contract& contract) {
  const bool any = table.flag("any_address");
  const bool follow = table.flag("follow");
  if (any || follow) {
    contract.where = any ? Contract::Where::any_address : Contract::Where::follow;
    if (any && follow) table.fault("follow", "any_address and follow exclude one another");
    if (table.has("address")) table.fault("address", "has no place beside any_address or follow");
  } else if (const std::string text = table.required_text("address"); !text.empty()) {
    contract.address = to_address_or_fault(table, "address", text).value_or(Address{});
  }
}

/// Whoever likes may log these topics: what they say of names would be anybody's word.
void check_any_address(TomlTable& table, const Contract& contract, const EventRule& rule) {
  if (contract.where != Contract::Where::any_address) return;
  if (!rule.record) table.fault("signature", "an event of any_address may tell of records only");
  if (table.has("records_in_registry")) table.fault("records_in_registry", "has no place beside any_address");
}

Contract read_contract(TomlTable& table) {
  Contract contract;
  contract.title = table.required_text("title");
  read_where(table, contract);
  contract.from_block = table.required_number("from_block");
  contract.to_block = table.number("to_block");
  if (contract.to_block && *contract.to_block < contract.from_block)
    table.fault("to_block", "lies before from_block");
  table.required_tables("event", [&](TomlTable& inner) {
    EventRule rule = read_event(inner);
    if (!rule.signature.name.empty() && find_event(contract, rule.signature.topic0) != nullptr) {
      inner.fault("signature", "this contract already has an event with the same topic");
    }
    check_any_address(inner, contract, rule);
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

bool has_free_key(const EventRule& rule) {
  return rule.record && rule.record->key &&
         rule.signature.parameters[*rule.record->key].type == AbiType::string;
}

void read_contracts(TomlTable& table, RegistryDescription& registry) {
  table.required_tables("contract", [&](TomlTable& inner) {
    Contract contract = read_contract(inner);
    if (!is_zero(contract.address) && registry.find(contract.address) != nullptr) {
      inner.fault("address", "another contract has the same address");
    }
    if (!contract.title.empty() && registry.find(contract.title) != nullptr) {
      inner.fault("title", "another contract has the same title");
    }
    if (contract.from_block < registry.start_block) inner.fault("from_block", "lies before start_block");
    if (registry.record_keys.empty() &&
        std::any_of(contract.events.begin(), contract.events.end(), has_free_key)) {
      inner.fault("event", "a record_key that is a text needs the registry's record_keys: which are kept");
    }
    registry.contracts.push_back(std::move(contract));
  });
}

void check_follow(TomlTable& table, const RegistryDescription& registry, const std::string& title) {
  const Contract* contract = registry.find(title);
  if (contract == nullptr) return table.fault("follow", "no contract is called '" + title + "'");
  if (contract->where != Contract::Where::follow)
    table.fault("follow", "the contract '" + title + "' does not say follow = true");
}

void read_factories(TomlTable& table, RegistryDescription& registry) {
  table.tables("factory", [&](TomlTable& inner) {
    Factory factory;
    factory.title = inner.required_text("title");
    if (const std::string text = inner.required_text("address"); !text.empty()) {
      factory.address = to_address_or_fault(inner, "address", text).value_or(Address{});
    }
    factory.signature = read_signature(inner);
    if (!inner.has("contract")) inner.fault("contract", "is missing");
    factory.contract = read_role(inner, factory.signature, "contract", {AbiType::address}).value_or(0);
    factory.follow = inner.required_text("follow");
    if (!factory.follow.empty()) check_follow(inner, registry, factory.follow);
    const Contract* same = registry.find(factory.address);
    if (same != nullptr && find_event(*same, factory.signature.topic0) != nullptr) {
      inner.fault("signature", "a contract has this event already");
    }
    registry.factories.push_back(std::move(factory));
  });
  for (const Contract& contract : registry.contracts) {
    const auto announces = [&](const Factory& factory) { return factory.follow == contract.title; };
    if (contract.where == Contract::Where::follow &&
        std::none_of(registry.factories.begin(), registry.factories.end(), announces)) {
      table.fault("contract", "no factory announces the contract '" + contract.title + "'");
    }
  }
}

/// `.` is the root.
std::set<NameKey> read_ignored(TomlTable& table) {
  std::set<NameKey> nodes;
  for (const std::string& name : table.texts("ignore_parents"))
    nodes.insert(name == "." ? NameKey{} : namehash(name));
  return nodes;
}

void keep_places(RegistryDescription& registry) {
  const auto keep = [&](const Place& place) { registry.places.emplace(*place.parent, place); };
  for (const std::string& tld : registry.tlds) keep(place_under(tld));
  for (const Contract& contract : registry.contracts) {
    for (const EventRule& rule : contract.events) {
      if (rule.under) keep(*rule.under);
    }
  }
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
  registry.ignore_parents = read_ignored(table);
  registry.record_keys = table.texts("record_keys");
  if (const auto days = table.number("quiet_days")) {
    if (*days == 0 || *days > 36'500) table.fault("quiet_days", "is a number of days from 1 to 36500");
    registry.quiet_days = std::chrono::days{static_cast<int>(std::min<std::uint64_t>(*days, 36'500))};
  }
  table.table("lapse", [&](TomlTable& inner) { registry.lapse = read_lapse(inner); });
  read_contracts(table, registry);
  read_factories(table, registry);
  keep_places(registry);
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
