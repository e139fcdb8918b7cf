#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/result.hpp"

namespace splitroot::collectors::evm {

/// Where in a file something stands, both from 1.
struct TomlPlace {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  auto operator<=>(const TomlPlace&) const = default;
};

struct TomlNode;
using TomlList = std::vector<TomlNode>;
using TomlMap = std::map<std::string, TomlNode, std::less<>>;

/// A TOML value that remembers its place. Floats and dates, which descriptions do not use, are `monostate`.
struct TomlNode {
  TomlPlace place;
  std::variant<std::monostate, std::string, std::int64_t, bool, TomlList, TomlMap> value;
};

/// A syntax error: the parser stops at the first.
struct TomlSyntaxError {
  TomlPlace place;
  std::string what;
};

/// Parses TOML 1.0; the root is a map. Keeps toml++ out of every other unit.
std::variant<TomlNode, TomlSyntaxError> parse_toml(std::string_view text);

}  // namespace splitroot::collectors::evm
