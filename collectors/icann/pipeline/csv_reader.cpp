#include "collectors/icann/pipeline/csv_reader.hpp"

#include "collectors/icann/pipeline/sheet.hpp"

namespace splitroot::collectors::pipeline {

bool has_backslash_quotes(std::string_view text) {
  constexpr std::string_view ends = "\",;\t\r\n ";
  for (auto at = text.find("\\\""); at != std::string_view::npos; at = text.find("\\\"", at + 2)) {
    if (at + 2 < text.size() && ends.find(text[at + 2]) == std::string_view::npos) return true;
  }
  return false;
}

Error CsvRecords::error_at(const CsvCell& cell, std::string_view what) const {
  return input_error(origin_ + ":" + std::to_string(cell.line) + ":" + std::to_string(cell.column) + ": " +
                     std::string{what});
}

void CsvRecords::skip_line_end() {
  if (at_end() || !is_line_end(peek())) return;
  at_ += peek() == '\r' && peek(1) == '\n' ? 2 : 1;
  ++line_;
  line_start_ = at_;
}

void CsvRecords::skip_blanks() {
  while (peek() == ' ' || (peek() == '\t' && dialect_.delimiter != '\t')) ++at_;
}

/// True when a field may end before `at`: there is a delimiter, a line end or the end, perhaps after blanks.
bool CsvRecords::ends_field(std::size_t at) const {
  while (at < text_.size() && text_[at] == ' ') ++at;
  return at == text_.size() || text_[at] == dialect_.delimiter || is_line_end(text_[at]);
}

/// Moves one octet of a quoted field over.
void CsvRecords::take(CsvCell& cell) {
  const char c = text_[at_++];
  cell.text += c;
  if (c == '\n' || (c == '\r' && peek() != '\n')) {
    ++line_;
    line_start_ = at_;
  }
}

/// From behind the opening quote to the end of the field.
Result<void> CsvRecords::read_quoted(CsvCell& cell) {
  while (!at_end()) {
    if (cell.text.size() > longest_field)
      return error_at(cell, "a field of more than 65536 octets (a quote that is never closed?)");
    const bool escaped = dialect_.has_backslashes && peek() == '\\' && peek(1) == '"';
    const bool doubled = peek() == '"' && peek(1) == '"';
    if (escaped || doubled) {
      ++at_;
      take(cell);
    } else if (peek() != '"') {
      take(cell);
    } else if (ends_field(at_ + 1)) {
      ++at_;
      skip_blanks();
      return {};
    } else {
      return input_error(origin_ + ":" + std::to_string(line_) + ":" + std::to_string(at_ - line_start_ + 1) +
                         ": text after the closing quote of a field");
    }
  }
  return error_at(cell, "a quoted field is never closed");
}

Result<void> CsvRecords::read_field(CsvCell& cell) {
  cell.line = line_;
  cell.column = at_ - line_start_ + 1;
  const std::size_t start = at_;
  skip_blanks();
  if (peek() == '"') {
    ++at_;
    return read_quoted(cell);
  }
  at_ = start;
  while (!at_end() && peek() != dialect_.delimiter && !is_line_end(peek())) ++at_;
  if (at_ - start > longest_field) return error_at(cell, "a field of more than 65536 octets");
  cell.text = text_.substr(start, at_ - start);
  return {};
}

Result<std::optional<std::vector<CsvCell>>> CsvRecords::next() {
  using Record = std::optional<std::vector<CsvCell>>;
  while (!at_end()) {
    std::vector<CsvCell> record;
    bool more = true;
    while (more) {
      if (record.size() > most_columns) return error_at(record.back(), "a record of more than 500 fields");
      if (auto read = read_field(record.emplace_back()); !read) return read.error();
      more = !at_end() && peek() == dialect_.delimiter;
      if (more) ++at_;
    }
    skip_line_end();
    const bool is_blank =
        record.size() == 1 && record.front().text.find_first_not_of(" \t") == std::string::npos;
    if (!is_blank) return Record{std::move(record)};
  }
  return Record{};
}

}  // namespace splitroot::collectors::pipeline
