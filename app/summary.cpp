#include "app/summary.hpp"

#include <algorithm>
#include <map>

#include "serve/coverage.hpp"
#include "serve/source_words.hpp"
#include "serve/text_table.hpp"
#include "serve/words.hpp"

namespace splitroot::app {
namespace {

std::string finality_of(const SourcePosition& source) {
  if (source.final || source.position.empty()) return "";
  return source.final_to ? ", final to " + std::to_string(*source.final_to) : ", not final";
}

std::string state_of(const SourcePosition& source, const std::vector<SourceOutcome>& outcomes) {
  const auto outcome = std::find_if(outcomes.begin(), outcomes.end(),
                                    [&](const auto& one) { return one.source == source.source; });
  const bool reached = outcome == outcomes.end() ? source.trouble.empty() : outcome->trouble.empty();
  if (reached) return std::string{text(source.origin)} + finality_of(source);
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
  const Timestamp at = now();
  out << "\nSources\n";
  serve::TextTable table{out, {"source", "rows", "position", "lag", "age", "read"}};
  for (const SourcePosition& source : reader.sources()) {
    const auto known = serve::age(source, at);
    table.add({source.source, serve::grouped(source.rows), serve::read_text(source), serve::lag_text(source),
               known ? serve::age_text(known) : "-", state_of(source, outcomes)});
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
