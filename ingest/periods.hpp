#pragma once
#include <string>
#include <vector>

#include "ingest/history.hpp"

namespace splitroot::ingest {

/// Readings [first, last] of a history, one after another, that have an identity, whatever else they said of it.
struct Period {
  Identity identity;
  std::size_t first = 0;
  std::size_t last = 0;
  Said said;  ///< as the last of them has it; `since` from the last that dated it
};

/// All of one identity, in order.
std::vector<Period> periods_of(const Identity& identity, const Runs& runs);

/// The day from which a string stood, and the one before which it did not, as the readings of `history` bound them.
StandingRecord record_of(const History& history, const std::string& source, const Period& period);

/// What the readings of a list make of its strings: one record a period, by string. Says the same whatever the order
/// the readings came in.
std::vector<StandingRecord> standings_of(const History& history, const std::string& source);

}  // namespace splitroot::ingest
