#pragma once
#include <cstddef>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace splitroot {

/// RFC 4180 from a stream, a record at a time: any of LF and CRLF, quoted fields with line breaks inside, a
/// byte order mark at the start. Records are capped, so that an unclosed quote cannot eat the memory.
class CsvReader {
 public:
  static constexpr std::size_t longest_record = 1 << 20;

  /// `origin` names the file in errors.
  CsvReader(std::istream& in, std::string origin);

  /// The next record; nullopt at the end. An error names line and column (both from 1).
  Result<std::optional<std::vector<std::string>>> next();

  /// Line on which the last record began.
  std::size_t line() const { return record_line_; }

  const std::string& origin() const { return origin_; }

  Error error_at(std::size_t column, std::string_view what) const;

 private:
  void skip_byte_order_mark();
  Result<bool> read_field(std::string& field);
  Result<bool> read_quoted(std::string& field);
  bool end_of_field(int c);

  std::istream& in_;
  std::string origin_;
  std::size_t line_ = 1;
  std::size_t column_ = 1;
  std::size_t record_line_ = 0;
  std::size_t record_size_ = 0;
};

/// A CSV with a header: columns by name (letter case and surrounding blanks ignored).
class CsvTable {
 public:
  /// Reads records until one holds every column of `required` (so remarks before the header are passed over,
  /// at most forty records). The error says which columns were sought and what was found.
  static Result<CsvTable> open(std::istream& in, std::string origin,
                               const std::vector<std::string>& required);

  /// False at the end. A record with another number of fields than the header is an error with its line.
  Result<bool> next();

  /// The field of the current record; empty when the file has no such column.
  std::string_view operator[](std::string_view column) const;
  bool has(std::string_view column) const;

  std::size_t line() const { return reader_.line(); }

  /// An input error at the column named `column` of the current record.
  Error error(std::string_view column, std::string_view what) const;

  /// `# key: value` lines before the header.
  std::string_view remark(std::string_view key) const;

 private:
  CsvTable(CsvReader reader) : reader_(std::move(reader)) {}
  std::optional<std::size_t> index(std::string_view column) const;

  CsvReader reader_;
  std::vector<std::string> header_;
  std::vector<std::string> record_;
  std::vector<std::pair<std::string, std::string>> remarks_;
};

}  // namespace splitroot
