#include <algorithm>
#include <charconv>
#include <sstream>

#include "collectors/files/csv_fields.hpp"
#include "collectors/files/list_reading.hpp"
#include "collectors/icann/magnitude_rows.hpp"
#include "core/display.hpp"
#include "core/label.hpp"
#include "core/utf8.hpp"

namespace splitroot::collectors {
namespace {

/// What the file calls its columns; empty where it has none of that kind.
struct Columns {
  std::string label;
  std::string rank;
  std::string magnitude;
  std::string clients;
  std::string queries;
};

/// The first of `names` that the table has.
std::string first_of(const CsvTable& table, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (table.has(name)) return name;
  }
  return {};
}

/// The error of a file whose header has none of the known shapes: `tried` is that of the last one.
Error no_header(const std::string& origin_name, const Error& tried) {
  constexpr std::string_view before_found = "; found: ";
  const auto found = tried.message.find(before_found);
  if (found == std::string::npos) return tried;
  return error_at_line(origin_name, 1,
                       "no header with a column tld or domain, and one of rank, source_rank and magnitude" +
                           tried.message.substr(found));
}

/// Opens the table at the first line that is a header of one of the known shapes. `in` outlives the table.
Result<CsvTable> open_table(std::istringstream& in, std::string_view text, const std::string& origin_name) {
  Error tried;
  for (const char* label : {"tld", "domain"}) {
    for (const char* order : {"source_rank", "rank", "magnitude"}) {
      in = std::istringstream{std::string{text}};
      auto table = CsvTable::open(in, origin_name, {label, order});
      if (table) return table;
      tried = table.error();
    }
  }
  return no_header(origin_name, tried);
}

Result<std::string> label_of(const CsvTable& table, const std::string& column) {
  const std::string_view field = table[column];
  if (field.empty()) return table.error(column, "an empty label");
  if (!is_valid_utf8(field)) return table.error(column, "'" + display_text(field) + "' is no UTF-8 text");
  return lower_ascii(field);
}

Result<std::optional<double>> magnitude_of(const CsvTable& table, const std::string& column) {
  using Magnitude = std::optional<double>;
  const std::string_view field = column.empty() ? std::string_view{} : table[column];
  if (field.empty()) return Magnitude{};
  double value = 0;
  const char* const end = field.data() + field.size();
  const auto [stop, failure] = std::from_chars(field.data(), end, value);
  const bool is_whole = failure == std::errc{} && stop == end;
  if (is_whole && check_magnitude(value)) return Magnitude{value};
  return table.error(column, "'" + display_text(field) + "' is no magnitude from 0 to 10");
}

Result<std::optional<bool>> delegated_of(const CsvTable& table) {
  using Delegated = std::optional<bool>;
  const std::string_view status = table["status"];
  if (status.empty()) return Delegated{};
  if (status == "delegated") return Delegated{true};
  if (status == "undelegated" || status == "special-use") return Delegated{false};
  return table.error("status",
                     "'" + display_text(status) + "' is none of delegated, undelegated, special-use");
}

Result<LeakageEntry> entry_of(const CsvTable& table, const Columns& columns) {
  LeakageEntry entry;
  auto label = label_of(table, columns.label);
  if (!label) return label.error();
  entry.label = std::move(*label);
  const std::pair<const std::string*, std::optional<std::uint64_t>*> numbers[] = {
      {&columns.rank, &entry.rank},
      {&columns.clients, &entry.unique_clients},
      {&columns.queries, &entry.query_volume}};
  for (const auto& [column, number] : numbers) {
    if (column->empty()) continue;
    const auto found = number_field(table, *column);
    if (!found) return found.error();
    *number = *found;
  }
  if (entry.rank == 0U) return table.error(columns.rank, "ranks begin with 1");
  const auto magnitude = magnitude_of(table, columns.magnitude);
  if (!magnitude) return magnitude.error();
  entry.magnitude = *magnitude;
  const auto delegated = delegated_of(table);
  if (!delegated) return delegated.error();
  entry.delegated = *delegated;
  return entry;
}

Result<std::vector<LeakageEntry>> entries_of(CsvTable& table, const Columns& columns) {
  std::vector<LeakageEntry> entries;
  FirstLines first;
  for (;;) {
    const auto more = table.next();
    if (!more) return more.error();
    if (!*more) return entries;
    auto entry = entry_of(table, columns);
    if (!entry) return entry.error();
    if (auto added = first.add(entry->label, table.line()); !added) {
      return table.error(columns.label, added.error().message);
    }
    entries.push_back(std::move(*entry));
  }
}

}  // namespace

Result<MagnitudeRows> read_magnitude_csv(std::string_view text, const std::string& origin_name,
                                         std::optional<Timestamp> as_of) {
  std::istringstream in;
  auto table = open_table(in, text, origin_name);
  if (!table) return table.error();
  if (auto cut = cut_off(text, origin_name)) return std::move(*cut);
  const auto date = told_date(*table, origin_name, as_of);
  if (!date) return date.error();
  const Columns columns{first_of(*table, {"tld", "domain"}), first_of(*table, {"source_rank", "rank"}),
                        first_of(*table, {"magnitude"}),
                        first_of(*table, {"uniqueclients", "unique_clients"}),
                        first_of(*table, {"queryvolume", "query_volume"})};
  auto entries = entries_of(*table, columns);
  if (!entries) return entries.error();
  if (entries->empty()) {
    return error_at_line(origin_name, table->line(), "a header and no row: the file was cut off");
  }
  if (columns.rank.empty()) rank_by_magnitude(*entries);
  return MagnitudeRows{*date, std::move(*entries)};
}

}  // namespace splitroot::collectors
