#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/source.hpp"
#include "core/time.hpp"
#include "core/vocabulary.hpp"

namespace splitroot {

/// One application for a new gTLD, or one announced, as a source tells of it.
struct ApplicationEntry {
  std::string round;  ///< `2012`, `2026`
  std::string id;     ///< as the source writes it; empty where there is none (announced)
  std::string ldh;    ///< the string applied for: lower-case LDH, an A-label where not ASCII
  std::string applicant;
  Standing standing = Standing::applied;
  std::optional<Timestamp> since;     ///< of the standing, as the source dates it
  std::string replacement;            ///< LDH of the replacement string; empty where none is named
  std::string contention_set;         ///< as the source names it; empty where it names none
  std::vector<std::string> variants;  ///< LDH of the variants applied for with it
  /// All else the source tells, by the column's own name in lower case with hyphens.
  std::map<std::string, std::string> detail;
};

/// One whole list of a round's applications.
struct ApplicationBatch {
  std::string source;  ///< `icann-round-2012`, `icann-round-2026`
  std::string round;
  Timestamp as_of;
  Origin origin = Origin::live;
  Reading reading;
  std::vector<ApplicationEntry> entries;
  std::vector<std::string> dropped_columns;  ///< about persons: not kept, by name
  std::uint64_t dropped_values = 0;          ///< fields of those columns, and others that held such data
};

}  // namespace splitroot
