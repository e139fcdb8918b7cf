#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/batch.hpp"
#include "core/change.hpp"
#include "core/deadline.hpp"
#include "core/finding.hpp"
#include "core/leakage.hpp"
#include "core/observation.hpp"

namespace splitroot {

/// A stored alert rule: its name and its TOML table rendered as JSON, as `rules apply` checked it.
struct RuleRecord {
  std::string name;
  std::string json;
};

struct MergeCounts {
  std::uint64_t added = 0;
  std::uint64_t changed = 0;
};

/// A record as a resolver holds it.
struct HeldRecord {
  std::string home;      ///< NameRecord::home
  std::string resolver;  ///< as RecordEvent has it
  std::string type;
  std::string value;  ///< octets
  Evidence evidence;
};

/// Everything that may be read. Functions throw Failure (fault database) when PostgreSQL fails.
/// `visit` callbacks stream: memory does not grow with the rows.
class Reader {
 public:
  virtual ~Reader() = default;

  virtual std::vector<NameRecord> names_by_key(const std::string& ns, std::span<const NameKey> keys) = 0;

  /// Records of a name, of all homes and resolvers, by home, resolver and type. Which resolver speaks for the
  /// name is its `detail.resolver`.
  virtual std::vector<HeldRecord> records(const std::string& ns, const NameKey& key) = 0;

  /// Names of depth 1 and 2 whose canonical label has one of these hashes, in all namespaces.
  virtual std::vector<NameRecord> names_by_hash(std::span<const std::uint64_t> hashes) = 0;

  /// TLDs (depth 1) whose canonical label has one of these hashes, in namespaces other than `ns`.
  virtual std::vector<NameRecord> other_tlds(const std::string& ns,
                                             std::span<const std::uint64_t> hashes) = 0;

  /// Hashes of the canonical labels of all TLDs of namespaces other than `ns`; nullopt when they are more
  /// than `most`.
  virtual std::optional<std::set<std::uint64_t>> hashes_of_other_tlds(const std::string& ns,
                                                                      std::size_t most) = 0;

  /// Label and depth of those of the names that have both.
  virtual void visit_labels_of(
      const std::string& ns, std::span<const NameKey> keys,
      const std::function<void(const NameKey&, std::string_view label, int depth)>& visit) = 0;

  struct NameFilter {
    std::string ns;                  ///< required
    std::optional<NameKey> parent;   ///< only names directly under it
    std::optional<Timestamp> since;  ///< last evidence (else as-of) at or after
  };
  /// Names in key order.
  virtual void visit_names(const NameFilter& filter, const std::function<void(NameRecord)>& visit) = 0;

  /// Label octets and key of every name of depth 1 and 2; the full pass over the matcher.
  virtual void visit_labels(const std::function<void(std::string_view ns, const NameKey&,
                                                     std::string_view label, int depth)>& visit) = 0;

  struct Exposure {
    std::string ns;
    NameKey tld;
    std::uint64_t direct_children = 0;
    std::uint64_t active = 0;  ///< of them, not lapsed at the time of asking
  };
  virtual Exposure exposure(const std::string& ns, const NameKey& tld, Timestamp at) = 0;

  /// Standings as recorded now (recorded range open), or as they were known at a moment; of one string, or of
  /// all.
  virtual std::vector<StandingRecord> standings(const std::optional<std::string>& ldh,
                                                std::optional<Timestamp> known_at = std::nullopt) = 0;
  virtual std::vector<StandingRecord> standings_of_source(const std::string& source) = 0;

  /// Readings of a list that are believed, by the day they speak of, then as they came.
  virtual std::vector<Observation> observations(const std::string& source) = 0;
  /// What they said, by string.
  virtual std::vector<Sighting> sightings(const std::string& source) = 0;

  struct CollisionFilter {
    std::vector<std::string> namespaces;  ///< empty lists mean: all
    std::vector<Class> classes;
    std::vector<Level> levels;
    std::vector<Standing> standings;
    std::vector<State> states;
    bool with_closed = true;            ///< where `states` is empty: also findings of which one side is gone
    std::optional<Timestamp> since;     ///< recorded at or after
    std::optional<Timestamp> known_at;  ///< the versions of that moment instead of the current ones
    std::optional<std::string> against_ldh;  ///< of one string, or of one other TLD
    std::optional<std::string> id;
    std::size_t limit = 0;  ///< 0: no limit
    std::string after;      ///< id after which the page starts
  };
  /// Current versions (or those of `known_at`), by id.
  virtual void visit_collisions(const CollisionFilter& filter,
                                const std::function<void(CollisionRecord)>& visit) = 0;
  /// Current versions of the findings of these names.
  virtual std::vector<CollisionRecord> collisions_of(const std::string& ns,
                                                     std::span<const NameKey> keys) = 0;
  /// Names whose findings have changed by time alone, or because their chain was read to some height.
  virtual std::vector<std::pair<std::string, NameKey>> ripe_names(Timestamp at) = 0;

  /// How often a label is asked for as a TLD, by the latest reading that is of `at` or before; nullopt: there
  /// is none.
  virtual std::optional<LeakageReading> leakage(const std::string& label, Timestamp at) = 0;

  /// ICANN's dates, by time.
  virtual std::vector<Deadline> deadlines() = 0;

  virtual std::vector<SourcePosition> sources() = 0;

  /// Answers that contradict each other, newest first; of one source, or (empty) of all.
  virtual std::vector<Discrepancy> discrepancies(const std::string& source, std::size_t most) = 0;
  virtual ChainPosition position(const std::string& source) = 0;

  /// Keys of names that nobody has spelled, in key order after `after`.
  virtual std::vector<NameKey> unspelled(const std::string& ns, const NameKey& after, std::size_t most) = 0;

  virtual std::vector<RuleRecord> rules() = 0;

  /// Changes after `sequence`, oldest first.
  virtual void visit_changes(std::uint64_t sequence, const std::function<void(Change)>& visit) = 0;

  struct Delivered {
    std::uint64_t pending = 0;
    std::uint64_t delivered = 0;
    std::uint64_t failed_attempts = 0;
  };
  virtual Delivered delivery_counts() = 0;
};

/// One transaction. What is read sees what it has written. Destroyed without commit: nothing happened.
class UnitOfWork : public virtual Reader {
 public:
  /// Sends patches to the staging table (binary COPY). Every patch of one call belongs to `ns` and `home`.
  virtual void stage(const std::string& ns, const std::string& home, Origin origin,
                     std::optional<Timestamp> as_of, std::span<const NamePatch> patches) = 0;

  /// The same for one block of `source` that is not final: remembered by block until settle or rewind.
  virtual void stage_provisional(const std::string& source, const std::string& ns, const std::string& home,
                                 const BlockMark& block, std::span<const NamePatch> patches) = 0;

  /// Records, final at once or (with a block) when that block is settled.
  virtual void keep_records(const std::string& source, const std::string& ns, const std::string& home,
                            std::optional<std::uint64_t> provisional_block,
                            std::span<const RecordEvent> records) = 0;

  /// Takes back every provisional block of `source` above `to`: its names stand as what remains says, and are
  /// gone where nothing remains; merge() tells of it, unless what comes before says the same again. Refused
  /// (Failure, source) below the last final block. Returns the names touched, as they were.
  virtual std::vector<NameRecord> rewind(const std::string& source, const BlockMark& to) = 0;

  /// The provisional blocks of `source` up to `block` are final from now on.
  virtual void settle(const std::string& source, std::uint64_t block) = 0;

  /// Ends with names: merges all that is staged, set-based; gives names what others have made known of them
  /// (a label, a place, whether they resolve); writes a `name.seen`, `name.changed` or `name.retracted`
  /// change for each row that was added, truly changed or taken back. Rows that already say the same are not
  /// touched.
  virtual MergeCounts merge() = 0;

  /// Names that merge() and heal() have changed beside those that were staged.
  virtual std::vector<std::pair<std::string, NameKey>> also_changed() = 0;

  /// Spells names whose label is one of these distinct words, in all namespaces, for good; merge() tells of
  /// them. Returns how many rows.
  virtual std::uint64_t heal(std::span<const std::string> words) = 0;

  virtual void keep_malformed(const std::string& source, std::span<const Malformed> malformed) = 0;
  virtual void move_position(const std::string& source, const BlockRange& range, Timestamp as_of,
                             bool is_final) = 0;

  /// Replaces the recorded standings of a source that differ from what is known now: closes the recorded
  /// range of the old ones, adds the new ones, writes a change for each: `standing.changed` where it is news
  /// of today, else `standing.dated`. An outdated one whose successor (same string, same standing) is added
  /// in the same call has no change of its own. The caller decides what differs; `is_news` goes with `added`.
  virtual void record_standings(const std::string& source, std::span<const StandingRecord> outdated,
                                std::span<const StandingRecord> added, const std::vector<bool>& is_news) = 0;
  /// Returns the id of the reading.
  virtual std::uint64_t record_observation(const std::string& source, const Observation& observation) = 0;
  /// It stays on record with the reason, and is believed no more.
  virtual void withdraw_observation(std::uint64_t id, const std::string& reason) = 0;
  /// What the readings of a source said, from `before` to `after`.
  virtual void replace_sightings(const std::string& source, std::span<const Sighting> before,
                                 std::span<const Sighting> after) = 0;

  /// Writes new versions of findings (closing the recorded range of the ones they replace) and their changes.
  /// Of one that is retracted no version stays current.
  virtual void record_collisions(std::span<const CollisionRecord> versions,
                                 std::span<const ChangeKind> kinds) = 0;

  virtual void record_report(const SourceReport& report) = 0;
  /// Keeps both answers, and writes a change (`source.notice`).
  virtual void record_discrepancy(const Discrepancy& discrepancy) = 0;
  virtual void record_notices(const std::string& source, std::span<const SourceNotice> notices) = 0;

  /// Adds what a batch brought to what its source has brought so far.
  virtual void note_activity(const std::string& source, const Activity& of_batch) = 0;

  /// Marks a source well (empty trouble) or not; writes a change when that is news.
  virtual void record_health(const std::string& source, const std::string& trouble) = 0;
  /// The same for what is seen from outside: a source that is read without trouble, yet silent, behind or
  /// empty.
  virtual void record_alarm(const std::string& source, const std::string& alarm) = 0;
  /// Makes a source known, so that coverage lists it before its first row.
  virtual void declare_source(const std::string& source, const std::string& kind, const std::string& ns) = 0;

  /// A reading of the same day and digest takes the place of itself.
  virtual void record_leakage(const LeakageBatch& batch) = 0;
  /// Puts the dates in place of what is known of their rounds. Refused (Failure, input) where that is of a
  /// later day.
  virtual void replace_deadlines(std::span<const Deadline> deadlines) = 0;

  virtual void replace_rules(std::span<const RuleRecord> rules) = 0;
  virtual void enqueue(std::span<const OutboxItem> items) = 0;
  virtual std::vector<OutboxItem> due_messages(Timestamp at, std::size_t most) = 0;
  virtual void mark_delivered(const std::string& id, Timestamp at) = 0;
  virtual void mark_failed(const std::string& id, const std::string& reason, Timestamp next_attempt) = 0;
  /// When the earliest undelivered message falls due; nullopt when there is none.
  virtual std::optional<Timestamp> next_due() = 0;

  /// Sequence number of the last change visible to this transaction.
  virtual std::uint64_t last_change() = 0;

  virtual void commit() = 0;
};

/// The database. One Store serves one thread.
class Store {
 public:
  virtual ~Store() = default;
  virtual std::unique_ptr<UnitOfWork> begin() = 0;
  /// A read-only transaction with one snapshot of everything.
  virtual std::unique_ptr<Reader> read() = 0;
};

}  // namespace splitroot
