#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace splitroot::collectors::pipeline {

struct CsvCell {
  std::string text;
  std::size_t line = 1;
  std::size_t column = 1;  ///< in octets
};

/// How a text of records is written.
struct CsvDialect {
  char delimiter = ',';
  bool has_backslashes = false;  ///< a quote in a quoted field is `\"` too, as ICANN wrote until 2020
};

/// Whether a text has a quote behind a backslash where RFC 4180 allows none.
bool has_backslash_quotes(std::string_view text);

/// Records of RFC 4180 out of a text, with any delimiter and the place of every field, which core/csv.hpp
/// does not give. Blanks around a quoted field, and blank lines, are passed over.
class CsvRecords {
 public:
  /// Reads from `offset`, the start of line `line`. `text` and `origin` outlive the reader.
  CsvRecords(std::string_view text, const std::string& origin, CsvDialect dialect, std::size_t offset = 0,
             std::size_t line = 1)
      : text_(text), origin_(origin), dialect_(dialect), at_(offset), line_start_(offset), line_(line) {}

  /// The next record; nullopt at the end. An error names the place where the field begins.
  Result<std::optional<std::vector<CsvCell>>> next();

 private:
  bool at_end() const { return at_ == text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool is_line_end(char c) const { return c == '\n' || c == '\r'; }
  bool ends_field(std::size_t at) const;
  void skip_line_end();
  void skip_blanks();
  Result<void> read_field(CsvCell& cell);
  Result<void> read_quoted(CsvCell& cell);
  void take(CsvCell& cell);
  Error error_at(const CsvCell& cell, std::string_view what) const;

  std::string_view text_;
  const std::string& origin_;
  CsvDialect dialect_;
  std::size_t at_;
  std::size_t line_start_;
  std::size_t line_;
};

}  // namespace splitroot::collectors::pipeline
