#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/observation.hpp"
#include "core/standing.hpp"

namespace splitroot::ingest {

/// A string and one standing of it, or of one application for it.
struct Identity {
  std::string ldh;
  Standing standing = Standing::delegated;
  std::string application = {};
  auto operator<=>(const Identity&) const = default;
};

Identity identity_of(const StandingEntry& entry);
Identity identity_of(const StandingRecord& record);

/// What a list says of one identity beside its name.
struct Said {
  std::optional<Timestamp> since;
  std::optional<Timestamp> until;
  std::map<std::string, std::string> detail;
  bool operator==(const Said&) const = default;
};

/// The readings [first, last] of a history (by place) that say the same of one identity, one after another.
struct Run {
  Said said;
  std::size_t first = 0;
  std::size_t last = 0;
  bool operator==(const Run&) const = default;
};
using Runs = std::vector<Run>;

/// All readings of one list, by the day they speak of, with what they said. The same readings give the same
/// history whatever the order they came in. Memory grows with the strings and their changes, not with the
/// readings.
class History {
 public:
  History() = default;

  /// As the store keeps them: observations in order of time.
  History(std::vector<Observation> observations, std::span<const Sighting> sightings);

  /// Where a reading of that day (of several: with that serial) belongs: the number of readings before it.
  std::size_t place_of(const Observation& observation) const;

  /// Adds a reading before the one at `place`. Of entries that repeat an identity the first counts.
  void insert(std::size_t place, Observation observation, std::span<const StandingEntry> entries);

  /// Takes a reading out again.
  void remove(std::size_t place);

  const std::vector<Observation>& observations() const { return observations_; }
  const std::map<Identity, Runs>& runs() const { return runs_; }

  /// What the reading at `place` lists, what has ended too; with `only`, of that standing.
  std::set<Identity> said_at(std::size_t place, std::optional<Standing> only) const;

  /// As the store keeps them, by string.
  std::vector<Sighting> sightings() const;

 private:
  std::vector<Observation> observations_;
  std::map<Identity, Runs> runs_;
};

}  // namespace splitroot::ingest
