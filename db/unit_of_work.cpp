#include "db/unit_of_work.hpp"

#include "core/failpoint.hpp"
#include "db/change_rows.hpp"
#include "db/collision_rows.hpp"
#include "db/deadline_rows.hpp"
#include "db/leakage_rows.hpp"
#include "db/message_rows.hpp"
#include "db/observation_rows.hpp"
#include "db/report_rows.hpp"
#include "db/source_rows.hpp"
#include "db/standing_rows.hpp"

namespace splitroot::db {
namespace {

/// Said in full, for a role or a database may default to something else.
constexpr const char* begin_writing = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

}  // namespace

PgUnitOfWork::PgUnitOfWork(std::shared_ptr<SessionPool> pool)
    : PgReader(std::move(pool), begin_writing), names_(session()) {}

void PgUnitOfWork::stage(const std::string& ns, const std::string& home, Origin origin,
                         std::optional<Timestamp> as_of, std::span<const NamePatch> patches) {
  names_.stage(ns, home, origin, as_of, patches);
  failpoint("after-staging");
}

void PgUnitOfWork::stage_provisional(const std::string& source, const std::string& ns,
                                     const std::string& home, const BlockMark& block,
                                     std::span<const NamePatch> patches) {
  names_.stage_provisional(source, ns, home, block, patches);
  failpoint("after-staging");
}

void PgUnitOfWork::keep_records(const std::string& source, const std::string& ns, const std::string& home,
                                std::optional<std::uint64_t> provisional_block,
                                std::span<const RecordEvent> records) {
  names_.keep_records(source, ns, home, provisional_block, records);
}

std::vector<NameRecord> PgUnitOfWork::rewind(const std::string& source, const BlockMark& to) {
  return names_.rewind(source, to);
}

void PgUnitOfWork::settle(const std::string& source, std::uint64_t block) { names_.settle(source, block); }

MergeCounts PgUnitOfWork::merge() { return names_.merge(); }

std::uint64_t PgUnitOfWork::heal(std::span<const std::string> words) { return names_.heal(words); }

std::vector<std::pair<std::string, NameKey>> PgUnitOfWork::also_changed() { return names_.also_changed(); }

void PgUnitOfWork::record_report(const SourceReport& report) { db::record_report(session(), report); }

void PgUnitOfWork::record_discrepancy(const Discrepancy& discrepancy) {
  db::record_discrepancy(session(), discrepancy);
}

void PgUnitOfWork::record_notices(const std::string& source, std::span<const SourceNotice> notices) {
  db::record_notices(session(), source, notices);
}

void PgUnitOfWork::keep_malformed(const std::string& source, std::span<const Malformed> malformed) {
  db::keep_malformed(session(), source, malformed);
}

void PgUnitOfWork::move_position(const std::string& source, const BlockRange& range, Timestamp as_of,
                                 bool is_final) {
  db::move_position(session(), source, range, as_of, is_final);
  source_ = source;
}

void PgUnitOfWork::record_standings(const std::string& source, std::span<const StandingRecord> outdated,
                                    std::span<const StandingRecord> added, const std::vector<bool>& is_news) {
  db::record_standings(session(), source, outdated, added, is_news);
}

std::uint64_t PgUnitOfWork::record_observation(const std::string& source, const Observation& observation) {
  source_ = source;
  return db::record_observation(session(), source, observation);
}

void PgUnitOfWork::withdraw_observation(std::uint64_t id, const std::string& reason) {
  db::withdraw_observation(session(), id, reason);
}

void PgUnitOfWork::replace_sightings(const std::string& source, std::span<const Sighting> before,
                                     std::span<const Sighting> after) {
  db::replace_sightings(session(), source, before, after);
}

void PgUnitOfWork::record_collisions(std::span<const CollisionRecord> versions,
                                     std::span<const ChangeKind> kinds) {
  db::record_collisions(session(), versions, kinds);
}

void PgUnitOfWork::note_activity(const std::string& source, const Activity& of_batch) {
  db::note_activity(session(), source, of_batch);
}

void PgUnitOfWork::record_alarm(const std::string& source, const std::string& alarm) {
  db::record_alarm(session(), source, alarm);
}

void PgUnitOfWork::record_health(const std::string& source, const std::string& trouble) {
  db::record_health(session(), source, trouble);
}

void PgUnitOfWork::declare_source(const std::string& source, const std::string& kind, const std::string& ns) {
  db::declare_source(session(), source, kind, ns);
}

void PgUnitOfWork::record_leakage(const LeakageBatch& batch) { db::record_leakage(session(), batch); }

void PgUnitOfWork::replace_deadlines(std::span<const Deadline> deadlines) {
  db::replace_deadlines(session(), deadlines);
}

void PgUnitOfWork::replace_rules(std::span<const RuleRecord> rules) { db::replace_rules(session(), rules); }

void PgUnitOfWork::enqueue(std::span<const OutboxItem> items) { db::enqueue(session(), items); }

std::vector<OutboxItem> PgUnitOfWork::due_messages(Timestamp at, std::size_t most) {
  return db::due_messages(session(), at, most);
}

void PgUnitOfWork::mark_delivered(const std::string& id, Timestamp at) {
  db::mark_delivered(session(), id, at);
}

void PgUnitOfWork::mark_failed(const std::string& id, const std::string& reason, Timestamp next_attempt) {
  db::mark_failed(session(), id, reason, next_attempt);
}

std::optional<Timestamp> PgUnitOfWork::next_due() { return db::next_due(session()); }

std::uint64_t PgUnitOfWork::last_change() { return db::last_change(session()); }

void PgUnitOfWork::commit() {
  if (!source_.empty()) note_reading(session(), source_, names_.added());
  failpoint("before-commit");
  session().commit();
  failpoint("after-commit");
}

}  // namespace splitroot::db
