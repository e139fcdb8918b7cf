#pragma once
#include <set>
#include <string>

#include "core/result.hpp"
#include "correlate/engine.hpp"
#include "ingest/ingest.hpp"

namespace splitroot::app {

/// Twins by design, from the bundled table.
Result<correlate::TwinTable> bundled_twins();

/// Those, and how long names of the known registries stay their holders' when they lapse.
Result<correlate::Rules> known_rules();

/// Takes the bundled root zone where the root has never been read: its dates of delegation, and the TLDs that
/// were in it before, are what a first live reading cannot tell. Live readings follow it as later ones.
Result<void> begin_with_bundled_root(ingest::Ingest& ingest);

struct SnapshotNeeds {
  std::set<std::string> live_lists;  ///< lists that were read live: their snapshot is not needed
  std::set<std::string> namespaces;  ///< namespaces whose chain was not read, or not from its beginning
};

/// Takes what is needed from the bundled snapshot (deploy/snapshot).
Result<void> apply_snapshot(ingest::Ingest& ingest, const SnapshotNeeds& needs);

}  // namespace splitroot::app
