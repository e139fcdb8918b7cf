#include "ingest/versions.hpp"

namespace splitroot::ingest {
namespace {

/// One that is closed when it is first found was never told of as open, and is not told of as closed.
ChangeKind kind_of(const CollisionRecord* before, const Finding& now) {
  const bool was_closed = before == nullptr || before->finding.state == State::closed;
  const bool is_closed = now.state == State::closed;
  if (was_closed && !is_closed) return ChangeKind::collision_opened;
  if (!was_closed && is_closed) return ChangeKind::collision_closed;
  return ChangeKind::collision_changed;
}

bool says_the_same(const CollisionRecord& a, const CollisionRecord& b) {
  return a.finding == b.finding && a.evidence == b.evidence;
}

}  // namespace

void Versions::add(CollisionRecord record, ChangeKind kind) {
  records_.push_back(std::move(record));
  kinds_.push_back(kind);
}

void Versions::put(const CollisionRecord* before, CollisionRecord now) {
  if (before != nullptr && says_the_same(*before, now)) return;
  const ChangeKind kind = kind_of(before, now.finding);
  add(std::move(now), kind);
}

void Versions::close(CollisionRecord record, std::string reason, Timestamp at) {
  record.finding.state = State::closed;
  record.finding.severity = Severity::info;
  record.finding.basis = {"closed"};
  record.finding.reason = std::move(reason);
  record.finding.valid_to = at;
  record.finding.reevaluate_at.reset();
  add(std::move(record), ChangeKind::collision_closed);
}

std::uint64_t Versions::write(UnitOfWork& work) const {
  work.record_collisions(records_, kinds_);
  return records_.size();
}

}  // namespace splitroot::ingest
