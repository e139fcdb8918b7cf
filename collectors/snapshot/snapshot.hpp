#pragma once
#include <string>
#include <vector>

#include "core/batch.hpp"
#include "core/embedded.hpp"
#include "core/name.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// The bundled snapshot (deploy/snapshot, its README.md describes the files). `file` carries a file's name
/// and content; errors (input) name file, line and column.

/// One list of strings; the source is the file's name without `.csv`. Dated by its own remark.
Result<StandingBatch> snapshot_strings(const EmbeddedFile& file);

/// Names of one namespace from one file.
struct SnapshotNames {
  std::string ns;
  Timestamp as_of;
  std::vector<NamePatch> patches;  ///< sorted by key; TLDs only
};
Result<std::vector<SnapshotNames>> snapshot_names(const EmbeddedFile& file);

/// A row of `twins.csv`: a name that is the same by design, or only said to be, on two sides. TLD level only.
struct TwinRow {
  std::string ns;
  std::string name;     ///< LDH, or `*`: every TLD of `ns` that is also on the other side
  std::string against;  ///< namespace of the other side, `dns`
  State state = State::twin;
  std::string reason;
  std::string source;
  Timestamp as_of;
};
Result<std::vector<TwinRow>> snapshot_twins(const EmbeddedFile& file);

}  // namespace splitroot::collectors
