#include "collectors/iana/root_db.hpp"

#include <algorithm>
#include <sstream>

#include "collectors/files/csv_fields.hpp"
#include "collectors/files/list_reading.hpp"
#include "collectors/files/tld_label.hpp"
#include "collectors/iana/root_db_page.hpp"
#include "core/display.hpp"
#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t fewest_rows = 1000;
const std::string source = "iana-root-db";

/// A word as IANA's types are: `generic`, `country-code`, `generic-restricted`.
bool is_type(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

bool is_gone(std::string_view manager) {
  const std::string lower = lower_ascii(manager);
  return lower == "not assigned" || lower == "retired";
}

/// What is wrong with a row, and in which of its columns.
struct Wrong {
  const char* column;
  std::string reason;
};

/// The row as an entry. `wrong` says what is wrong when there is none.
std::optional<StandingEntry> entry_of(const RootDbRow& row, Wrong& wrong) {
  auto ldh = to_tld(row.a_label);
  if (!ldh) {
    wrong = {"a_label", ldh.error().message};
    return std::nullopt;
  }
  if (auto agrees = check_u_label(row.display, *ldh); !agrees) {
    wrong = {"display", agrees.error().message};
    return std::nullopt;
  }
  if (!is_type(row.type)) {
    wrong = {"type", "'" + display_text(row.type) + "' is no type such as generic or country-code"};
    return std::nullopt;
  }
  if (row.manager.empty()) {
    wrong = {"manager", "empty, where even what is gone is \"Not assigned\" or \"Retired\""};
    return std::nullopt;
  }
  StandingEntry entry;
  entry.ldh = std::move(*ldh);
  entry.standing = is_gone(row.manager) ? Standing::retired : Standing::delegated;
  entry.detail = {{"type", row.type}, {"manager", row.manager}};
  return entry;
}

/// The current record; its texts are checked.
Result<RootDbRow> row_of(const CsvTable& table) {
  RootDbRow row;
  row.line = table.line();
  const std::pair<const char*, std::string*> fields[] = {
      {"a_label", &row.a_label}, {"display", &row.display}, {"type", &row.type}, {"manager", &row.manager}};
  for (const auto& [column, field] : fields) {
    auto text = text_field(table, column);
    if (!text) return text.error();
    *field = std::move(*text);
  }
  return row;
}

Result<std::vector<StandingEntry>> read_table(CsvTable& table) {
  std::vector<StandingEntry> entries;
  FirstLines first;
  for (;;) {
    const auto more = table.next();
    if (!more) return more.error();
    if (!*more) return entries;
    const auto row = row_of(table);
    if (!row) return row.error();
    Wrong wrong{};
    auto entry = entry_of(*row, wrong);
    if (!entry) return table.error(wrong.column, wrong.reason);
    if (auto added = first.add(entry->ldh, row->line); !added) {
      return table.error("a_label", added.error().message);
    }
    entries.push_back(std::move(*entry));
  }
}

Result<StandingBatch> parse_table(std::string_view text, const std::string& origin_name,
                                  std::optional<Timestamp> as_of) {
  std::istringstream in{std::string{text}};
  auto table = CsvTable::open(in, origin_name, {"a_label", "display", "type", "manager"});
  if (!table) return table.error();
  if (auto cut = cut_off(text, origin_name)) return std::move(*cut);
  const auto date = told_date(*table, origin_name, as_of);
  if (!date) return date.error();
  auto entries = read_table(*table);
  if (!entries) return entries.error();
  if (entries->empty())
    return error_at_line(origin_name, table->line(), "a header and no row: the file was cut off");
  return file_batch(source, *date, to_date(*date), text, std::move(*entries));
}

Result<std::vector<StandingEntry>> read_page(std::string_view text, const std::string& origin_name) {
  const auto rows = root_db_rows(text, origin_name);
  if (!rows) return rows.error();
  std::vector<StandingEntry> entries;
  FirstLines first;
  for (const RootDbRow& row : *rows) {
    Wrong wrong{};
    auto entry = entry_of(row, wrong);
    if (!entry) return error_at_line(origin_name, row.line, std::string{wrong.column} + ": " + wrong.reason);
    if (auto added = first.add(entry->ldh, row.line); !added) {
      return error_at_line(origin_name, row.line, added.error().message);
    }
    entries.push_back(std::move(*entry));
  }
  return entries;
}

Result<StandingBatch> parse_page(std::string_view text, const std::string& origin_name,
                                 std::optional<Timestamp> as_of, RootZoneRules rules) {
  if (!as_of) return undated(origin_name);
  auto entries = read_page(text, origin_name);
  if (!entries) return entries.error();
  const bool too_few = entries->size() < fewest_rows && !rules.accept_small;
  if (entries->empty() || too_few) {
    return error_at_line(origin_name, 1,
                         "only " + std::to_string(entries->size()) +
                             " rows, where the root zone database has more than a thousand: another page, or "
                             "one whose shape has changed");
  }
  return file_batch(source, *as_of, to_date(*as_of), text, std::move(*entries));
}

}  // namespace

Result<StandingBatch> parse_root_db(std::string_view text, std::string origin_name,
                                    std::optional<Timestamp> as_of, RootZoneRules rules) {
  constexpr std::string_view blanks_and_mark = " \t\r\n\xef\xbb\xbf";
  const auto start = text.find_first_not_of(blanks_and_mark);
  if (start != std::string_view::npos && text[start] == '<') {
    return parse_page(text, origin_name, as_of, rules);
  }
  return parse_table(text, origin_name, as_of);
}

}  // namespace splitroot::collectors
