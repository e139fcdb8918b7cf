#include "alerts/rule_file.hpp"
#include "alerts/rules.hpp"
#include "alerts/topic.hpp"
#include "core/json.hpp"

namespace splitroot::alerts {
namespace {

template <class Items, class Spell>
void put_list(JsonWriter& out, std::string_view key, const Items& items, Spell spell) {
  out.Key(key.data(), static_cast<rapidjson::SizeType>(key.size()));
  out.StartArray();
  for (const auto& item : items) {
    const std::string word{spell(item)};
    out.String(word.data(), static_cast<rapidjson::SizeType>(word.size()));
  }
  out.EndArray();
}

std::string rule_json(const Rule& rule) {
  const auto itself = [](const std::string& word) { return word; };
  const auto spelled = [](auto word) { return text(word); };
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  put(out, "name", rule.name);
  put_list(out, "on", rule.on, spelled);
  put_list(out, "strings", rule.strings, [](const WatchedString& string) { return string.text(); });
  put_list(out, "namespaces", rule.namespaces, itself);
  put_list(out, "classes", rule.classes, spelled);
  put_list(out, "levels", rule.levels, spelled);
  put(out, "min_severity", text(rule.min_severity));
  put_list(out, "to", rule.to, itself);
  out.EndObject();
  return std::string{text_of(buffer)};
}

std::string webhook_json(const Webhook& webhook) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  put(out, "name", webhook.name);
  put(out, "url", webhook.url);
  if (webhook.secret_file.empty()) {
    put(out, "secret", webhook.secret.reveal());
  } else {
    put(out, "secret_file", webhook.secret_file);
  }
  out.EndObject();
  return std::string{text_of(buffer)};
}

FieldValue field_value(const rapidjson::Value& value) {
  if (value.IsString()) return {0, std::string{text_of(value)}};
  if (!value.IsArray()) return {0, OtherType{"something else"}};
  std::vector<ListedText> list;
  for (const auto& item : value.GetArray()) {
    if (!item.IsString()) return {0, OtherType{"an array with other things than strings"}};
    list.push_back({std::string{text_of(item)}, 0});
  }
  return {0, std::move(list)};
}

Result<FileTable> stored_table(const RuleRecord& record) {
  FileTable table{record.name.substr(0, record.name.find(':')), 0, {}};
  if (table.kind != "rule" && table.kind != "webhook")
    return input_error(record.name + ": no rule and no webhook");
  const auto document = parse_json(record.json, record.name);
  if (!document) return document.error();
  if (!document->IsObject()) return input_error(record.name + ": not a JSON object");
  for (const auto& field : document->GetObject()) {
    table.fields.emplace_back(std::string{text_of(field.name)}, field_value(field.value));
  }
  return table;
}

}  // namespace

std::vector<RuleRecord> to_records(const RuleSet& set) {
  std::vector<RuleRecord> records;
  for (const Rule& rule : set.rules) records.push_back({"rule:" + rule.name, rule_json(rule)});
  for (const Webhook& webhook : set.webhooks)
    records.push_back({"webhook:" + webhook.name, webhook_json(webhook)});
  return records;
}

Result<RuleSet> from_records(std::span<const RuleRecord> records) {
  Complaints complaints{"stored rules"};
  std::vector<FileTable> tables;
  for (const RuleRecord& record : records) {
    auto table = stored_table(record);
    if (!table) {
      complaints.add(0, table.error().message);
    } else {
      tables.push_back(std::move(*table));
    }
  }
  RuleSet set = build_rules(tables, complaints);
  if (complaints.empty()) return set;
  complaints.add(0, "apply the rule file again: splitroot rules apply FILE");
  return complaints.error();
}

}  // namespace splitroot::alerts
