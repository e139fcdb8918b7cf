#pragma once
#include <optional>
#include <string>

#include "core/batch.hpp"
#include "core/result.hpp"
#include "ingest/history.hpp"

namespace splitroot::ingest {

/// Why a reading that would stand at `place` is not believed: it lacks much of what both its neighbours in time have,
/// or (the newest) it is suddenly smaller than the one before. Says both counts. nullopt: nothing speaks against it.
/// How much may be lost grows with the time between two readings: two per cent and as much for each year.
std::optional<Error> implausible(const History& history, std::size_t place, const StandingBatch& batch);

/// Why the reading at `place` is not believed any more, now that it has neighbours; nullopt where it stands. One that
/// proves itself whole, or that a person accepted, stands.
std::optional<std::string> no_longer_plausible(const History& history, const std::string& source, std::size_t place);

}  // namespace splitroot::ingest
