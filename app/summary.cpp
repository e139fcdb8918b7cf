#include "app/summary.hpp"

#include <algorithm>
#include <map>

#include "serve/text_table.hpp"

namespace splitroot::app {
namespace {

std::string age_of(const SourcePosition& source, Timestamp at) {
  if (!source.as_of) return "-";
  const auto seconds = (at - *source.as_of).count();
  if (seconds < 120) return std::to_string(std::max<std::int64_t>(seconds, 0)) + " s";
  if (seconds < 2 * 3600) return std::to_string(seconds / 60) + " min";
  if (seconds < 2 * 86400) return std::to_string(seconds / 3600) + " h";
  return std::to_string(seconds / 86400) + " days";
}

std::string state_of(const SourcePosition& source, const std::vector<SourceOutcome>& outcomes) {
  const auto outcome = std::find_if(outcomes.begin(), outcomes.end(),
                                    [&](const auto& one) { return one.source == source.source; });
  const bool reached = outcome == outcomes.end() ? source.trouble.empty() : outcome->trouble.empty();
  if (reached) return std::string{text(source.origin)};
  if (source.position.empty()) return "not reached";
  return source.origin == Origin::snapshot ? "not reached, bundled snapshot"
                                           : "not reached, last good one kept";
}

using Cells = std::map<std::tuple<Kind, State>, std::map<Severity, std::uint64_t>>;

void print_collisions(std::ostream& out, Reader& reader) {
  Cells cells;
  reader.visit_collisions({}, [&](const CollisionRecord& record) {
    ++cells[{record.finding.kind, record.finding.state}][record.finding.severity];
  });
  out << "\nCollisions\n";
  serve::TextTable table{out, {"kind", "state", "critical", "high", "medium", "low", "info"}};
  for (auto& [row, counts] : cells) {
    std::vector<std::string> line{std::string{text(std::get<Kind>(row))},
                                  std::string{text(std::get<State>(row))}};
    for (const Severity severity :
         {Severity::critical, Severity::high, Severity::medium, Severity::low, Severity::info}) {
      line.push_back(std::to_string(counts[severity]));
    }
    table.add(std::move(line));
  }
  table.finish();
}

}  // namespace

void print_sources(std::ostream& out, Reader& reader, const std::vector<SourceOutcome>& outcomes) {
  out << "\nSources\n";
  serve::TextTable table{out, {"source", "rows", "position", "age", "read"}};
  for (const SourcePosition& source : reader.sources()) {
    table.add({source.source, std::to_string(source.rows), source.position.empty() ? "-" : source.position,
               age_of(source, now()), state_of(source, outcomes)});
  }
  table.finish();
}

void print_summary(std::ostream& out, Reader& reader, const std::vector<SourceOutcome>& outcomes,
                   const Context& context) {
  print_sources(out, reader, outcomes);
  print_collisions(out, reader);
  out << "\nNext\n  " << context.self << " check music\n  " << context.self
      << " collisions --level tld --state open\n  " << context.self
      << " run\n      keeps following, serves http://" << context.config.listen << std::endl;
}

}  // namespace splitroot::app
