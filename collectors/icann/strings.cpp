#include "collectors/icann/strings.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "collectors/files/csv_fields.hpp"
#include "core/display.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"
#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

using Detail = std::map<std::string, std::string>;

bool is_key(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
}

/// `k=v;k=v` as a map; anything else as one sentence under `note`.
Detail parse_detail(std::string_view text) {
  Detail pairs;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view piece = rest.substr(0, rest.find(';'));
    rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
    const auto equals = piece.find('=');
    const bool is_pair = equals != std::string_view::npos && is_key(piece.substr(0, equals)) &&
                         pairs.emplace(piece.substr(0, equals), piece.substr(equals + 1)).second;
    if (!is_pair) return {{"note", std::string{text}}};
  }
  return pairs;
}

Result<Detail> detail_of(const CsvTable& table) {
  const auto text = text_field(table, "detail");
  if (!text) return text.error();
  Detail detail = parse_detail(*text);
  constexpr std::pair<const char*, const char*> named[] = {
      {"round", "round"}, {"applicant", "applicant"}, {"application_id", "application"}};
  for (const auto& [column, key] : named) {
    auto field = text_field(table, column);
    if (!field) return field.error();
    if (!field->empty()) detail[key] = std::move(*field);
  }
  return detail;
}

Result<Standing> standing_of(const CsvTable& table) {
  if (const auto standing = parse_word<Standing>(table["standing"])) return *standing;
  return table.error("standing",
                     "'" + display_text(table["standing"]) + "' is none of " + word_list<Standing>());
}

Result<StandingEntry> entry_of(const CsvTable& table) {
  StandingEntry entry;
  auto ldh = to_ldh(table["string"]);
  if (!ldh) return table.error("string", ldh.error().message);
  entry.ldh = std::move(*ldh);
  const auto standing = standing_of(table);
  if (!standing) return standing.error();
  entry.standing = *standing;
  const auto since = time_field(table, table["since"].empty() ? "date" : "since");
  if (!since) return since.error();
  entry.since = *since;
  const auto until = time_field(table, "until");
  if (!until) return until.error();
  entry.until = *until;
  if (entry.since && entry.until && *entry.until < *entry.since) return table.error("until", "before since");
  auto detail = detail_of(table);
  if (!detail) return detail.error();
  entry.detail = std::move(*detail);
  return entry;
}

/// The entries read so far: one for each string and standing.
class Entries {
 public:
  Result<void> add(StandingEntry entry, const CsvTable& table) {
    const auto [at, is_new] =
        index_.try_emplace({entry.ldh, entry.standing}, Place{entries_.size(), table.line(), {}});
    Place& place = at->second;
    const std::string application = entry.detail["application"];
    if (application.empty()) entry.detail.erase("application");
    if (!is_new &&
        (application.empty() || place.applications.empty() || place.applications.contains(application))) {
      return table.error("string", entry.ldh + " stands as " + std::string{text(entry.standing)} +
                                       " on line " + std::to_string(place.line) + " already");
    }
    if (!application.empty()) place.applications.insert(application);
    if (is_new) {
      entries_.push_back(std::move(entry));
    } else {
      join(entries_[place.index], entry, place.applications.size());
    }
    return {};
  }

  std::vector<StandingEntry> take() { return std::move(entries_); }

 private:
  struct Place {
    std::size_t index;
    std::size_t line;
    std::set<std::string> applications;
  };

  /// Adds another application for the same string.
  static void join(StandingEntry& into, const StandingEntry& from, std::size_t applications) {
    for (const auto& [key, value] : from.detail) {
      std::string& joined = into.detail[key];
      if (joined != value) joined += (joined.empty() ? "" : "; ") + value;
    }
    into.detail["applications"] = std::to_string(applications);
    into.since = into.since && from.since ? std::min(into.since, from.since) : std::nullopt;
    into.until = into.until && from.until ? std::max(into.until, from.until) : std::nullopt;
  }

  std::vector<StandingEntry> entries_;
  std::map<std::pair<std::string, Standing>, Place> index_;
};

Result<std::vector<StandingEntry>> entries_of(CsvTable& table) {
  Entries entries;
  for (;;) {
    const auto more = table.next();
    if (!more) return more.error();
    if (!*more) return entries.take();
    auto entry = entry_of(table);
    if (!entry) return entry.error();
    if (auto added = entries.add(std::move(*entry), table); !added) return added.error();
  }
}

/// When the list was so: as told, as it says itself, or now.
Result<Timestamp> date_of(const CsvTable& table, const std::string& origin_name,
                          std::optional<Timestamp> as_of) {
  if (as_of) return *as_of;
  const std::string_view remark = table.remark("as-of");
  if (remark.empty()) return now();
  if (const auto time = parse_time(remark)) return *time;
  return input_error(origin_name + ":1:1: remark as-of: '" + display_text(remark) + "' is no date");
}

}  // namespace

Result<StandingBatch> parse_strings(std::istream& in, std::string origin_name, std::string source,
                                    std::optional<Timestamp> as_of) {
  const auto text = read_all(in, origin_name);
  if (!text) return text.error();
  std::istringstream lines{*text};
  auto table = CsvTable::open(lines, origin_name, {"string", "standing"});
  if (!table) return table.error();
  const auto date = date_of(*table, origin_name, as_of);
  if (!date) return date.error();
  auto entries = entries_of(*table);
  if (!entries) return entries.error();
  const std::string_view serial = table->remark("serial");
  StandingBatch batch;
  batch.source = std::move(source);
  batch.as_of = *date;
  batch.origin = Origin::file;
  batch.reading = {serial.empty() ? to_date(*date) : std::string{serial}, to_hex(view(sha256(*text))),
                   entries->size()};
  batch.entries = std::move(*entries);
  return batch;
}

}  // namespace splitroot::collectors
