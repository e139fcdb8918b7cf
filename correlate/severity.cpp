#include "correlate/severity.hpp"

#include <array>

namespace splitroot::correlate {
namespace {

/// Columns of the severity table.
enum Column { in_root, on_its_way, shelved, special, gone, never };

bool refused_for_collision(const StandingRecord& record) {
  for (const auto& [key, value] : record.detail) {
    if (value.find("name collision") != std::string::npos) return true;
  }
  return false;
}

Column column_of(const StandingRecord& record) {
  switch (record.standing) {
    case Standing::delegated:
      return in_root;
    case Standing::in_root_unclassified:
    case Standing::temporary_delegation:
    case Standing::contracted:
    case Standing::confirmed:
    case Standing::applied:
      return on_its_way;
    case Standing::announced:
    case Standing::on_hold:
    case Standing::retired:
      return shelved;
    case Standing::special_use:
    case Standing::private_use:
      return special;
    case Standing::not_approved:
      return refused_for_collision(record) ? special : gone;
    case Standing::withdrawn:
    case Standing::replaced:
      return gone;
    case Standing::reserved:
    case Standing::blocked:
    case Standing::ineligible:
      return never;
  }
  return never;
}

constexpr std::array tld_exact{Severity::critical, Severity::high, Severity::medium,
                               Severity::high,     Severity::low,  Severity::low};
constexpr std::array label_exact{Severity::low,  Severity::low,  Severity::info,
                                 Severity::info, Severity::info, Severity::info};

std::string cell_text(std::string_view row, const StandingRecord& record) {
  std::string out = std::string{row} + " × " + std::string{text(record.standing)};
  const auto outcome = record.detail.find("outcome");
  if (outcome != record.detail.end() && outcome->second == "unknown") out += " (outcome unknown)";
  return out;
}

}  // namespace

Verdict exact_severity(Level level, const std::vector<StandingRecord>& standings) {
  const auto& row = level == Level::tld ? tld_exact : label_exact;
  const std::string row_text = std::string{text(level)} + " exact";
  Verdict best;
  for (const StandingRecord& record : standings) {
    const Severity severity = row[column_of(record)];
    if (!best.basis.empty() && severity <= best.severity) continue;
    best = {severity, {cell_text(row_text, record)}};
  }
  return best;
}

Verdict cross_alt_severity(const std::vector<StandingRecord>& standings) {
  for (const StandingRecord& record : standings) {
    const Column column = column_of(record);
    if (column == in_root || column == on_its_way)
      return {Severity::high, {cell_text("cross-alt exact", record)}};
  }
  return {Severity::medium, {"cross-alt exact"}};
}

void mitigate(Verdict& verdict, const Mitigations& mitigations) {
  const auto step = [&verdict](std::string why) {
    verdict.severity = step_down(verdict.severity);
    verdict.basis.push_back("one step down: " + std::move(why));
  };
  if (mitigations.not_resolving) step("no resolvable record");
  if (mitigations.unproven_twin) step("unproven twin");
  if (mitigations.status != NameStatus::active && mitigations.status != NameStatus::unknown) {
    step("name not active (" + std::string{text(mitigations.status)} + ")");
  }
}

}  // namespace splitroot::correlate
