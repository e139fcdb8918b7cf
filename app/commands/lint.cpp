#include <fstream>
#include <iostream>
#include <iterator>

#include "app/commands.hpp"
#include "app/database.hpp"
#include "app/input.hpp"
#include "core/display.hpp"
#include "correlate/handshake_regimes.hpp"
#include "correlate/outcomes.hpp"
#include "correlate/reserved_list_text.hpp"
#include "serve/reserved_list.hpp"

namespace splitroot::app {
namespace {

using Findings = std::vector<correlate::ReservedFinding>;
using Standings = std::vector<StandingRecord>;

/// One list, compared.
struct Linted {
  std::string id;
  std::string title;
  Findings findings;
};

Result<std::vector<Linted>> lint_handshake(const Standings& standings, Timestamp at) {
  std::vector<Linted> out;
  for (const correlate::Regime& regime : correlate::handshake_regimes()) {
    auto findings = correlate::lint(regime, standings, at);
    if (!findings) return findings.error();
    out.push_back({regime.id, regime.title, std::move(*findings)});
  }
  return out;
}

Result<std::vector<Linted>> lint_file(const std::string& file, const Standings& standings, Timestamp at) {
  auto input = Input::open(file);
  if (!input) return input.error();
  const std::string text{std::istreambuf_iterator<char>{input->stream()}, {}};
  const auto reserved = correlate::parse_reserved_list(text, input->name());
  if (!reserved) return reserved.error();
  auto findings = correlate::lint(*reserved, standings, at);
  if (!findings) return findings.error();
  return std::vector{Linted{reserved->title, reserved->title, std::move(*findings)}};
}

bool is_found(const std::vector<Linted>& lists, Severity least) {
  for (const Linted& list : lists) {
    for (const auto& finding : list.findings) {
      if (finding.drift == correlate::Drift::missing && finding.severity >= least) return true;
    }
  }
  return false;
}

}  // namespace

Result<int> execute(const Context& context, const LintReservedOptions& options) {
  auto store = open_for_reading(context);
  if (!store) return store.error();
  auto standings = (*store)->read()->standings(std::nullopt, options.known_at);
  correlate::settle_outcomes(standings);
  const Timestamp at = options.as_of ? *options.as_of : options.known_at.value_or(now());
  const auto lists = options.list == "hns" ? lint_handshake(standings, at) : lint_file(options.list, standings, at);
  if (!lists) return lists.error();
  serve::ListWriter<serve::ReservedRow> rows{std::cout, options.format, serve::reserved_layout()};
  for (const Linted& list : *lists) {
    for (const auto& finding : list.findings) rows.add({list.id, finding});
  }
  rows.finish();
  if (options.format == Format::table) {
    for (const Linted& list : *lists) std::cout << serve::reserved_summary(list.title, list.findings) << '\n';
  }
  return options.fail_on && is_found(*lists, *options.fail_on) ? 1 : 0;
}

}  // namespace splitroot::app
