#include <algorithm>
#include <array>

#include "alerts/rules.hpp"
#include "alerts/topic.hpp"
#include "core/display.hpp"
#include "core/json.hpp"
#include "core/utf8.hpp"
#include "net/http.hpp"

namespace splitroot::alerts {
namespace {

constexpr std::size_t columns = 8;
using Row = std::array<std::string, columns>;

template <class Items, class Spell>
std::string joined(const Items& items, Spell spell) {
  std::string out;
  for (const auto& item : items) out += (out.empty() ? "" : " ") + std::string{spell(item)};
  return out;
}

Row row_of(const Rule& rule) {
  const auto itself = [](const std::string& word) { return word; };
  const auto spelled = [](auto word) { return text(word); };
  return {rule.name,
          joined(rule.on, spelled),
          joined(rule.strings, [](const WatchedString& string) { return string.text(); }),
          joined(rule.namespaces, itself),
          joined(rule.classes, spelled),
          joined(rule.levels, spelled),
          std::string{text(rule.min_severity)},
          joined(rule.to, itself)};
}

std::vector<Row> rows_of(const RuleSet& set) {
  std::vector<Row> rows{{"name", "on", "strings", "namespaces", "classes", "levels", "min_severity", "to"}};
  for (const Rule& rule : set.rules) rows.push_back(row_of(rule));
  return rows;
}

/// Code points; close enough to columns for names of rules.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

void append_table(std::string& out, const std::vector<Row>& rows, std::string_view empty) {
  std::array<std::size_t, columns> widths{};
  for (const Row& row : rows) {
    for (std::size_t i = 0; i < columns; ++i) widths[i] = std::max({widths[i], width(row[i]), empty.size()});
  }
  for (const Row& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < columns; ++i) {
      const std::string_view cell = row[i].empty() ? empty : std::string_view{row[i]};
      line += cell;
      line.append(widths[i] - width(cell) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += terminal_text(line) + "\n";
  }
}

std::string_view signed_with(const Webhook& webhook) {
  return webhook.secret_file.empty() ? std::string_view{"secret"} : std::string_view{webhook.secret_file};
}

void write_webhook(JsonWriter& out, const Webhook& webhook) {
  out.StartObject();
  put(out, "name", webhook.name);
  put(out, "url", net::shown_url(webhook.url));
  const bool in_file = !webhook.secret_file.empty();
  put(out, "secretFile", in_file ? std::optional{webhook.secret_file} : std::nullopt);
  out.EndObject();
}

}  // namespace

std::string rules_table(const RuleSet& set) {
  if (set.rules.empty()) return "no rules yet: splitroot rules apply FILE\n";
  std::string out;
  append_table(out, rows_of(set), "all");
  out += "\n";
  for (const Webhook& webhook : set.webhooks) {
    out += terminal_text("webhook:" + webhook.name + "  " + net::shown_url(webhook.url) + "  signed with " +
                         std::string{signed_with(webhook)}) +
           "\n";
  }
  return out;
}

std::string rules_json(const RuleSet& set) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  out.Key("rules");
  out.StartArray();
  for (const RuleRecord& record : to_records({set.rules, {}})) {
    out.RawValue(record.json.data(), record.json.size(), rapidjson::kObjectType);
  }
  out.EndArray();
  out.Key("webhooks");
  out.StartArray();
  for (const Webhook& webhook : set.webhooks) write_webhook(out, webhook);
  out.EndArray();
  out.EndObject();
  return std::string{text_of(buffer)};
}

std::string rules_csv(const RuleSet& set) {
  std::string out;
  for (const Row& row : rows_of(set)) {
    for (std::size_t i = 0; i < columns; ++i) out += (i == 0 ? "" : ",") + csv_field(row[i]);
    out += "\n";
  }
  return out;
}

}  // namespace splitroot::alerts
