#include "serve/page_tables.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "serve/coverage.hpp"
#include "serve/html.hpp"
#include "serve/source_words.hpp"
#include "serve/words.hpp"

namespace splitroot::serve {
namespace {

/// More rows than anyone reads; the CSV has them all.
constexpr std::size_t most_label_rows = 100;

/// Of a delegation people want to know that it is there and signed; the JSON has hosts, addresses and
/// digests.
std::string detail_text(const std::string& key, const std::string& value) {
  if (key == "glue") return "";
  if (key == "ds") return "signed";
  if (key == "ns") return std::to_string(1 + std::ranges::count(value, ',')) + " name servers";
  return html_text(key) + ": " + html_text(value);
}

std::string detail_of(const StandingRecord& standing) {
  std::string out;
  for (const auto& [key, value] : standing.detail) {
    const std::string text = detail_text(key, value);
    if (!text.empty()) out += (out.empty() ? "" : "<br>") + text;
  }
  return out;
}

void add_label_row(TableSection& table, const CollisionRecord& record) {
  const Finding& finding = record.finding;
  const std::string severity{text(finding.severity)};
  const std::string state = finding.state == State::open ? "" : " (" + std::string{text(finding.state)} + ")";
  table.row({{bdi(record.name)},
             {html_text(namespace_title(finding.ns))},
             {severity + state, "tone " + severity},
             {std::string{text(finding.status)}},
             {both_since(finding)}});
}

}  // namespace

std::string both_since(const Finding& finding) {
  const std::string from = html_date(finding.valid_from);
  return finding.valid_to ? from + " until " + html_date(finding.valid_to) : from;
}

namespace {

std::string standing_words(const StandingRecord& row) {
  const std::string application = application_text(row);
  return std::string{text(row.standing)} + (application.empty() ? "" : ", " + application);
}

}  // namespace

std::string standing_section(const Dossier& dossier) {
  constexpr std::string_view title = "Standing in the DNS";
  if (dossier.standings.empty()) {
    return note_section("standing", title, "None in the sources read so far.");
  }
  TableSection table{
      "standing", title, {{"Standing", "prose"}, {"Since"}, {"Until"}, {"Source"}, {"Detail", "prose"}}};
  for (const StandingRecord& row : dossier.standings) {
    table.row({{html_text(standing_words(row))},
               {began_text(row).empty() ? html_date(row.since) : html_text(began_text(row))},
               {html_text(ended_text(row))},
               {html_text(row.source)},
               {detail_of(row)}});
  }
  return table.html();
}

std::string labels_section(const Dossier& dossier) {
  TableSection table{"labels",
                     "Names with this label",
                     {{"Name", "prose"}, {"Registry"}, {"Severity"}, {"Status"}, {"Both since"}}};
  std::size_t count = 0;
  for (const CollisionRecord& record : dossier.collisions) {
    if (record.finding.level != Level::label) continue;
    if (++count <= most_label_rows) add_label_row(table, record);
  }
  if (table.empty()) return "";
  if (count <= most_label_rows) return table.html();
  return table.html("<p>" + grouped(most_label_rows) + " of " + grouped(count) +
                    "; the CSV below has all.</p>\n");
}

std::string exposure_section(const Dossier& dossier) {
  TableSection table{"exposure",
                     "Names below it",
                     {{"Registry"}, {"Directly below", "number"}, {"Active", "number"}, {"Seen", "prose"}}};
  for (const StringExposure& row : dossier.exposure) {
    const bool hidden = row.observable == Observable::none;
    table.row({{html_text(namespace_title(row.ns))},
               {figure(row.direct_children)},
               {figure(row.active)},
               {hidden ? "nothing: they are off chain, or have not been read"
                       : "those on chain; others may exist"}});
  }
  return table.empty() ? "" : table.html();
}

std::string leakage_section(const Dossier& dossier) {
  if (!dossier.leakage) return "";
  return note_section(
      "leakage", "Asked for at the root",
      "The string is " + leakage_text(*dossier.leakage) +
          ". That is evidence of leakage; it stands beside registrations and is never added to them.");
}

std::string coverage_section(const Dossier& dossier) {
  constexpr std::string_view title = "Read so far";
  if (dossier.coverage.empty()) {
    return note_section("coverage", title, "No source has been read yet, so this answer is empty.");
  }
  TableSection table{"coverage", title, {{"Source"}, {"Position"}, {"Age"}, {"Remarks", "prose"}}};
  for (const SourcePosition& source : dossier.coverage) {
    const bool doubtful = is_stale(source, dossier.now) || !source.trouble.empty();
    table.row({{html_text(source.source)},
               {html_text(position_text(source))},
               {age_text(age(source, dossier.now)), doubtful ? "warn" : ""},
               {html_text(remarks_text(source, dossier.now))}});
  }
  return table.html();
}

}  // namespace splitroot::serve
