#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "core/display.hpp"
#include "serve/coverage.hpp"
#include "serve/render.hpp"
#include "serve/source_words.hpp"
#include "serve/text_table.hpp"
#include "serve/words.hpp"

namespace splitroot::serve {
namespace {

std::string period(const StandingRecord& standing) {
  const std::string began = began_text(standing);
  const std::string ended = ended_text(standing);
  return (began.empty() ? "" : "  since " + began) + (ended.empty() ? "" : "  until " + ended);
}

void write_standings(std::ostream& out, const std::vector<StandingRecord>& standings) {
  for (const StandingRecord& standing : standings) {
    out << "  " << text(standing.standing) << period(standing);
    const std::string application = application_text(standing);
    if (!application.empty()) out << "  " << terminal_text(application);
    out << "  (" << terminal_text(standing.source) << ")\n";
    if (is_outcome_unknown(standing)) out << "    outcome unknown: no contract is listed under its number\n";
    const auto reason = standing.detail.find("reason");
    if (reason != standing.detail.end()) out << "    " << terminal_text(reason->second) << '\n';
  }
}

std::string upper(std::string_view word) {
  std::string out{word};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
  return out;
}

void write_standing(std::ostream& out, const Dossier& dossier) {
  out << "Standing in the DNS\n";
  if (dossier.standings.empty()) out << "  none known\n";
  write_standings(out, dossier.standings);
  if (dossier.between.empty()) return;
  out << "\nNot known for " << to_date(dossier.at) << ": the readings before and after it differ\n";
  write_standings(out, dossier.between);
}

void write_finding(std::ostream& out, const CollisionRecord& record) {
  const Finding& finding = record.finding;
  out << "  " << upper(text(finding.severity)) << "  " << text(finding.state) << "  "
      << terminal_text(finding_text(record)) << "  [" << text(finding.level) << " " << text(finding.cls)
      << "]\n";
  if (!finding.reason.empty())
    out << fmt::format("    {:<10}", std::string{reason_title(finding)} + ":")
        << terminal_text(finding.reason) << '\n';
  out << "    severity: " << terminal_text(joined(finding.basis)) << '\n';
  if (finding.cls == Class::stale_list) return;
  out << "    name:     " << status_text(finding) << '\n';
  out << "    evidence: " << terminal_text(evidence_text(record.evidence)) << '\n';
}

void write_findings(std::ostream& out, const Dossier& dossier) {
  bool first = true;
  for (const CollisionRecord& record : dossier.collisions) {
    if (record.finding.level != Level::tld) continue;
    if (std::exchange(first, false)) out << "\nFindings\n";
    write_finding(out, record);
  }
}

/// Names that only carry the string as their label: many, and one line each is enough.
void write_labels(std::ostream& out, const Dossier& dossier) {
  std::ostringstream rows;
  TextTable table{rows, {"  SEVERITY", "STATE", "NAME", "REGISTRY", "STATUS", "EVIDENCE"}};
  bool any = false;
  for (const CollisionRecord& record : dossier.collisions) {
    const Finding& finding = record.finding;
    if (finding.level != Level::label) continue;
    any = true;
    table.add({"  " + std::string{text(finding.severity)}, std::string{text(finding.state)}, record.name,
               namespace_title(finding.ns), std::string{text(finding.status)},
               evidence_text(record.evidence)});
  }
  table.finish();
  if (any) out << "\nNames with this label\n" << rows.str();
}

void write_exposure(std::ostream& out, const Dossier& dossier) {
  if (dossier.exposure.empty()) return;
  out << "\nNames below it\n";
  for (const StringExposure& row : dossier.exposure) {
    out << "  " << namespace_title(row.ns) << ": ";
    if (row.observable == Observable::none) {
      out << "not visible\n";
    } else {
      out << figure(row.direct_children) << " directly below, " << figure(row.active)
          << " active; names off chain are not counted\n";
    }
  }
}

void write_leakage(std::ostream& out, const Dossier& dossier) {
  if (!dossier.leakage) return;
  out << "\nAsked for at the root\n  " << leakage_text(*dossier.leakage) << '\n'
      << "  (evidence of leakage: beside registrations, never added to them)\n";
}

void write_coverage(std::ostream& out, const Dossier& dossier) {
  out << "\nRead so far\n";
  if (dossier.coverage.empty()) out << "  no source yet; run: splitroot run --once\n";
  std::ostringstream rows;
  TextTable table{rows, {"  SOURCE", "POSITION", "AGE", "REMARKS"}};
  for (const SourcePosition& source : dossier.coverage) {
    table.add({"  " + source.source, position_text(source), age_text(age(source, dossier.now)),
               remarks_text(source, dossier.now)});
  }
  table.finish();
  if (!dossier.coverage.empty()) out << rows.str();
}

}  // namespace

std::string check_text(const Dossier& dossier, bool with_coverage) {
  std::ostringstream out;
  out << '.' << terminal_text(dossier.unicode);
  if (dossier.unicode != dossier.ldh) out << " (" << dossier.ldh << ")";
  out << ": " << tally_text(dossier) << '\n' << terminal_text(summary_text(dossier)) << "\n\n";
  write_standing(out, dossier);
  write_findings(out, dossier);
  write_labels(out, dossier);
  write_exposure(out, dossier);
  write_leakage(out, dossier);
  if (with_coverage) write_coverage(out, dossier);
  out << '\n' << disclaimer << '\n';
  return out.str();
}

}  // namespace splitroot::serve
