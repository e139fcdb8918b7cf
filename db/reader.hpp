#pragma once
#include <memory>

#include "core/ports/store.hpp"
#include "db/session_pool.hpp"

namespace splitroot::db {

/// The reading half of the store, over whatever transaction the session is in. What each function does stands
/// with its rows (name_rows.hpp, collision_rows.hpp …).
class PgReader : public virtual Reader {
 public:
  /// Opens a transaction with `begin`; it ends, undone, with this object.
  PgReader(std::shared_ptr<SessionPool> pool, const char* begin);
  ~PgReader() override;
  PgReader(const PgReader&) = delete;
  PgReader& operator=(const PgReader&) = delete;

  std::vector<NameRecord> names_by_key(const std::string& ns, std::span<const NameKey> keys) override;
  std::vector<HeldRecord> records(const std::string& ns, const NameKey& key) override;
  std::vector<NameRecord> names_by_hash(std::span<const std::uint64_t> hashes) override;
  std::vector<NameRecord> other_tlds(const std::string& ns, std::span<const std::uint64_t> hashes) override;
  std::optional<std::set<std::uint64_t>> hashes_of_other_tlds(const std::string& ns,
                                                              std::size_t most) override;
  void visit_labels_of(
      const std::string& ns, std::span<const NameKey> keys,
      const std::function<void(const NameKey&, std::string_view label, int depth)>& visit) override;
  void visit_names(const NameFilter& filter, const std::function<void(NameRecord)>& visit) override;
  void visit_labels(const std::function<void(std::string_view ns, const NameKey&, std::string_view label,
                                             int depth)>& visit) override;
  Exposure exposure(const std::string& ns, const NameKey& tld, Timestamp at) override;
  std::vector<StandingRecord> standings(const std::optional<std::string>& ldh,
                                        std::optional<Timestamp> known_at) override;
  std::vector<StandingRecord> standings_of_source(const std::string& source) override;
  std::vector<Observation> observations(const std::string& source) override;
  std::vector<Sighting> sightings(const std::string& source) override;
  void visit_collisions(const CollisionFilter& filter,
                        const std::function<void(CollisionRecord)>& visit) override;
  std::vector<CollisionRecord> collisions_of(const std::string& ns, std::span<const NameKey> keys) override;
  std::vector<std::pair<std::string, NameKey>> ripe_names(Timestamp at) override;
  std::optional<LeakageReading> leakage(const std::string& label, Timestamp at) override;
  std::vector<Deadline> deadlines() override;
  std::vector<SourcePosition> sources() override;
  std::vector<Discrepancy> discrepancies(const std::string& source, std::size_t most) override;
  ChainPosition position(const std::string& source) override;
  std::vector<NameKey> unspelled(const std::string& ns, const NameKey& after, std::size_t most) override;
  std::vector<RuleRecord> rules() override;
  void visit_changes(std::uint64_t sequence, const std::function<void(Change)>& visit) override;
  Delivered delivery_counts() override;

 protected:
  Session& session() { return *session_; }

 private:
  std::shared_ptr<SessionPool> pool_;
  std::unique_ptr<Session> session_;
};

}  // namespace splitroot::db
