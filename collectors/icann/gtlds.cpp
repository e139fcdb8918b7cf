#include "collectors/icann/gtlds.hpp"

#include <map>
#include <sstream>

#include "collectors/files/csv_fields.hpp"
#include "collectors/icann/update_time.hpp"
#include "core/display.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"
#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

const std::vector<std::string> columns{
    "tld", "u-label", "registry-operator", "date-of-contract-signature", "application-id", "delegation-date"};
constexpr std::string_view contract = "date-of-contract-signature";
constexpr std::string_view delegation = "delegation-date";

/// TIME of a first line `>>> Updated on: TIME <<<`.
std::optional<Timestamp> updated_on(std::string_view text) {
  const std::string_view line = text.substr(0, text.find('\n'));
  constexpr std::string_view before = "Updated on: ";
  const auto start = line.find(before);
  const auto end = line.rfind(" <<<");
  if (start == std::string_view::npos || end == std::string_view::npos || end < start + before.size())
    return std::nullopt;
  return parse_update_time(line.substr(start + before.size(), end - start - before.size()));
}

Result<Timestamp> date_of(const CsvTable& table, std::string_view column) {
  const auto date = parse_time(table[column]);
  if (date && table[column].size() == 10) return *date;
  return table.error(column, "'" + display_text(table[column]) + "' is no date (YYYY-MM-DD)");
}

/// The A-label of the row, if its two spellings agree.
Result<std::string> label_of(const CsvTable& table) {
  auto ldh = to_ldh(table["tld"]);
  if (!ldh) return table.error("tld", ldh.error().message);
  if (table["u-label"].empty()) return ldh;
  const auto from_unicode = to_ldh(table["u-label"]);
  if (!from_unicode) return table.error("u-label", from_unicode.error().message);
  if (*from_unicode == *ldh) return ldh;
  return table.error("u-label",
                     "'" + display_text(table["u-label"]) + "' is " + *from_unicode + ", not " + *ldh);
}

Result<StandingEntry> entry_of(const CsvTable& table) {
  StandingEntry entry;
  entry.standing = Standing::contracted;
  auto ldh = label_of(table);
  if (!ldh) return ldh.error();
  entry.ldh = std::move(*ldh);
  const auto signed_on = date_of(table, contract);
  if (!signed_on) return signed_on.error();
  entry.since = *signed_on;
  if (!table[delegation].empty()) {
    const auto delegated_on = date_of(table, delegation);
    if (!delegated_on) return delegated_on.error();
    if (*delegated_on < *signed_on)
      return table.error(delegation, "delegated before the contract was signed");
    entry.until = *delegated_on;
    entry.detail["delegation-date"] = table[delegation];
  }
  constexpr std::pair<const char*, const char*> named[] = {{"registry-operator", "operator"},
                                                           {"application-id", "application"}};
  for (const auto& [column, key] : named) {
    auto field = text_field(table, column);
    if (!field) return field.error();
    if (!field->empty()) entry.detail[key] = std::move(*field);
  }
  return entry;
}

Result<std::vector<StandingEntry>> entries_of(CsvTable& table) {
  std::vector<StandingEntry> entries;
  std::map<std::string, std::size_t> lines;
  for (;;) {
    const auto more = table.next();
    if (!more) return more.error();
    if (!*more) return entries;
    auto entry = entry_of(table);
    if (!entry) return entry.error();
    const auto [first, is_new] = lines.emplace(entry->ldh, table.line());
    if (!is_new)
      return table.error("tld", entry->ldh + " stands on line " + std::to_string(first->second) + " already");
    entries.push_back(std::move(*entry));
  }
}

/// ICANN's lists until 2020 write a quote inside a field as `\"`, later ones as RFC 4180 says. The octets
/// stay as many, so that columns in errors are right.
std::string with_doubled_quotes(std::string_view text) {
  std::string out{text};
  for (auto at = out.find("\\\""); at != std::string::npos; at = out.find("\\\"", at + 2)) out[at] = '"';
  return out;
}

}  // namespace

Result<StandingBatch> parse_gtlds(std::string_view text, std::string origin_name,
                                  std::optional<Timestamp> as_of) {
  std::istringstream in{with_doubled_quotes(text)};
  auto table = CsvTable::open(in, origin_name, columns);
  if (!table) return table.error();
  if (!text.ends_with('\n'))
    return input_error(origin_name + ": the last line has no end: the file was cut off");
  const auto dated = as_of ? as_of : updated_on(text);
  if (!dated) {
    return input_error(origin_name +
                       ":1:1: no line '>>> Updated on: TIME <<<' that dates the list; give its date");
  }
  auto entries = entries_of(*table);
  if (!entries) return entries.error();
  if (entries->empty()) return input_error(origin_name + ": a header and no row: the file was cut off");
  StandingBatch batch;
  batch.source = "icann-gtlds";
  batch.as_of = *dated;
  batch.origin = Origin::file;
  batch.reading = {to_rfc3339(*dated), to_hex(view(sha256(text))), entries->size()};
  batch.entries = std::move(*entries);
  return batch;
}

}  // namespace splitroot::collectors
