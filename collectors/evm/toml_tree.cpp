#include "collectors/evm/toml_tree.hpp"

#include <toml++/toml.h>

namespace splitroot::collectors::evm {
namespace {

TomlPlace place_of(const toml::source_region& region) {
  return {std::max(1U, region.begin.line), std::max(1U, region.begin.column)};
}

TomlNode to_node(const toml::node& node) {
  TomlNode out{place_of(node.source()), {}};
  if (const auto* text = node.as_string()) out.value = text->get();
  if (const auto* number = node.as_integer()) out.value = number->get();
  if (const auto* flag = node.as_boolean()) out.value = flag->get();
  if (const auto* array = node.as_array()) {
    TomlList list;
    for (const toml::node& item : *array) list.push_back(to_node(item));
    out.value = std::move(list);
  }
  if (const auto* table = node.as_table()) {
    TomlMap map;
    for (const auto& [key, value] : *table) map.emplace(key.str(), to_node(value));
    out.value = std::move(map);
  }
  return out;
}

}  // namespace

std::variant<TomlNode, TomlSyntaxError> parse_toml(std::string_view text) {
  try {
    return to_node(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return TomlSyntaxError{place_of(error.source()), std::string{error.description()}};
  }
}

}  // namespace splitroot::collectors::evm
