#pragma once
#include <vector>

#include "core/standing.hpp"

namespace splitroot::correlate {

/// What became of the applications of the 2012 round, as far as the other standings and the rules for new
/// gTLDs say. An application under whose number a contract was signed ends as `applied` on that day, one for
/// a string that was not approved for the risk of name collision on the day of that resolution. `outcome` in
/// its detail says which: `contracted`, `not-approved`, or `unknown`: nobody's withdrawal is inferred from
/// another's contract. Contracts are looked for among `standings`; what its own source has ended stays as it
/// is. The resolution is added, as a standing of the string.
void settle_outcomes(std::vector<StandingRecord>& standings);

}  // namespace splitroot::correlate
