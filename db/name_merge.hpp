#pragma once
#include <span>
#include <string>

#include "core/ports/store.hpp"
#include "db/name_merge_sql.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// The table patches are staged in, where the session has none yet.
void make_staging(Session& session);

/// Copies patches into the staging table. `batch` tells the calls apart. With `for_namesakes` every label
/// comes with its hash, so that names nobody has spelled can be found by it.
struct StagedBatch {
  int batch;
  const std::string& ns;
  const std::string& home;
  Origin origin;
  std::optional<Timestamp> as_of;
  bool for_namesakes;
};
void stage_names(Session& session, const StagedBatch& batch, std::span<const NamePatch* const> patches);

/// Copies names that are not stored yet straight into `name`, and tells of them: nothing is looked up or
/// merged. They have a label and a place, and no other name waits for these. False, with nothing done, when
/// one of them is stored after all.
bool copy_names(Session& session, const StagedBatch& batch, std::span<const NamePatch* const> patches);

/// What staged_batch() stands for from here on, in this transaction.
void choose_batch(Session& session, int batch);

/// Merges `rows` (name_merge_sql.hpp) into `name`.
MergeCounts merge_names(Session& session, const std::string& rows, const Inserting& inserting,
                        const Telling& telling);

/// The same into `name_base`, where a name has a base; tells nothing.
void merge_bases(Session& session, const std::string& rows);

}  // namespace splitroot::db
