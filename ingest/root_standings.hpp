#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "ingest/history.hpp"

namespace splitroot::ingest {

inline const std::string root_source = "iana-root";

/// What other sources say of a label that is new in the root.
struct RootEvidence {
  std::map<std::string, Timestamp> known_since;  ///< a contract, or an entry of IANA's database: the earliest date of one
  std::set<std::string> applied_for;             ///< in a round that knows temporary delegations
};

/// Gathers it from what is recorded of all sources.
RootEvidence root_evidence(std::span<const StandingRecord> standings);

/// What the root zones, read at different times, make of their labels. A label of the first reading, or from before
/// the 2026 round could put strings into the root for a time, is delegated. One that is new is `in-root-unclassified`
/// until a contract or IANA's database says what it is. What was delegated and has left the root is `retired`; what
/// was never classified has only left.
std::vector<StandingRecord> root_standings(const History& history, const RootEvidence& evidence);

}  // namespace splitroot::ingest
