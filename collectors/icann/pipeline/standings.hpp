#pragma once
#include "core/application.hpp"
#include "core/batch.hpp"

namespace splitroot::collectors {

/// A round's list as standings, one for each application, string and standing. The number of the application
/// (where it has none, the applicant) tells those of one string apart; `round`, `applicant`, `replacement`,
/// `contention-set` and `variants` (by blanks) stand in the detail beside what the list tells of its own.
StandingBatch round_standings(ApplicationBatch batch);

}  // namespace splitroot::collectors
