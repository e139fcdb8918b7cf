#include <algorithm>

#include "collectors/icann/pipeline/csv_reader.hpp"
#include "collectors/icann/pipeline/sheet.hpp"
#include "collectors/icann/pipeline/words.hpp"

namespace splitroot::collectors::pipeline {
namespace {

constexpr std::size_t most_lines_before_header = 40;

struct Line {
  std::size_t offset;
  std::size_t number;
  std::string_view text;
};

/// The lines that may be the header, without those that are blank.
std::vector<Line> first_lines(std::string_view text) {
  std::vector<Line> lines;
  std::size_t at = 0;
  for (std::size_t number = 1; at < text.size() && lines.size() <= most_lines_before_header; ++number) {
    const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
    if (const auto line = text.substr(at, end - at); !trimmed(line).empty())
      lines.push_back({at, number, line});
    at = end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
  }
  return lines;
}

std::vector<std::string> titles_of(const std::vector<CsvCell>& record) {
  std::vector<std::string> titles;
  for (const CsvCell& cell : record) titles.emplace_back(trimmed(cell.text));
  return titles;
}

/// A record that is the header, or comes nearest to one.
struct Header {
  std::vector<std::string> titles;
  HeaderFit fit;
  CsvDialect dialect;
  std::size_t line = 0;  ///< index in the first lines
};

bool is_better(const Header& one, const Header& other) {
  const auto missing = one.fit.missing.size();
  if (missing != other.fit.missing.size()) return missing < other.fit.missing.size();
  if (one.fit.known != other.fit.known) return one.fit.known > other.fit.known;
  return one.titles.size() > other.titles.size();
}

/// The best record that begins on one line. A line that is no record under any delimiter is no header.
std::optional<Header> header_on(std::string_view text, const Line& line, const Requirements& wanted,
                                bool has_backslashes) {
  std::optional<Header> best;
  for (const char delimiter : {',', ';', '\t'}) {
    const CsvDialect dialect{delimiter, has_backslashes};
    const std::string nowhere;
    const auto record = CsvRecords{text, nowhere, dialect, line.offset, line.number}.next();
    if (!record || !*record) continue;
    Header header{titles_of(**record), {}, dialect, 0};
    header.fit = fit(header.titles, wanted);
    if (!best || is_better(header, *best)) best = std::move(header);
  }
  return best;
}

/// The first line that is a header; if none is, the one that comes nearest.
Result<Header> find_header(std::string_view text, const std::string& origin, const std::vector<Line>& lines,
                           const Requirements& wanted) {
  const bool has_backslashes = has_backslash_quotes(text);
  std::optional<Header> nearest;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto header = header_on(text, lines[i], wanted, has_backslashes);
    if (!header) continue;
    header->line = i;
    if (header->fit.missing.empty()) return std::move(*header);
    if (!nearest || is_better(*header, *nearest)) nearest = std::move(header);
  }
  const std::size_t line = nearest ? lines[nearest->line].number : 1;
  return input_error(origin + ":" + std::to_string(line) + ":1: " +
                     missing_columns(nearest ? nearest->titles : std::vector<std::string>{}, wanted));
}

/// `# As of: 2026-10-14;;;` as the key and the value of a remark.
void add_remark(std::map<std::string, std::string>& remarks, std::string_view line) {
  constexpr std::string_view around = " \t,;\"#";
  const auto colon = line.find_first_of(":,;\t=");
  if (colon == std::string_view::npos) return;
  std::string key = normalized(line.substr(0, colon));
  std::string_view value = line.substr(colon + 1);
  const auto first = value.find_first_not_of(around);
  if (key.empty() || first == std::string_view::npos) return;
  value = value.substr(first, value.find_last_not_of(around) - first + 1);
  remarks.emplace(std::move(key), value);
}

bool is_remark(const std::vector<CsvCell>& record, std::size_t columns) {
  return record.size() != columns && record.front().text.starts_with('#');
}

SheetRow row_of(std::vector<CsvCell> record) {
  SheetRow row{record.front().line, {}};
  for (std::size_t i = 0; i < record.size(); ++i)
    row.cells.push_back({i, std::string{trimmed(record[i].text)}, record[i].line, record[i].column});
  return row;
}

Result<void> read_rows(Sheet& sheet, CsvRecords& records) {
  for (;;) {
    auto record = records.next();
    if (!record) return record.error();
    if (!*record) return {};
    if (is_remark(**record, sheet.titles.size())) continue;
    const bool is_empty = std::all_of((*record)->begin(), (*record)->end(),
                                      [](const CsvCell& cell) { return trimmed(cell.text).empty(); });
    if (is_empty) continue;
    SheetRow row = row_of(std::move(**record));
    if (row.cells.size() != sheet.titles.size()) {
      return sheet.error(row, std::to_string(row.cells.size()) + " fields where the header has " +
                                  std::to_string(sheet.titles.size()));
    }
    if (sheet.rows.size() == most_rows)
      return sheet.error(row, "more than " + std::to_string(most_rows) + " rows");
    sheet.rows.push_back(std::move(row));
  }
}

}  // namespace

Result<Sheet> read_csv_sheet(std::string_view text, const std::string& origin, const Requirements& wanted) {
  const auto lines = first_lines(text);
  auto header = find_header(text, origin, lines, wanted);
  if (!header) return header.error();
  Sheet sheet;
  sheet.origin = origin;
  sheet.titles = std::move(header->titles);
  for (std::size_t i = 0; i < header->line; ++i) add_remark(sheet.remarks, lines[i].text);
  const Line& line = lines[header->line];
  CsvRecords records{text, origin, header->dialect, line.offset, line.number};
  if (auto passed = records.next(); !passed) return passed.error();
  if (auto read = read_rows(sheet, records); !read) return read.error();
  if (sheet.rows.empty())
    return input_error(origin + ":" + std::to_string(line.number) +
                       ":1: a header and no row: the file was cut off");
  return sheet;
}

}  // namespace splitroot::collectors::pipeline
