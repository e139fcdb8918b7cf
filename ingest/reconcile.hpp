#pragma once
#include <map>
#include <set>
#include <span>
#include <string>

#include "core/ports/store.hpp"
#include "correlate/engine.hpp"

namespace splitroot::ingest {

/// Names to decide anew, by namespace.
using Candidates = std::map<std::string, std::set<NameKey>>;

/// Those of `patches` whose findings may have changed: labels that equal a string, TLDs, and names that have
/// findings already.
Candidates candidates_of(UnitOfWork& work, const correlate::Engine& engine, const std::string& ns,
                         std::span<const NamePatch> patches);

/// Adds the names that the unit of work has changed beside those that were staged, if their findings may have
/// changed.
void add_also_changed(UnitOfWork& work, const correlate::Engine& engine, Candidates& candidates);

/// Adds names that were taken back (as they were), and the other namespaces' TLDs that stood against one of
/// them.
void add_taken_back(UnitOfWork& work, std::span<const NameRecord> before, Candidates& candidates);

/// Compares what the engine says of the candidates with what is recorded, and writes the difference: new
/// versions only, so that deciding the same again writes nothing. Returns the number of versions written.
std::uint64_t reconcile(UnitOfWork& work, const correlate::Engine& engine, const Candidates& candidates,
                        Timestamp at);

}  // namespace splitroot::ingest
