#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/time.hpp"
#include "core/vocabulary.hpp"

namespace splitroot {

/// One line of a DNS-side list: a string and what the source says it is.
struct StandingEntry {
  std::string ldh;  ///< lower-case LDH, an A-label where not ASCII
  Standing standing = Standing::delegated;
  std::optional<Timestamp> since;  ///< as the source dates it; nullopt where it does not
  std::optional<Timestamp> until;
  std::map<std::string, std::string> detail;  ///< applicant, contract date, remark …
  std::string application =
      {};  ///< whose standing it is, by its number in the round; empty: the string's own
};

/// A standing as recorded: valid range (when it was so) and recorded range (when we knew). Where the source
/// dates neither end, its readings do: then an end lies between two of them, and nothing more is known.
struct StandingRecord {
  std::string ldh;
  Standing standing = Standing::delegated;
  std::string source;
  std::optional<Timestamp> since;  ///< as the source dates it, else the first reading that has it
  std::optional<Timestamp> until;  ///< as the source dates it, else the first reading that lacks it again
  std::map<std::string, std::string> detail;
  Timestamp recorded_at;
  std::optional<Timestamp> since_after =
      std::nullopt;  ///< the last reading without it; nullopt: dated, or none
  std::optional<Timestamp> until_after =
      std::nullopt;  ///< the last reading with it; nullopt: dated, or not ended
  std::optional<Timestamp> first_seen = std::nullopt;  ///< the first reading with it
  std::uint64_t id = 0;                                ///< given by the store; 0 before
  std::string first_reading = {};                      ///< its position: serial, version or date
  std::string ended_reading = {};  ///< position of the reading by which it had ended; empty while it stands
  std::string application = {};    ///< as StandingEntry has it
};

/// Whether a standing held at a moment. `unknown`: the moment lies between two readings, or before the first.
enum class Holding { yes, no, unknown };

Holding holding(const StandingRecord& standing, Timestamp at);

/// True when it is known to hold at `at`.
inline bool holds(const StandingRecord& standing, Timestamp at) {
  return holding(standing, at) == Holding::yes;
}

}  // namespace splitroot
