#include "correlate/list_drift.hpp"

#include <algorithm>
#include <map>

#include "correlate/handshake_regimes.hpp"
#include "correlate/outcomes.hpp"

namespace splitroot::correlate {
namespace {

constexpr const char* handshake = "hns";
constexpr Timestamp handshake_genesis{std::chrono::seconds{1'580'745'078}};
constexpr std::chrono::minutes handshake_spacing{10};

std::uint64_t handshake_height_at(Timestamp at) {
  if (at <= handshake_genesis) return 0;
  return static_cast<std::uint64_t>((at - handshake_genesis) / handshake_spacing);
}

bool is_in_force(const Regime& regime, std::uint64_t height) {
  return height >= regime.from_height.value_or(0) && (!regime.until_height || height < *regime.until_height);
}

/// `stale-list missing × delegated (hns-lockup-2023)`.
std::string basis_of(const Regime& regime, const ReservedFinding& drift) {
  return "stale-list " + std::string{text(drift.drift)} + " × " + std::string{text(drift.standing)} + " (" +
         regime.id + ")";
}

/// What a list has let go is no difference when the TLD is gone too; and of one that only the list says was a
/// TLD no reading bears out that it left.
bool is_evident(const ReservedFinding& gone) { return gone.held && gone.since; }

CollisionRecord record_of(const ReservedFinding& drift) {
  CollisionRecord record;
  Finding& finding = record.finding;
  finding.ns = handshake;
  finding.key = handshake_key(drift.ldh);
  finding.against = {"dns", drift.ldh, drift.standing};
  finding.cls = Class::stale_list;
  finding.kind = Kind::list_drift;
  finding.valid_from = drift.since;
  record.id = finding_id(finding);
  record.name = record.name_raw = drift.ldh;
  return record;
}

/// What a difference means, without the fact that all lists share.
std::string clause_of(const ReservedFinding& drift) {
  const auto comma = drift.meaning.find(", ");
  return comma == std::string::npos ? drift.meaning : drift.meaning.substr(comma + 2);
}

void take(const Regime& regime, const ReservedFinding& drift, Finding& finding) {
  finding.severity = std::max(finding.severity, drift.severity);
  finding.basis.push_back(basis_of(regime, drift));
  finding.reason += finding.reason.empty() ? drift.meaning : "; " + clause_of(drift);
  finding.as_of = std::max(finding.as_of, regime.reserved.as_of);
}

}  // namespace

std::vector<CollisionRecord> list_drifts(const std::vector<StandingRecord>& standings, Timestamp at) {
  auto settled = standings;
  settle_outcomes(settled);
  std::map<std::string, CollisionRecord> by_label;
  for (const Regime& regime : handshake_regimes()) {
    if (!is_in_force(regime, handshake_height_at(at))) continue;
    const auto drifts = lint(regime, settled, at);
    if (!drifts) return {};
    for (const ReservedFinding& drift : *drifts) {
      if (drift.drift == Drift::gone && !is_evident(drift)) continue;
      take(regime, drift, by_label.try_emplace(drift.ldh, record_of(drift)).first->second.finding);
    }
  }
  std::vector<CollisionRecord> out;
  for (auto& [ldh, record] : by_label) out.push_back(std::move(record));
  return out;
}

}  // namespace splitroot::correlate
