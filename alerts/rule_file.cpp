#include "alerts/rule_file.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <optional>

#include "core/display.hpp"

namespace splitroot::alerts {
namespace {

constexpr std::size_t largest_file = 4U << 20;

std::size_t line_of(const toml::node& node) { return node.source().begin.line; }

std::string type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array with other things than strings";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "an integer";
    case toml::node_type::floating_point:
      return "a float";
    case toml::node_type::boolean:
      return "a boolean";
    default:
      return "a date or time";
  }
}

FieldValue field_value(const toml::node& node) {
  const std::size_t line = line_of(node);
  if (const auto* text = node.as_string()) return {line, text->get()};
  const auto* array = node.as_array();
  const bool only_strings =
      array != nullptr &&
      std::all_of(array->begin(), array->end(), [](const toml::node& item) { return item.is_string(); });
  if (!only_strings) return {line, OtherType{type_name(node)}};
  std::vector<ListedText> list;
  for (const toml::node& item : *array) list.push_back({item.as_string()->get(), line_of(item)});
  return {line, std::move(list)};
}

FileTable file_table(std::string_view kind, const toml::table& table) {
  FileTable out{std::string{kind}, line_of(table), {}};
  for (const auto& [key, node] : table) {
    FieldValue value = field_value(node);
    value.line = key.source().begin.line;
    out.fields.emplace_back(std::string{key.str()}, std::move(value));
  }
  return out;
}

void read_array(std::string_view kind, const toml::node& node, std::vector<FileTable>& tables,
                Complaints& complaints) {
  const auto* array = node.as_array();
  if (array == nullptr) {
    return complaints.add(line_of(node), std::string{kind} + " must be an array of tables: write [[" +
                                             std::string{kind} + "]]");
  }
  for (const toml::node& item : *array) {
    if (const auto* table = item.as_table()) {
      tables.push_back(file_table(kind, *table));
    } else {
      complaints.add(line_of(item), "[[" + std::string{kind} + "]] must be a table, not " + type_name(item));
    }
  }
}

std::string_view nth_line(std::string_view text, std::size_t line) {
  while (--line > 0) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

/// The parser quotes what it stumbled over; near a secret that could be the secret.
std::string syntax_complaint(std::string_view toml, const toml::parse_error& error) {
  const std::size_t line = error.source().begin.line;
  for (std::size_t near = line > 1 ? line - 1 : 1; near <= line + 1; ++near) {
    if (nth_line(toml, near).find("secret") != std::string_view::npos) {
      return "not valid TOML (this is near a secret, so nothing is quoted here)";
    }
  }
  return "not valid TOML: " + terminal_text(error.description());
}

}  // namespace

const FieldValue* FileTable::find(std::string_view key) const {
  const auto found =
      std::find_if(fields.begin(), fields.end(), [key](const auto& field) { return field.first == key; });
  return found == fields.end() ? nullptr : &found->second;
}

Error Complaints::error() const {
  auto sorted = list_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string message;
  for (const auto& [line, what] : sorted) {
    if (!message.empty()) message += '\n';
    message += origin_ + (line == 0 ? "" : ":" + std::to_string(line)) + ": " + what;
  }
  return input_error(std::move(message));
}

namespace {

std::optional<toml::table> parsed(std::string_view toml, Complaints& complaints) {
  try {
    return toml::parse(toml);
  } catch (const toml::parse_error& error) {
    complaints.add(error.source().begin.line, syntax_complaint(toml, error));
    return std::nullopt;
  }
}

}  // namespace

std::vector<FileTable> read_tables(std::string_view toml, Complaints& complaints) {
  std::vector<FileTable> tables;
  if (toml.size() > largest_file) {
    complaints.add(0, "more than 4 MiB: this is no rule file");
    return tables;
  }
  const auto root = parsed(toml, complaints);
  if (!root) return tables;
  for (const auto& [key, node] : *root) {
    if (key == "rule" || key == "webhook") {
      read_array(key.str(), node, tables, complaints);
    } else {
      complaints.add(key.source().begin.line, "unknown key '" + display_text(key.str().substr(0, 60)) +
                                                  "' outside of a table; allowed: [[rule]], [[webhook]]");
    }
  }
  return tables;
}

}  // namespace splitroot::alerts
