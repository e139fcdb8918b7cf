#include "collectors/icann/pipeline/deadlines.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "collectors/icann/pipeline/columns.hpp"
#include "collectors/icann/pipeline/date.hpp"
#include "collectors/icann/pipeline/label.hpp"
#include "collectors/icann/pipeline/value.hpp"
#include "core/display.hpp"

namespace splitroot::collectors {
namespace {

using namespace pipeline;

constexpr std::chrono::seconds last_minute = std::chrono::hours{23} + std::chrono::minutes{59};
constexpr std::size_t longest_word = 200;  ///< octets of a round's or milestone's name

Result<std::string> word(const Columns& columns, const SheetRow& row, const NamedRow& named,
                         std::string_view field) {
  if (named[field].empty()) return columns.error(row, field, "is empty");
  if (named[field].size() > longest_word) return columns.error(row, field, "more than 200 octets");
  return std::string{named[field]};
}

Result<Timestamp> moment_of(const Columns& columns, const SheetRow& row, const NamedRow& named) {
  const auto date = parse_list_date(named["date"]);
  if (!date)
    return columns.error(row, "date", "'" + display_text(named["date"]) + "' is no " + list_date_forms);
  return date->has_time ? date->time : date->time + last_minute;
}

Result<Deadline> deadline_of(const Columns& columns, const SheetRow& row, const NamedRow& named) {
  Deadline deadline;
  auto milestone = word(columns, row, named, "milestone");
  if (!milestone) return milestone.error();
  deadline.milestone = std::move(*milestone);
  const auto round = word(columns, row, named, "round");
  if (!round) return round.error();
  deadline.round = round_of(*round);
  const auto at = moment_of(columns, row, named);
  if (!at) return at.error();
  deadline.at = *at;
  deadline.source_url = named["source_url"];
  if (named["string"].empty()) return deadline;
  auto ldh = applied_label(named["string"]);
  if (!ldh) return columns.error(row, "string", ldh.error().message);
  deadline.ldh = std::move(*ldh);
  return deadline;
}

auto identity(const Deadline& deadline) {
  return std::tuple{deadline.round, deadline.milestone, deadline.ldh};
}

Result<std::vector<Deadline>> read_rows(const Sheet& sheet, Timestamp as_of) {
  const auto columns = Columns::of(sheet, Aliases::of_deadlines());
  if (!columns) return columns.error();
  std::vector<Deadline> deadlines;
  std::map<decltype(identity(deadlines.front())), std::size_t> lines;
  Dropped dropped;
  for (const SheetRow& row : sheet.rows) {
    auto deadline = deadline_of(*columns, row, columns->name(row, dropped));
    if (!deadline) return deadline.error();
    deadline->as_of = as_of;
    const auto [first, is_new] = lines.emplace(identity(*deadline), row.line);
    if (!is_new) {
      return columns->error(row, "milestone",
                            "stands in " + std::string{sheet.is_json ? "entry " : "line "} +
                                std::to_string(first->second) + " already, of the same round and string");
    }
    deadlines.push_back(std::move(*deadline));
  }
  return deadlines;
}

}  // namespace

Result<std::vector<Deadline>> parse_deadlines(std::string_view text, const std::string& origin_name,
                                              std::optional<Timestamp> as_of) {
  const Aliases& aliases = Aliases::of_deadlines();
  const auto sheet = read_sheet(text, origin_name, {aliases, {{"milestone"}, {"date"}, {"round"}}});
  if (!sheet) return sheet.error();
  const auto date = date_of(*sheet, aliases, as_of);
  if (!date) return date.error();
  auto deadlines = read_rows(*sheet, *date);
  if (!deadlines) return deadlines.error();
  std::stable_sort(deadlines->begin(), deadlines->end(),
                   [](const Deadline& one, const Deadline& other) { return one.at < other.at; });
  return deadlines;
}

}  // namespace splitroot::collectors
