#include "alerts/rule_fields.hpp"

#include "core/display.hpp"

namespace splitroot::alerts {
namespace {

std::string joined(const std::vector<std::string_view>& words) {
  std::string out;
  for (const auto word : words) out += (out.empty() ? "" : ", ") + std::string{word};
  return out;
}

std::string type_of(const FieldValue& field) {
  if (const auto* other = std::get_if<OtherType>(&field.value)) return other->name;
  return std::holds_alternative<std::string>(field.value) ? "a string" : "an array";
}

}  // namespace

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest_shown = 60;
  return "'" + display_text(text.substr(0, longest_shown)) + (text.size() > longest_shown ? "…'" : "'");
}

void Fields::only(const std::vector<std::string_view>& allowed) {
  for (const auto& [key, value] : table_.fields) {
    if (std::find(allowed.begin(), allowed.end(), key) != allowed.end()) continue;
    complain(value.line,
             "unknown key " + in_quotes(key) + " in [[" + table_.kind + "]]; allowed: " + joined(allowed));
  }
}

void Fields::required(std::string_view key, std::string_view hint) {
  if (has(key)) return;
  complain(table_.line, "[[" + table_.kind + "]] has no " + std::string{key} + "; " + std::string{hint});
}

std::string Fields::text(std::string_view key) {
  const FieldValue* field = table_.find(key);
  if (field == nullptr) return {};
  if (const auto* text = std::get_if<std::string>(&field->value)) return *text;
  complain(field->line, std::string{key} + " must be a string, not " + type_of(*field));
  return {};
}

std::vector<ListedText> Fields::list(std::string_view key) {
  const FieldValue* field = table_.find(key);
  if (field == nullptr) return {};
  if (const auto* list = std::get_if<std::vector<ListedText>>(&field->value)) return *list;
  complain(field->line, std::string{key} + " must be an array of strings, not " + type_of(*field));
  return {};
}

std::size_t Fields::line(std::string_view key) const {
  const FieldValue* field = table_.find(key);
  return field == nullptr ? table_.line : field->line;
}

}  // namespace splitroot::alerts
