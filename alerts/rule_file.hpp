#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "alerts/rules.hpp"
#include "core/result.hpp"

namespace splitroot::alerts {

/// What parse_rules and from_records check: tables of strings and lists of strings, each with its line
/// (0: from the store, which has no lines).
struct ListedText {
  std::string text;
  std::size_t line = 0;
};

struct OtherType {
  std::string name;  ///< `an integer`, `an array with other things than strings`
};

struct FieldValue {
  std::size_t line = 0;
  std::variant<std::string, std::vector<ListedText>, OtherType> value;
};

struct FileTable {
  std::string kind;  ///< `rule` or `webhook`
  std::size_t line = 0;
  std::vector<std::pair<std::string, FieldValue>> fields;

  const FieldValue* find(std::string_view key) const;
};

/// The errors of one file, in the order of their lines.
class Complaints {
 public:
  explicit Complaints(std::string origin) : origin_(std::move(origin)) {}

  void add(std::size_t line, std::string what) { list_.emplace_back(line, std::move(what)); }
  bool empty() const { return list_.empty(); }
  const std::string& origin() const { return origin_; }

  /// All of them as one error, `origin:line: what` each.
  Error error() const;

 private:
  std::string origin_;
  std::vector<std::pair<std::size_t, std::string>> list_;
};

/// TOML text as tables. What is no table of ours is added to `complaints`.
std::vector<FileTable> read_tables(std::string_view toml, Complaints& complaints);

/// Checked and resolved; whatever is wrong is added to `complaints`.
RuleSet build_rules(const std::vector<FileTable>& tables, Complaints& complaints);

}  // namespace splitroot::alerts
