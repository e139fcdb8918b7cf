#pragma once
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evm/toml_tree.hpp"

namespace splitroot::collectors::evm {

/// Everything wrong with one file, a line each, with its place.
class TomlFaults {
 public:
  explicit TomlFaults(std::string_view origin) : origin_(origin) {}
  void add(TomlPlace place, std::string_view what);
  /// All of them in the order of the file, `file:line:column: what`; empty when there is none.
  std::string message() const;

 private:
  std::string origin_;
  std::multimap<TomlPlace, std::string> faults_;
};

/// One table, read key by key. `finish` reports the keys that were never asked for.
class TomlTable {
 public:
  /// `title` names the table in messages: `[[contract]]`. Precondition: `node` holds a map.
  TomlTable(TomlFaults& faults, const TomlNode& node, std::string_view title)
      : faults_(faults), place_(node.place), map_(std::get<TomlMap>(node.value)), title_(title) {}

  /// The value of `key`; a fault is reported where it has another type, nullopt where it is absent.
  std::optional<std::string> text(std::string_view key);
  std::optional<std::uint64_t> number(std::string_view key);
  bool flag(std::string_view key);
  std::vector<std::string> texts(std::string_view key);
  void table(std::string_view key, const std::function<void(TomlTable&)>& read);

  void tables(std::string_view key, const std::function<void(TomlTable&)>& read);

  /// As above, and a fault where it is absent.
  std::string required_text(std::string_view key);
  std::uint64_t required_number(std::string_view key);
  void required_tables(std::string_view key, const std::function<void(TomlTable&)>& read);

  bool has(std::string_view key) const { return map_.contains(key); }
  /// Reports a fault at the value of `key`, or at the table where it has none.
  void fault(std::string_view key, std::string_view what);
  /// Reports every key but `allowed`: what stands beside `key` has no meaning there.
  void only(std::string_view key, std::initializer_list<std::string_view> allowed);
  void finish();

 private:
  const TomlNode* find(std::string_view key);
  void read_inner(const TomlNode& node, std::string title, const std::function<void(TomlTable&)>& read);

  TomlFaults& faults_;
  TomlPlace place_;
  const TomlMap& map_;
  std::string title_;
  std::set<std::string, std::less<>> asked_;
};

}  // namespace splitroot::collectors::evm
