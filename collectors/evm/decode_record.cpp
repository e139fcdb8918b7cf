#include "collectors/evm/decode_record.hpp"

#include <algorithm>

#include "collectors/evm/dns_name.hpp"
#include "core/display.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors::evm {
namespace {

/// The type is part of a key of the database; anyone may log a longer one.
constexpr std::size_t longest_type = 512;

void append(std::string& type, std::string_view part) {
  if (!type.empty()) type += '.';
  type += part;
}

/// The octets of a record; nullopt when there are none, which is how resolvers delete.
std::optional<std::string> value_of(AbiType type, AbiValue value) {
  if (type == AbiType::address) value.remove_prefix(12);
  const bool none = std::all_of(value.begin(), value.end(), [](char c) { return c == 0; });
  if (value.empty() || (!is_dynamic(type) && none)) return std::nullopt;
  return std::string{value};
}

std::string key_text(AbiType type, AbiValue value) {
  if (type == AbiType::string) return display_text(value);
  const auto number = to_uint64(value);
  return number ? std::to_string(*number) : to_hex0x(value);
}

}  // namespace

std::string_view read_record(const RegistryDescription& registry, const RecordRule& rule,
                             const EventSignature& signature, std::span<const AbiValue> arguments,
                             RecordEvent& record) {
  record.clears = rule.clears;
  if (rule.clears) return "";
  record.type = rule.type;
  if (rule.key) {
    const AbiType type = signature.parameters[*rule.key].type;
    if (type == AbiType::string && !registry.keeps(arguments[*rule.key])) return not_kept;
    if (arguments[*rule.key].size() > longest_type) return "the record's key is too long";
    append(record.type, key_text(type, arguments[*rule.key]));
  }
  if (rule.name) {
    const auto name = parse_dns_name(arguments[*rule.name]);
    if (!name) return "the record's name is not in DNS wire format";
    append(record.type, display_label(name->label));
    if (!name->suffix.empty()) append(record.type, display_text(name->suffix));
  }
  if (record.type.size() > longest_type) return "the record's name is too long";
  if (rule.value) record.value = value_of(signature.parameters[*rule.value].type, arguments[*rule.value]);
  return "";
}

}  // namespace splitroot::collectors::evm
