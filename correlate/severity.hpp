#pragma once
#include <string>
#include <vector>

#include "core/standing.hpp"
#include "core/vocabulary.hpp"

namespace splitroot::correlate {

struct Verdict {
  Severity severity = Severity::info;
  std::vector<std::string> basis;
};

/// What lowers a severity by one step each. Unknown is no step.
struct Mitigations {
  bool not_resolving = false;
  bool unproven_twin = false;
  NameStatus status = NameStatus::active;
};

/// The highest cell of the severity table (docs/severity.md) for class `exact` over all standings of a
/// string.
Verdict exact_severity(Level level, const std::vector<StandingRecord>& standings);

/// Cross-alternative, class `exact`: high when the string is in or on its way into the root, else medium.
Verdict cross_alt_severity(const std::vector<StandingRecord>& standings);

/// Takes one step down for each mitigation and adds its reason.
void mitigate(Verdict& verdict, const Mitigations& mitigations);

}  // namespace splitroot::correlate
