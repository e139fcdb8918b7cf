#pragma once
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
  std::map<std::string, std::string> detail;  ///< applicant, application, contract date, remark …
};

/// A standing as recorded: valid range (when it was so) and recorded range (when we knew).
struct StandingRecord {
  std::string ldh;
  Standing standing = Standing::delegated;
  std::string source;
  std::optional<Timestamp> since;
  std::optional<Timestamp> until;
  std::map<std::string, std::string> detail;
  Timestamp recorded_at;
};

/// True while the standing holds at `at`.
inline bool holds(const StandingRecord& standing, Timestamp at) {
  return !standing.until || at < *standing.until;
}

}  // namespace splitroot
