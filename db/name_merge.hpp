#pragma once
#include <span>
#include <string>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// Copies patches into the staging table, which the first batch makes if the session has none. `batch` counts
/// the calls since the last merge, from 1.
void stage_names(Session& session, int batch, const std::string& ns, const std::string& home, Origin origin,
                 std::optional<Timestamp> as_of, std::span<const NamePatch> patches);

/// Merges the staging table into `name`, writes the changes, and empties it. `batches` and
/// `rows`: how many were staged.
MergeCounts merge_names(Session& session, int batches, std::uint64_t rows);

}  // namespace splitroot::db
