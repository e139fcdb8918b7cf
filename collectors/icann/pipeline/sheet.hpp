#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/icann/pipeline/rules.hpp"
#include "core/result.hpp"
#include "core/time.hpp"

namespace splitroot::collectors::pipeline {

/// Caps of a list of applications; 2012 had 1,930 of them.
constexpr std::size_t largest_text = 64U << 20;   ///< octets
constexpr std::size_t longest_field = 64U << 10;  ///< octets
constexpr std::size_t longest_title = 200;        ///< octets
constexpr std::size_t most_columns = 500;
constexpr std::size_t most_rows = 100'000;

/// One value of a row. JSON has no line and column of it: there they are the number of the entry, and 0.
struct Cell {
  std::size_t title = 0;  ///< index in Sheet::titles
  std::string text;       ///< UTF-8 without NUL, as found but for blanks around it
  std::size_t line = 0;
  std::size_t column = 0;  ///< from 1, in octets
};

struct SheetRow {
  std::size_t line = 0;     ///< JSON: the number of the entry, from 1
  std::vector<Cell> cells;  ///< at most one of each title; JSON leaves out what an entry does not have
};

/// A list as read from CSV or JSON: what both have in common.
struct Sheet {
  std::string origin;  ///< names the file in errors
  bool is_json = false;
  std::vector<std::string> titles;  ///< as found; of nested JSON joined by dots
  std::vector<SheetRow> rows;
  std::map<std::string, std::string> remarks;  ///< `key: value` before the header, or beside the list in JSON

  /// An input error on a row, or on its value of one title. `file.csv:12:4: column 'A-Label': what`;
  /// `file.json: entry 12: 'aLabel': what`.
  Error error(const SheetRow& row, std::string_view what) const;
  Error error(const SheetRow& row, std::size_t title, std::string_view what) const;
};

/// What makes a record a header: of each group at least one field has a column.
struct Requirements {
  const Aliases& aliases;
  std::vector<std::vector<std::string_view>> groups;
};

/// How a record fares as a header.
struct HeaderFit {
  std::size_t known = 0;  ///< columns that are known
  std::vector<std::string>
      missing;  ///< `application_id, applicant or standing`, for each group without a column
};
HeaderFit fit(const std::vector<std::string>& titles, const Requirements& wanted);

/// `no column for string; found: Name, Status (schemas/pipeline/columns.csv has the names known)`.
std::string missing_columns(const std::vector<std::string>& titles, const Requirements& wanted);

/// Reads a list. CSV: comma, semicolon or tab, whichever makes a header; a byte order mark, CRLF and up to
/// forty lines before the header are passed over. JSON: an array of objects, or an object that holds one such
/// array, itself or in a member. Errors (input) name the place; nothing of a list with an error is returned.
Result<Sheet> read_sheet(std::string_view text, const std::string& origin, const Requirements& wanted);

/// When the list was so: as told, or as a remark of it says that has a name of the field `as_of`. Else an
/// error that asks for `--as-of`.
Result<Timestamp> date_of(const Sheet& sheet, const Aliases& aliases, std::optional<Timestamp> as_of);

// Its two halves, for text that is UTF-8 without NUL, without its byte order mark.
Result<Sheet> read_csv_sheet(std::string_view text, const std::string& origin, const Requirements& wanted);
Result<Sheet> read_json_sheet(std::string_view text, const std::string& origin, const Requirements& wanted);

}  // namespace splitroot::collectors::pipeline
