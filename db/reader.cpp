#include "db/reader.hpp"

#include "db/change_rows.hpp"
#include "db/collision_rows.hpp"
#include "db/deadline_rows.hpp"
#include "db/leakage_rows.hpp"
#include "db/message_rows.hpp"
#include "db/name_rows.hpp"
#include "db/observation_rows.hpp"
#include "db/record_rows.hpp"
#include "db/source_rows.hpp"
#include "db/standing_rows.hpp"

namespace splitroot::db {

PgReader::PgReader(std::shared_ptr<SessionPool> pool, const char* begin)
    : pool_(std::move(pool)), session_(pool_->take(begin)) {}

PgReader::~PgReader() { pool_->give_back(std::move(session_)); }

std::vector<NameRecord> PgReader::names_by_key(const std::string& ns, std::span<const NameKey> keys) {
  return db::names_by_key(session(), ns, keys);
}

std::vector<HeldRecord> PgReader::records(const std::string& ns, const NameKey& key) {
  return db::records(session(), ns, key);
}

std::vector<NameRecord> PgReader::names_by_hash(std::span<const std::uint64_t> hashes) {
  return db::names_by_hash(session(), hashes);
}

std::vector<NameRecord> PgReader::other_tlds(const std::string& ns, std::span<const std::uint64_t> hashes) {
  return db::other_tlds(session(), ns, hashes);
}

std::optional<std::set<std::uint64_t>> PgReader::hashes_of_other_tlds(const std::string& ns,
                                                                      std::size_t most) {
  return db::hashes_of_other_tlds(session(), ns, most);
}

void PgReader::visit_labels_of(
    const std::string& ns, std::span<const NameKey> keys,
    const std::function<void(const NameKey&, std::string_view label, int depth)>& visit) {
  db::visit_labels_of(session(), ns, keys, visit);
}

void PgReader::visit_names(const NameFilter& filter, const std::function<void(NameRecord)>& visit) {
  db::visit_names(session(), filter, visit);
}

void PgReader::visit_labels(const std::function<void(std::string_view ns, const NameKey&,
                                                     std::string_view label, int depth)>& visit) {
  db::visit_labels(session(), visit);
}

Reader::Exposure PgReader::exposure(const std::string& ns, const NameKey& tld, Timestamp at) {
  return db::exposure(session(), ns, tld, at);
}

std::vector<StandingRecord> PgReader::standings(const std::optional<std::string>& ldh,
                                                std::optional<Timestamp> known_at) {
  return db::standings(session(), ldh, known_at);
}

std::vector<StandingRecord> PgReader::standings_of_source(const std::string& source) {
  return db::standings_of_source(session(), source);
}

std::vector<Observation> PgReader::observations(const std::string& source) {
  return db::observations(session(), source);
}

std::vector<Sighting> PgReader::sightings(const std::string& source) {
  return db::sightings(session(), source);
}

void PgReader::visit_collisions(const CollisionFilter& filter,
                                const std::function<void(CollisionRecord)>& visit) {
  db::visit_collisions(session(), filter, visit);
}

std::vector<CollisionRecord> PgReader::collisions_of(const std::string& ns, std::span<const NameKey> keys) {
  return db::collisions_of(session(), ns, keys);
}

std::vector<std::pair<std::string, NameKey>> PgReader::ripe_names(Timestamp at) {
  return db::ripe_names(session(), at);
}

std::optional<LeakageReading> PgReader::leakage(const std::string& label, Timestamp at) {
  return db::leakage(session(), label, at);
}

std::vector<Deadline> PgReader::deadlines() { return db::deadlines(session()); }

std::vector<SourcePosition> PgReader::sources() { return db::sources(session()); }

std::vector<Discrepancy> PgReader::discrepancies(const std::string& source, std::size_t most) {
  return db::discrepancies(session(), source, most);
}

std::vector<NameKey> PgReader::unspelled(const std::string& ns, const NameKey& after, std::size_t most) {
  return db::unspelled(session(), ns, after, most);
}

ChainPosition PgReader::position(const std::string& source) { return db::position(session(), source); }

std::vector<RuleRecord> PgReader::rules() { return db::rules(session()); }

void PgReader::visit_changes(std::uint64_t sequence, const std::function<void(Change)>& visit) {
  db::visit_changes(session(), sequence, visit);
}

Reader::Delivered PgReader::delivery_counts() { return db::delivery_counts(session()); }

}  // namespace splitroot::db
