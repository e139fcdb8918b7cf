#pragma once
#include "core/ports/store.hpp"

namespace splitroot::ingest {

/// Compares how reserved lists differ from the DNS world (correlate/list_drift.hpp) with what is recorded of
/// it, and writes the difference. Returns the number of versions written. Time grows with the standings on
/// record.
std::uint64_t reconcile_lists(UnitOfWork& work, Timestamp at);

}  // namespace splitroot::ingest
