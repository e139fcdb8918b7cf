#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/rule_file.hpp"

namespace splitroot::alerts {

/// A value from outside, in quotes, fit to be shown, and not too long.
std::string in_quotes(std::string_view text);

/// Reads the fields of one table; a wrong type or an absent field is a complaint and an empty value.
class Fields {
 public:
  Fields(const FileTable& table, Complaints& complaints) : table_(table), complaints_(complaints) {}

  /// Complains of every other key.
  void only(const std::vector<std::string_view>& allowed);
  void required(std::string_view key, std::string_view hint);

  bool has(std::string_view key) const { return table_.find(key) != nullptr; }
  std::string text(std::string_view key);
  std::vector<ListedText> list(std::string_view key);

  /// Every word of a closed list, each once.
  template <class Word, class Parse>
  std::vector<Word> words(std::string_view key, Parse parse, const std::string& allowed) {
    std::vector<Word> out;
    for (const ListedText& item : list(key)) {
      const std::optional<Word> word = parse(item.text);
      if (!word) {
        complain(item.line,
                 std::string{key} + ": unknown word " + in_quotes(item.text) + "; allowed: " + allowed);
      } else if (std::find(out.begin(), out.end(), *word) == out.end()) {
        out.push_back(*word);
      }
    }
    return out;
  }

  /// Line of a field; of the table where it has no such field.
  std::size_t line(std::string_view key) const;

  void complain(std::size_t line, std::string what) { complaints_.add(line, std::move(what)); }
  void complain_of(std::string_view key, std::string_view what) {
    complain(line(key), std::string{key} + std::string{what});
  }

 private:
  const FileTable& table_;
  Complaints& complaints_;
};

}  // namespace splitroot::alerts
