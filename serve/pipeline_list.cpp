#include "serve/pipeline_list.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "core/label.hpp"
#include "correlate/outcomes.hpp"
#include "serve/csv_parts.hpp"
#include "serve/json_parts.hpp"
#include "serve/render.hpp"
#include "serve/words.hpp"

namespace splitroot::serve {
namespace {

using ByString = std::map<std::string, std::vector<StandingRecord>>;

std::string round_of(const StandingRecord& standing) {
  const auto round = standing.detail.find("round");
  return round == standing.detail.end() ? "" : round->second;
}

std::string outcome_of(const StandingRecord& standing) {
  const auto outcome = standing.detail.find("outcome");
  return outcome == standing.detail.end() ? "" : outcome->second;
}

/// Standings that hold at `at`, and applications of which it is known how they ended; by string.
ByString by_string_at(Reader& reader, Timestamp at) {
  auto standings = reader.standings(std::nullopt);
  correlate::settle_outcomes(standings);
  ByString out;
  for (StandingRecord& standing : standings) {
    const bool is_settled = !outcome_of(standing).empty() && standing.until && *standing.until <= at;
    if (!is_settled && !holds(standing, at)) continue;
    std::string ldh = standing.ldh;
    out[std::move(ldh)].push_back(std::move(standing));
  }
  return out;
}

bool is_of_round(const StandingRecord& standing, std::string_view round) {
  const std::string own = round_of(standing);
  return !own.empty() && (round.empty() || own == round);
}

/// Nobody else contends: what is out of the race, or never was in it.
bool contends(const StandingRecord& standing) {
  switch (standing.standing) {
    case Standing::contracted:
    case Standing::confirmed:
    case Standing::applied:
    case Standing::on_hold:
      return true;
    default:
      return false;
  }
}

/// Who still contends for a string: nobody once it is somebody's.
std::size_t contenders(const PipelineRow& row, Timestamp at) {
  if (row.strongest.standing <= Standing::contracted) return 0;
  std::set<std::string> in_race;
  for (const StandingRecord& standing : row.applications) {
    if (contends(standing) && holds(standing, at)) in_race.insert(standing.application);
  }
  return in_race.size();
}

/// Of what holds the strongest; where nothing does, what became of its applications.
StandingRecord strongest_of(const std::vector<StandingRecord>& standings, Timestamp at) {
  const auto rank = [at](const StandingRecord& standing) {
    return std::tuple{!holds(standing, at), standing.standing};
  };
  StandingRecord strongest = *std::ranges::min_element(standings, {}, rank);
  const auto outcome = parse_word<Standing>(outcome_of(strongest));
  if (holds(strongest, at) || !outcome) return strongest;
  strongest.standing = *outcome;
  strongest.since = std::exchange(strongest.until, std::nullopt);
  return strongest;
}

std::vector<std::size_t> open_findings(Reader& reader, const std::string& ldh) {
  std::vector<std::size_t> out(words<Severity>().size());
  Reader::CollisionFilter filter;
  filter.against_ldh = ldh;
  filter.states = {State::open};
  reader.visit_collisions(filter, [&out](const CollisionRecord& record) {
    out[static_cast<std::size_t>(record.finding.severity)] += record.finding.kind == Kind::overlap;
  });
  return out;
}

/// One row for each of the rounds that want a string.
void add_rows(std::vector<PipelineRow>& rows, const std::string& ldh,
              const std::vector<StandingRecord>& standings, std::string_view wanted, Timestamp at) {
  std::map<std::string, PipelineRow> by_round;
  for (const StandingRecord& standing : standings) {
    if (!is_of_round(standing, wanted)) continue;
    by_round[round_of(standing)].applications.push_back(standing);
  }
  const StandingRecord strongest = strongest_of(standings, at);
  for (auto& [round, row] : by_round) {
    row.ldh = ldh;
    row.round = round;
    row.strongest = strongest;
    row.is_outcome_unknown = strongest.standing == Standing::applied && outcome_of(strongest) == "unknown";
    row.contenders = contenders(row, at);
    std::sort(row.applications.begin(), row.applications.end(), [](const auto& a, const auto& b) {
      return std::tie(a.application, a.standing) < std::tie(b.application, b.standing);
    });
    rows.push_back(std::move(row));
  }
}

std::size_t worst_of(const PipelineRow& row) {
  for (std::size_t severity = row.findings.size(); severity-- > 0;) {
    if (row.findings[severity] > 0) return severity;
  }
  return row.findings.size();
}

std::string findings_text(const PipelineRow& row) {
  std::string out;
  for (std::size_t severity = row.findings.size(); severity-- > 0;) {
    if (row.findings[severity] == 0) continue;
    out += (out.empty() ? "" : ", ") + std::to_string(row.findings[severity]) + " " +
           std::string{words<Severity>()[severity]};
  }
  return out;
}

std::string standing_text(const PipelineRow& row) {
  return std::string{text(row.strongest.standing)} + (row.is_outcome_unknown ? ", outcome unknown" : "");
}

void render_deadline(JsonWriter& out, const Deadline& deadline) {
  out.StartObject();
  put(out, "round", deadline.round);
  put(out, "milestone", deadline.milestone);
  put(out, "at", deadline.at);
  put(out, "ldhName", deadline.ldh);
  put(out, "source", unless_empty(deadline.source_url));
  put(out, "asOf", deadline.as_of);
  put(out, "note", "check with ICANN");
  out.EndObject();
}

void render_row(JsonWriter& out, const PipelineRow& row) {
  out.StartObject();
  put(out, "ldhName", row.ldh);
  put(out, "unicodeName", to_unicode(row.ldh));
  put(out, "round", row.round);
  put(out, "standing", text(row.strongest.standing));
  put(out, "outcomeUnknown", row.is_outcome_unknown);
  put(out, "contenders", std::optional<std::uint64_t>{row.contenders});
  put_array(out, "applications", row.applications, [&out](const auto& each) { render_standing(out, each); });
  key(out, "findings");
  out.StartObject();
  for (std::size_t i = 0; i < row.findings.size(); ++i)
    put(out, words<Severity>()[i], std::optional<std::uint64_t>{row.findings[i]});
  out.EndObject();
  key(out, "nextDeadline");
  row.next ? render_deadline(out, *row.next) : void(out.Null());
  out.EndObject();
}

std::vector<std::string> cells_of(const PipelineRow& row) {
  return {to_unicode(row.ldh),
          row.round,
          standing_text(row),
          std::to_string(row.applications.size()) + (row.contenders > 1 ? ", contention" : ""),
          findings_text(row),
          row.next ? to_date(row.next->at) + " " + row.next->milestone : ""};
}

std::string csv_of(const PipelineRow& row) {
  const std::size_t worst = worst_of(row);
  return csv_line({row.ldh, to_unicode(row.ldh), row.round, text(row.strongest.standing),
                   bool_text(row.is_outcome_unknown), std::to_string(row.applications.size()),
                   std::to_string(row.contenders),
                   worst == row.findings.size() ? std::string_view{} : words<Severity>()[worst],
                   findings_text(row), time_text(row.next ? std::optional{row.next->at} : std::nullopt),
                   row.next ? std::string_view{row.next->milestone} : std::string_view{}});
}

}  // namespace

std::vector<PipelineRow> pipeline_rows(Reader& reader, std::string_view round, Timestamp at) {
  std::vector<PipelineRow> rows;
  for (const auto& [ldh, standings] : by_string_at(reader, at)) add_rows(rows, ldh, standings, round, at);
  const auto deadlines = reader.deadlines();
  for (PipelineRow& row : rows) {
    row.findings = open_findings(reader, row.ldh);
    if (const Deadline* next = next_deadline(deadlines, at, row.round, row.ldh)) row.next = *next;
  }
  return rows;
}

Layout<PipelineRow> pipeline_layout() {
  Layout<PipelineRow> layout;
  layout.json = render_row;
  layout.csv_header =
      "ldhName,unicodeName,round,standing,outcomeUnknown,applications,contenders,worst,findings,nextDeadline,"
      "nextMilestone\n";
  layout.csv_row = csv_of;
  layout.columns = {"STRING", "ROUND", "STANDING", "APPLICATIONS", "FINDINGS", "NEXT DEADLINE"};
  layout.cells = cells_of;
  return layout;
}

Layout<Deadline> deadline_layout() {
  Layout<Deadline> layout;
  layout.json = render_deadline;
  layout.csv_header = "round,milestone,at,ldhName,source,asOf\n";
  layout.csv_row = [](const Deadline& deadline) {
    return csv_line({deadline.round, deadline.milestone, to_rfc3339(deadline.at), deadline.ldh.value_or(""),
                     deadline.source_url, to_date(deadline.as_of)});
  };
  layout.columns = {"AT", "ROUND", "STRING", "MILESTONE", "SOURCE", "LIST OF"};
  layout.cells = [](const Deadline& deadline) -> std::vector<std::string> {
    return {to_rfc3339(deadline.at), deadline.round,      deadline.ldh ? to_unicode(*deadline.ldh) : "",
            deadline.milestone,      deadline.source_url, to_date(deadline.as_of)};
  };
  return layout;
}

}  // namespace splitroot::serve
