#include "collectors/evm/toml_table.hpp"

#include <algorithm>

namespace splitroot::collectors::evm {

void TomlFaults::add(TomlPlace place, std::string_view what) {
  faults_.emplace(place, origin_ + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
                             ": " + std::string{what});
}

std::string TomlFaults::message() const {
  std::string out;
  for (const auto& [place, line] : faults_) out += (out.empty() ? "" : "\n") + line;
  return out;
}

const TomlNode* TomlTable::find(std::string_view key) {
  asked_.emplace(key);
  const auto found = map_.find(key);
  return found == map_.end() ? nullptr : &found->second;
}

void TomlTable::fault(std::string_view key, std::string_view what) {
  const auto found = map_.find(key);
  const TomlPlace place = found == map_.end() ? place_ : found->second.place;
  faults_.add(place, title_ + " " + std::string{key} + ": " + std::string{what});
}

std::optional<std::string> TomlTable::text(std::string_view key) {
  const TomlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = std::get_if<std::string>(&node->value);
  if (value != nullptr && !value->empty()) return *value;
  fault(key, "must be a text, not empty");
  return std::nullopt;
}

std::optional<std::uint64_t> TomlTable::number(std::string_view key) {
  const TomlNode* node = find(key);
  if (node == nullptr) return std::nullopt;
  const auto* value = std::get_if<std::int64_t>(&node->value);
  if (value != nullptr && *value >= 0) return static_cast<std::uint64_t>(*value);
  fault(key, "must be a whole number, not negative");
  return std::nullopt;
}

bool TomlTable::flag(std::string_view key) {
  const TomlNode* node = find(key);
  if (node == nullptr) return false;
  if (const auto* value = std::get_if<bool>(&node->value)) return *value;
  fault(key, "must be true or false");
  return false;
}

std::vector<std::string> TomlTable::texts(std::string_view key) {
  std::vector<std::string> out;
  const TomlNode* node = find(key);
  if (node == nullptr) return out;
  const auto* list = std::get_if<TomlList>(&node->value);
  if (list == nullptr) fault(key, "must be a list of texts");
  for (const TomlNode& item : list != nullptr ? *list : TomlList{}) {
    const auto* value = std::get_if<std::string>(&item.value);
    if (value != nullptr && !value->empty()) {
      out.push_back(*value);
    } else {
      faults_.add(item.place, title_ + " " + std::string{key} + ": must be a text, not empty");
    }
  }
  return out;
}

void TomlTable::read_inner(const TomlNode& node, std::string title,
                           const std::function<void(TomlTable&)>& read) {
  if (!std::holds_alternative<TomlMap>(node.value))
    return faults_.add(node.place, title + ": must be a table");
  TomlTable inner{faults_, node, title};
  read(inner);
  inner.finish();
}

void TomlTable::table(std::string_view key, const std::function<void(TomlTable&)>& read) {
  if (const TomlNode* node = find(key)) read_inner(*node, "[" + std::string{key} + "]", read);
}

void TomlTable::required_tables(std::string_view key, const std::function<void(TomlTable&)>& read) {
  if (!has(key)) fault(key, "is missing");
  tables(key, read);
}

void TomlTable::tables(std::string_view key, const std::function<void(TomlTable&)>& read) {
  const TomlNode* node = find(key);
  if (node == nullptr) return;
  const std::string title = "[[" + std::string{key} + "]]";
  const auto* list = std::get_if<TomlList>(&node->value);
  if (list == nullptr || list->empty()) return fault(key, "must be one or more " + title + " tables");
  for (const TomlNode& item : *list) read_inner(item, title, read);
}

std::string TomlTable::required_text(std::string_view key) {
  if (!has(key)) fault(key, "is missing");
  return text(key).value_or("");
}

std::uint64_t TomlTable::required_number(std::string_view key) {
  if (!has(key)) fault(key, "is missing");
  return number(key).value_or(0);
}

void TomlTable::only(std::string_view key, std::initializer_list<std::string_view> allowed) {
  for (const auto& [other, node] : map_) {
    if (std::find(allowed.begin(), allowed.end(), other) == allowed.end() && asked_.contains(other)) {
      faults_.add(node.place, title_ + " " + other + ": has no meaning beside " + std::string{key});
    }
  }
}

void TomlTable::finish() {
  std::string known;
  for (const std::string& key : asked_) known += (known.empty() ? "" : ", ") + key;
  for (const auto& [key, node] : map_) {
    if (!asked_.contains(key)) {
      faults_.add(node.place, title_ + " " + key + ": unknown key; known here: " + known);
    }
  }
}

}  // namespace splitroot::collectors::evm
