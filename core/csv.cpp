#include "core/csv.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/label.hpp"

namespace splitroot {
namespace {

constexpr int most_records_before_header = 40;

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) out += ", ";
    out += display_text(word.substr(0, 60));
    if (out.size() > 300) return out + ", …";
  }
  return out;
}

/// `# key: value` as a pair; nullopt for anything else.
std::optional<std::pair<std::string, std::string>> parse_remark(const std::vector<std::string>& record) {
  if (record.empty() || !record.front().starts_with('#')) return std::nullopt;
  std::string text;
  for (const std::string& field : record) text += (text.empty() ? "" : ",") + field;
  const auto colon = text.find(':');
  if (colon == std::string::npos) return std::pair{std::string{}, text};
  return std::pair{lower_ascii(trimmed(std::string_view{text}.substr(1, colon - 1))),
                   std::string{trimmed(std::string_view{text}.substr(colon + 1))}};
}

}  // namespace

CsvReader::CsvReader(std::istream& in, std::string origin) : in_(in), origin_(std::move(origin)) {
  skip_byte_order_mark();
}

void CsvReader::skip_byte_order_mark() {
  if (in_.peek() != 0xef) return;
  char mark[3] = {};
  in_.read(mark, 3);
}

Error CsvReader::error_at(std::size_t column, std::string_view what) const {
  return input_error(origin_ + ":" + std::to_string(line_) + ":" + std::to_string(column) + ": " +
                     std::string{what});
}

bool CsvReader::end_of_field(int c) {
  if (c == '\r' && in_.peek() == '\n') in_.get();
  if (c == '\n' || c == '\r') {
    ++line_;
    column_ = 1;
  }
  return c == ',';
}

/// Reads one field; the result says whether another follows in this record.
Result<bool> CsvReader::read_field(std::string& field) {
  if (in_.peek() == '"') return read_quoted(field);
  for (;;) {
    const int c = in_.get();
    if (c == std::istream::traits_type::eof()) return false;
    ++column_;
    if (c == ',' || c == '\n' || c == '\r') return end_of_field(c);
    if (++record_size_ > longest_record) return error_at(column_, "a record of more than 1 MiB");
    field.push_back(static_cast<char>(c));
  }
}

Result<bool> CsvReader::read_quoted(std::string& field) {
  const std::size_t start = column_;
  const std::size_t start_line = line_;
  in_.get();
  ++column_;
  for (;;) {
    int c = in_.get();
    ++column_;
    if (c == std::istream::traits_type::eof()) {
      return input_error(origin_ + ":" + std::to_string(start_line) + ":" + std::to_string(start) +
                         ": a quoted field is never closed");
    }
    if (c == '"') {
      c = in_.get();
      ++column_;
      if (c == std::istream::traits_type::eof()) return false;
      if (c == ',' || c == '\n' || c == '\r') return end_of_field(c);
      if (c != '"') return error_at(column_ - 1, "text after the closing quote of a field");
    } else if (c == '\n') {
      ++line_;
      column_ = 1;
    }
    if (++record_size_ > longest_record)
      return error_at(start, "a record of more than 1 MiB (unclosed quote?)");
    field.push_back(static_cast<char>(c));
  }
}

Result<std::optional<std::vector<std::string>>> CsvReader::next() {
  using Record = std::optional<std::vector<std::string>>;
  record_size_ = 0;
  for (;;) {
    if (in_.peek() == std::istream::traits_type::eof()) {
      if (in_.bad()) return error_at(column_, "the file cannot be read any further");
      return Record{};
    }
    record_line_ = line_;
    std::vector<std::string> record;
    bool more = true;
    while (more) {
      auto read = read_field(record.emplace_back());
      if (!read) return read.error();
      more = *read;
    }
    const bool blank = record.size() == 1 && trimmed(record.front()).empty();
    if (!blank) return Record{std::move(record)};
  }
}

Result<CsvTable> CsvTable::open(std::istream& in, std::string origin,
                                const std::vector<std::string>& required) {
  CsvTable table{CsvReader{in, origin}};
  std::vector<std::string> first_seen;
  for (int i = 0; i < most_records_before_header; ++i) {
    auto record = table.reader_.next();
    if (!record) return record.error();
    if (!*record) break;
    if (auto remark = parse_remark(**record)) {
      table.remarks_.push_back(std::move(*remark));
      continue;
    }
    table.header_.clear();
    for (const std::string& field : **record) table.header_.push_back(lower_ascii(trimmed(field)));
    if (first_seen.empty() || table.header_.size() > first_seen.size()) first_seen = table.header_;
    if (std::all_of(required.begin(), required.end(), [&](const auto& name) { return table.has(name); })) {
      return table;
    }
  }
  return input_error(origin + ":1:1: no header with the columns " + joined(required) +
                     "; found: " + (first_seen.empty() ? "an empty file" : joined(first_seen)));
}

Result<bool> CsvTable::next() {
  for (;;) {
    auto record = reader_.next();
    if (!record) return record.error();
    if (!*record) return false;
    if (parse_remark(**record) && (*record)->size() != header_.size()) continue;
    if ((*record)->size() != header_.size()) {
      return input_error(reader_.origin() + ":" + std::to_string(line()) +
                         ":1: " + std::to_string((*record)->size()) + " fields where the header has " +
                         std::to_string(header_.size()));
    }
    record_ = std::move(**record);
    return true;
  }
}

std::optional<std::size_t> CsvTable::index(std::string_view column) const {
  const auto found = std::find(header_.begin(), header_.end(), column);
  if (found == header_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - header_.begin());
}

bool CsvTable::has(std::string_view column) const { return index(column).has_value(); }

std::string_view CsvTable::operator[](std::string_view column) const {
  const auto at = index(column);
  return at && *at < record_.size() ? std::string_view{record_[*at]} : std::string_view{};
}

Error CsvTable::error(std::string_view column, std::string_view what) const {
  std::size_t offset = 1;
  for (std::size_t i = 0; i < index(column).value_or(0) && i < record_.size(); ++i)
    offset += record_[i].size() + 1;
  return input_error(reader_.origin() + ":" + std::to_string(line()) + ":" + std::to_string(offset) +
                     ": column '" + std::string{column} + "': " + std::string{what});
}

std::string_view CsvTable::remark(std::string_view key) const {
  for (const auto& [name, value] : remarks_) {
    if (name == key) return value;
  }
  return {};
}

}  // namespace splitroot
