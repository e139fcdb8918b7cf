#pragma once
#include <span>
#include <vector>

#include "core/standing.hpp"

namespace splitroot::ingest {

/// What becomes of the recorded standings of a source.
struct Revision {
  std::vector<StandingRecord> outdated;
  std::vector<StandingRecord> added;
  /// Of each added one: whether it says something new of today, not only of the past. What is outdated without a
  /// successor of its string and standing is news where it stood.
  std::vector<bool> is_news;

  void add(Revision other);
};

/// The difference between what is recorded and what is known now; what says the same stays as it is.
Revision revision_of(std::vector<StandingRecord> recorded, std::vector<StandingRecord> known, Timestamp today);

}  // namespace splitroot::ingest
