#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/ports/store.hpp"
#include "db/dictionary.hpp"
#include "db/name_merge.hpp"
#include "db/provisional.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// What one unit of work does to names and their records (see UnitOfWork for each function). Blocks are taken
/// back and settled before anything is staged; merge() ends it all.
class NameWork {
 public:
  explicit NameWork(Session& session);

  void stage(const std::string& ns, const std::string& home, Origin origin, std::optional<Timestamp> as_of,
             std::span<const NamePatch> patches);
  void stage_provisional(const std::string& source, const std::string& ns, const std::string& home,
                         const BlockMark& block, std::span<const NamePatch> patches);
  void keep_records(const std::string& source, const std::string& ns, const std::string& home,
                    std::optional<std::uint64_t> provisional_block, std::span<const RecordEvent> records);
  std::vector<NameRecord> rewind(const std::string& source, const BlockMark& to);
  void settle(const std::string& source, std::uint64_t block);
  MergeCounts merge();
  std::uint64_t heal(std::span<const std::string> words);
  std::vector<std::pair<std::string, NameKey>> also_changed();

  /// By how many names there are more.
  std::int64_t added() const { return added_; }

 private:
  void stage(const std::string& ns, const std::string& home, Origin origin, std::optional<Timestamp> as_of,
             std::span<const NamePatch> patches, std::optional<BlockTag> tag);
  bool worth_hashing(const std::string& ns, std::span<const NamePatch> patches);
  bool may_copy(const std::string& ns);
  std::vector<const NamePatch*> copy_first(const StagedBatch& batch, std::span<const NamePatch> patches);
  MergeCounts merge_staged();
  MergeCounts merge_final(const std::string& rows);
  MergeCounts merge_provisional();
  MergeCounts merge_rounds();
  void learn(const std::string& rows);
  void find_resolving();
  void tell_others();

  Session& session_;
  std::uint64_t first_change_;
  int batches_ = 0;             ///< staged since the last merge
  std::vector<BlockTag> tags_;  ///< their blocks; none where they are final
  struct Provisional {
    std::string ns;
    std::string home;
    std::vector<NamePatch> patches;  ///< of all those blocks, in their order
  };
  Provisional provisional_;
  std::uint64_t staged_rows_ = 0;
  std::uint64_t copied_ = 0;  ///< names copied since then
  std::int64_t added_ = 0;
  std::map<std::string, bool> unspelled_;  ///< by namespace: has it names nobody has spelled
  std::optional<Dictionary> dictionary_;
  bool rewound_ = false;
  bool learned_ = false;    ///< names have learned from others
  bool resolving_ = false;  ///< some names may resolve otherwise now
};

}  // namespace splitroot::db
