#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/source.hpp"
#include "core/standing.hpp"

namespace splitroot {

/// One reading of a DNS-side list, as recorded.
struct Observation {
  std::uint64_t id = 0;  ///< given by the store; 0 before
  Timestamp as_of;
  Origin origin = Origin::live;
  Reading reading;
  bool accepted = false;  ///< a person said that it is whole, whatever its size
};

/// What a list says of one string, and the readings [first, last] that say so: all of its source between the
/// two.
struct Sighting {
  std::string ldh;
  Standing standing = Standing::delegated;
  std::optional<Timestamp> since;  ///< as the source dates it
  std::optional<Timestamp> until;
  std::map<std::string, std::string> detail;
  std::uint64_t first = 0;  ///< Observation::id
  std::uint64_t last = 0;
  std::string application = {};  ///< as StandingEntry has it
  bool operator==(const Sighting&) const = default;
};

}  // namespace splitroot
