#include "collectors/icann/pipeline/batch.hpp"

#include <map>

#include "collectors/icann/pipeline/application.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"
#include "core/label.hpp"

namespace splitroot::collectors::pipeline {
namespace {

struct Row {
  const SheetRow* from;
  Application application;
  bool is_tied = false;  ///< the list has a row for each of the two strings of this application
};

/// What tells an application from all others of its list.
using Key = std::vector<std::string>;

Key key_of(const ApplicationEntry& entry) {
  if (!entry.id.empty()) return {entry.round, entry.id};
  return {entry.round, "", lower_ascii(entry.applicant), entry.ldh, std::string{text(entry.standing)}};
}

/// True when one row is a string that was replaced, and the other the string that took its place.
bool are_one_move(const Row& original, const Row& replacement) {
  const auto& moved = original.application.replacement;
  return moved && !original.is_tied && !replacement.is_tied && !replacement.application.replacement &&
         moved->ldh == replacement.application.entry.ldh;
}

class Rows {
 public:
  Rows(const Sheet& sheet, const Columns& columns) : sheet_(sheet), columns_(columns) {}

  Result<void> add(const SheetRow& from, Application application) {
    const Key key = key_of(application.entry);
    rows_.push_back({&from, std::move(application)});
    const auto [first, is_new] = first_.emplace(key, rows_.size() - 1);
    if (is_new) return {};
    Row& earlier = rows_[first->second];
    Row& later = rows_.back();
    if (are_one_move(earlier, later)) return tie(earlier, later);
    if (are_one_move(later, earlier)) return tie(later, earlier);
    return twice(earlier, later);
  }

  std::vector<ApplicationEntry> take() {
    tie_without_numbers();
    std::vector<ApplicationEntry> entries;
    for (Row& row : rows_) {
      entries.push_back(std::move(row.application.entry));
      if (row.application.replacement && !row.is_tied)
        entries.push_back(std::move(*row.application.replacement));
      if (row.application.temporary_delegation)
        entries.push_back(std::move(*row.application.temporary_delegation));
    }
    return entries;
  }

 private:
  static Result<void> tie(Row& original, Row& replacement) {
    original.is_tied = replacement.is_tied = true;
    replacement.application.entry.detail["replaces"] = original.application.entry.ldh;
    return {};
  }

  /// Where applications have no numbers, the row of a replacement string has a key of its own.
  void tie_without_numbers() {
    for (Row& row : rows_) {
      const auto& replacement = row.application.replacement;
      if (!replacement || !replacement->id.empty()) continue;
      const auto found = first_.find(key_of(*replacement));
      if (found != first_.end() && are_one_move(row, rows_[found->second])) tie(row, rows_[found->second]);
    }
  }

  Error twice(const Row& earlier, const Row& later) const {
    const std::string place = (sheet_.is_json ? "entry " : "line ") + std::to_string(earlier.from->line);
    const ApplicationEntry& entry = later.application.entry;
    if (entry.id.empty()) {
      return columns_.error(*later.from, "string",
                            entry.ldh + " of this applicant stands as " + std::string{text(entry.standing)} +
                                " in " + place + " already");
    }
    return columns_.error(*later.from, "application_id", "this application stands in " + place + " already");
  }

  const Sheet& sheet_;
  const Columns& columns_;
  std::vector<Row> rows_;
  std::map<Key, std::size_t> first_;
};

Result<void> read_rows(const Sheet& sheet, const RoundFormat& format, ApplicationBatch& batch) {
  const auto columns = Columns::of(sheet, Aliases::of_rounds());
  if (!columns) return columns.error();
  Dropped dropped;
  Rows rows{sheet, *columns};
  for (const SheetRow& row : sheet.rows) {
    auto application = read_application(*columns, row, columns->name(row, dropped), format);
    if (!application) return application.error();
    if (auto added = rows.add(row, std::move(*application)); !added) return added.error();
  }
  batch.entries = rows.take();
  batch.dropped_columns.assign(dropped.columns.begin(), dropped.columns.end());
  batch.dropped_values = dropped.values;
  return {};
}

}  // namespace

Result<ApplicationBatch> read_round(std::string_view text, const std::string& origin, const RoundList& list,
                                    std::optional<Timestamp> as_of) {
  const Aliases& aliases = Aliases::of_rounds();
  const auto sheet = read_sheet(text, origin, {aliases, list.required});
  if (!sheet) return sheet.error();
  const auto date = date_of(*sheet, aliases, as_of);
  if (!date) return date.error();
  ApplicationBatch batch;
  batch.source = list.source;
  batch.round = list.round;
  batch.as_of = *date;
  batch.origin = Origin::file;
  const RoundFormat format{list.round, list.all_applied ? std::optional{*date} : std::nullopt};
  if (auto read = read_rows(*sheet, format, batch); !read) return read.error();
  batch.reading = {to_date(*date), to_hex(view(sha256(text))), batch.entries.size()};
  return batch;
}

}  // namespace splitroot::collectors::pipeline
