#include "correlate/outcomes.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "correlate/eligibility.hpp"

namespace splitroot::correlate {
namespace {

constexpr const char* closed_round = "2012";

/// How an application ended, and when.
using Outcome = std::pair<Standing, Timestamp>;

/// Days of contracts, by the number of the application.
std::map<std::string, Timestamp> contracts_in(const std::vector<StandingRecord>& standings) {
  std::map<std::string, Timestamp> out;
  for (const StandingRecord& record : standings) {
    const auto number = record.detail.find("application");
    if (record.standing == Standing::contracted && record.since && number != record.detail.end())
      out.emplace(number->second, *record.since);
  }
  return out;
}

bool is_open(const StandingRecord& record) {
  const auto round = record.detail.find("round");
  return record.standing == Standing::applied && !record.application.empty() && !record.until &&
         round != record.detail.end() && round->second == closed_round;
}

/// The resolution by which no application for the string was approved.
std::optional<StandingRecord> refusal(const std::string& ldh) {
  for (const Ineligibility& rule : ineligibilities(ldh)) {
    if (rule.standing == Standing::not_approved && rule.since) return standing_of(rule, ldh);
  }
  return std::nullopt;
}

/// Settles applications one by one.
class Settling {
 public:
  explicit Settling(const std::vector<StandingRecord>& standings) : contracts_(contracts_in(standings)) {}

  void settle(StandingRecord& application) {
    const auto outcome = outcome_of(application);
    application.detail["outcome"] = outcome ? text(outcome->first) : "unknown";
    if (outcome) application.until = outcome->second;
  }

  /// What stands in their place.
  const std::map<std::string, StandingRecord>& refusals() const { return refusals_; }

 private:
  std::optional<Outcome> outcome_of(const StandingRecord& application) {
    const auto contract = contracts_.find(application.application);
    if (contract != contracts_.end()) return Outcome{Standing::contracted, contract->second};
    auto refused = refusal(application.ldh);
    if (!refused) return std::nullopt;
    const Outcome outcome{refused->standing, *refused->since};
    refusals_.try_emplace(application.ldh, std::move(*refused));
    return outcome;
  }

  std::map<std::string, Timestamp> contracts_;
  std::map<std::string, StandingRecord> refusals_;
};

}  // namespace

void settle_outcomes(std::vector<StandingRecord>& standings) {
  Settling settling{standings};
  for (StandingRecord& record : standings) {
    if (is_open(record)) settling.settle(record);
  }
  for (const auto& [ldh, record] : settling.refusals()) standings.push_back(record);
}

}  // namespace splitroot::correlate
