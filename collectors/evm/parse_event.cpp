#include "collectors/evm/parse_event.hpp"

#include <algorithm>

#include "collectors/evm/description.hpp"

namespace splitroot::collectors::evm {
namespace {

std::optional<NameStatus> to_status(TomlTable& table, std::string_view key, const std::string& word) {
  const auto status = parse_word<NameStatus>(word);
  if (!status) table.fault(key, "'" + word + "' is none of " + word_list<NameStatus>());
  return status;
}

void read_owner_zero(TomlTable& table, EventRule& rule) {
  const auto word = table.text("owner_zero");
  if (!word) return;
  if (!rule.owner && !rule.manager) table.fault("owner_zero", "needs an owner or a manager");
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
  rule.parent = role("parent", {AbiType::bytes32, AbiType::uint256});
  rule.node = role("node", {AbiType::bytes32, AbiType::uint256, AbiType::uint256_list});
  rule.name = role("name", {AbiType::string, AbiType::bytes});
  rule.dns_name = role("dns_name", {AbiType::bytes});
  rule.owner = role("owner", {AbiType::address});
  rule.manager = role("manager", {AbiType::address});
  rule.resolver = role("resolver", {AbiType::address});
  rule.fuses = role("fuses", {AbiType::uint32, AbiType::uint96, AbiType::uint16, AbiType::uint256});
  const auto times = {AbiType::uint256, AbiType::uint64, AbiType::uint32};
  rule.expires = role("expires", times);
  rule.expires_below = role("expires_below", times);
}

void read_fixed_expiry(TomlTable& table, EventRule& rule) {
  const auto text = table.text("expires_at");
  if (!text) return;
  rule.expires_at = parse_time(*text);
  if (!rule.expires_at) table.fault("expires_at", "'" + *text + "' is no time such as 2020-05-04T00:00:00Z");
}

constexpr std::array<std::string_view, 5> record_words = {"record", "record_key", "record_name",
                                                          "record_value", "clears_records"};

/// A key that is a text is whatever a holder writes there: only an allow-list says which are kept.
void read_record(TomlTable& table, EventRule& rule) {
  RecordRule record;
  record.type = table.text("record").value_or("");
  const auto role = [&](std::string_view key, std::initializer_list<AbiType> types) {
    return read_role(table, rule.signature, key, types);
  };
  record.key = role("record_key", {AbiType::uint256, AbiType::uint64, AbiType::uint32, AbiType::uint16,
                                   AbiType::uint8, AbiType::string});
  record.name = role("record_name", {AbiType::bytes});
  record.value = role("record_value", {AbiType::address, AbiType::bytes32, AbiType::string, AbiType::bytes});
  record.clears = table.flag("clears_records");
  record.in_registry = table.flag("records_in_registry");
  if (std::none_of(record_words.begin(), record_words.end(), [&](auto key) { return table.has(key); })) {
    rule.own_records = record.in_registry;
    return;
  }
  const bool typed = table.has("record") || table.has("record_key");
  if (record.clears && (typed || table.has("record_name") || table.has("record_value"))) {
    table.fault("clears_records", "stands alone: every record of the name is void");
  }
  if (!record.clears && !typed) table.fault("record", "is missing: the type of the record, or record_key");
  rule.record = record;
}

/// Exactly one way to say which name it is.
void check_identity(TomlTable& table, const EventRule& rule) {
  const bool by_label = table.has("label") || table.has("labelhash");
  const int ways = (by_label ? 1 : 0) + (table.has("name") ? 1 : 0) + (table.has("dns_name") ? 1 : 0);
  if (ways == 0 && !table.has("node")) {
    table.fault("signature",
                "say which argument identifies the name: label, labelhash, node, name or dns_name");
  }
  if (ways > 1) table.fault("signature", "label/labelhash, name and dns_name exclude one another");
  const bool list = rule.node && rule.signature.parameters[*rule.node].type == AbiType::uint256_list;
  if (list && ways > 0) table.fault("node", "a list of nodes stands alone");
  if (by_label && !rule.under && !table.has("parent")) {
    table.fault("signature", "label and labelhash need 'under', the parent's name, or 'parent', its node");
  }
  if (!by_label && rule.under) table.fault("under", "is of use with label or labelhash only");
  if (!by_label && table.has("parent")) table.fault("parent", "is of use with label or labelhash only");
  if (rule.under && table.has("parent")) table.fault("parent", "under and parent exclude one another");
}

/// A notice tells of the registry, not of a name.
void read_notice(TomlTable& table, EventRule& rule) {
  rule.notice = table.text("notice").value_or("");
  if (table.has("notice")) {
    table.only("notice", {"signature", "notice"});
  } else {
    check_identity(table, rule);
  }
}

}  // namespace

EventSignature read_signature(TomlTable& table) {
  const std::string text = table.required_text("signature");
  if (text.empty()) return {};
  auto parsed = parse_signature(text);
  if (parsed) return std::move(*parsed);
  table.fault("signature", parsed.error().message);
  return {};
}

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

EventRule read_event(TomlTable& table) {
  EventRule rule;
  rule.signature = read_signature(table);
  read_roles(table, rule);
  read_fixed_expiry(table, rule);
  read_record(table, rule);
  if (const auto parent = table.text("under")) rule.under = place_under(*parent);
  if (const auto word = table.text("status")) rule.status = to_status(table, "status", *word);
  read_owner_zero(table, rule);
  rule.ends_token = table.flag("ends_token");
  rule.registers = table.flag("registers");
  read_notice(table, rule);
  return rule;
}

}  // namespace splitroot::collectors::evm
