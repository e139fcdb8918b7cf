#pragma once
#include <memory>
#include <string>

#include "db/name_work.hpp"
#include "db/reader.hpp"

namespace splitroot::db {

/// One writing transaction over one session.
class PgUnitOfWork : public UnitOfWork, public PgReader {
 public:
  explicit PgUnitOfWork(std::shared_ptr<SessionPool> pool);

  void stage(const std::string& ns, const std::string& home, Origin origin, std::optional<Timestamp> as_of,
             std::span<const NamePatch> patches) override;
  void stage_provisional(const std::string& source, const std::string& ns, const std::string& home,
                         const BlockMark& block, std::span<const NamePatch> patches) override;
  void keep_records(const std::string& source, const std::string& ns, const std::string& home,
                    std::optional<std::uint64_t> provisional_block,
                    std::span<const RecordEvent> records) override;
  std::vector<NameRecord> rewind(const std::string& source, const BlockMark& to) override;
  void settle(const std::string& source, std::uint64_t block) override;
  void record_report(const SourceReport& report) override;
  void record_discrepancy(const Discrepancy& discrepancy) override;
  void record_notices(const std::string& source, std::span<const SourceNotice> notices) override;
  MergeCounts merge() override;
  std::uint64_t heal(std::span<const std::string> words) override;
  std::vector<std::pair<std::string, NameKey>> also_changed() override;
  void keep_malformed(const std::string& source, std::span<const Malformed> malformed) override;
  void move_position(const std::string& source, const BlockRange& range, Timestamp as_of,
                     bool is_final) override;
  void record_standings(const std::string& source, std::span<const StandingRecord> outdated,
                        std::span<const StandingRecord> added, const std::vector<bool>& is_news) override;
  std::uint64_t record_observation(const std::string& source, const Observation& observation) override;
  void withdraw_observation(std::uint64_t id, const std::string& reason) override;
  void replace_sightings(const std::string& source, std::span<const Sighting> before,
                         std::span<const Sighting> after) override;
  void record_collisions(std::span<const CollisionRecord> versions,
                         std::span<const ChangeKind> kinds) override;
  void note_activity(const std::string& source, const Activity& of_batch) override;
  void record_alarm(const std::string& source, const std::string& alarm) override;
  void record_health(const std::string& source, const std::string& trouble) override;
  void declare_source(const std::string& source, const std::string& kind, const std::string& ns) override;
  void record_leakage(const LeakageBatch& batch) override;
  void replace_deadlines(std::span<const Deadline> deadlines) override;
  void replace_rules(std::span<const RuleRecord> rules) override;
  void enqueue(std::span<const OutboxItem> items) override;
  std::vector<OutboxItem> due_messages(Timestamp at, std::size_t most) override;
  void mark_delivered(const std::string& id, Timestamp at) override;
  void mark_failed(const std::string& id, const std::string& reason, Timestamp next_attempt) override;
  std::optional<Timestamp> next_due() override;
  std::uint64_t last_change() override;
  void commit() override;

 private:
  NameWork names_;
  std::string source_;  ///< whose position or reading this unit records: the names it adds are counted there
};

}  // namespace splitroot::db
