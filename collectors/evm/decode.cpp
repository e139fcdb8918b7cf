#include "collectors/evm/decode.hpp"

#include "collectors/evm/decode_name.hpp"
#include "collectors/evm/decode_record.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors::evm {
namespace {

/// Nodes remembered as passed over: a name's first events follow one another closely.
constexpr std::size_t most_passed_over = 20'000;

using Arguments = std::array<AbiValue, EventSignature::most_parameters>;

Malformed malformed(const Log& log, std::string_view reason) {
  return {"block " + std::to_string(log.block) + ", tx " + to_hex0x(view(log.tx)) + ", log " +
              std::to_string(log.index),
          std::string{reason}, raw_text(log), log.block};
}

std::string shown(AbiType type, AbiValue value) {
  if (type == AbiType::address) return to_text(address_of(value));
  if (type == AbiType::boolean) return value.back() == 0 ? "false" : "true";
  const auto number = is_unsigned(type) ? to_uint64(value) : std::nullopt;
  return number ? std::to_string(*number) : to_hex0x(value);
}

/// The notice's own words and what the event says: `a controller was removed: controller 0x…`.
std::string notice_text(const EventRule& rule, std::span<const AbiValue> arguments) {
  std::string text = rule.notice;
  for (std::size_t i = 0; i < rule.signature.parameters.size(); ++i) {
    const AbiParameter& parameter = rule.signature.parameters[i];
    text += (i == 0 ? ": " : ", ") + parameter.name + " " + shown(parameter.type, arguments[i]);
  }
  return text;
}

}  // namespace

const EventRule* LogDecoder::rule_of(const Log& log) const {
  const Contract* contract = registry_.find(log.address);
  if (contract != nullptr && log.block > contract->to_block.value_or(log.block)) return nullptr;
  if (const auto found = followed_.find(log.address); contract == nullptr && found != followed_.end()) {
    contract = found->second;
  }
  const EventRule* rule = contract == nullptr ? nullptr : find_event(*contract, log.topic[0]);
  for (const Contract& anywhere : registry_.contracts) {
    if (rule != nullptr) break;
    if (anywhere.where == Contract::Where::any_address) rule = find_event(anywhere, log.topic[0]);
  }
  return rule;
}

bool LogDecoder::follow(const Log& log, Decodings& out) {
  const Factory* factory = registry_.factory(log.address, log.topic[0]);
  if (factory == nullptr) return false;
  Arguments arguments;
  const auto undecodable = decode_event(factory->signature, log.topics(), log.data, arguments);
  if (undecodable.empty()) {
    followed_[address_of(arguments[factory->contract])] = registry_.find(factory->follow);
  } else {
    out.malformed.push_back(malformed(log, undecodable));
  }
  return true;
}

bool LogDecoder::passed_over(const EventRule& rule, const NameEvent& event) {
  const bool by_node = rule.node && !rule.under && !rule.parent && !rule.name && !rule.dns_name;
  if (by_node) return passed_over_.contains(event.key);
  const auto parent = event.place ? event.place->parent.value_or(NameKey{}) : event.parent;
  if (!parent || !registry_.ignore_parents.contains(*parent)) return false;
  if (passed_over_.size() >= most_passed_over) passed_over_.clear();
  passed_over_.insert(event.key);
  return true;
}

void LogDecoder::read_names(const EventRule& rule, std::span<const AbiValue> arguments, NameEvent event,
                            const Log& log, Decodings& out) {
  const auto contradiction = read_identity(registry_, rule, arguments, event);
  if (!contradiction.empty()) return out.malformed.push_back(malformed(log, contradiction));
  if (rule.record) {
    RecordEvent record;
    const auto fault = read_record(registry_, *rule.record, rule.signature, arguments, record);
    if (fault == not_kept) return;
    if (!fault.empty()) return out.malformed.push_back(malformed(log, fault));
    record.key = event.key;
    record.resolver = rule.record->in_registry ? "" : to_text(log.address);
    record.evidence = std::move(event.evidence);
    return out.records.push_back(std::move(record));
  }
  if (passed_over(rule, event) || !read_facts(registry_, rule, arguments, event)) return;
  out.events.push_back(std::move(event));
}

void LogDecoder::read(const Log& log, Timestamp block_time, Decodings& out) {
  if (follow(log, out)) return;
  const EventRule* rule = rule_of(log);
  if (rule == nullptr) return;
  Arguments arguments;
  const auto undecodable = decode_event(rule->signature, log.topics(), log.data, arguments);
  if (!undecodable.empty()) return out.malformed.push_back(malformed(log, undecodable));
  NameEvent event;
  event.evidence = Evidence{registry_.chain, log.block, to_hex0x(view(log.tx)), block_time};
  if (!rule->notice.empty()) {
    return out.notices.push_back({notice_text(*rule, arguments), std::move(event.evidence)});
  }
  const bool list = rule->node && is_dynamic(rule->signature.parameters[*rule->node].type);
  if (!list) return read_names(*rule, arguments, std::move(event), log, out);
  for (AbiValue nodes = arguments[*rule->node]; !nodes.empty(); nodes.remove_prefix(32)) {
    arguments[*rule->node] = nodes.substr(0, 32);
    read_names(*rule, arguments, event, log, out);
  }
}

std::string raw_text(const Log& log) {
  std::string text;
  for (const Hash256& topic : log.topics()) text += to_hex0x(view(topic)) + " ";
  return text + to_hex0x(log.data);
}

}  // namespace splitroot::collectors::evm
