#include "ingest/ingest.hpp"

#include <algorithm>

#include "ingest/list_drift.hpp"
#include "ingest/pass.hpp"

namespace splitroot::ingest {
namespace {

/// Names are decided in groups of this size, so that a full pass needs no more memory than an increment.
constexpr std::size_t group_size = 2'000;

/// Changes are turned into messages in groups of this size.
constexpr std::size_t change_group = 1'000;

std::size_t size_of(const Candidates& candidates) {
  std::size_t size = 0;
  for (const auto& [ns, keys] : candidates) size += keys.size();
  return size;
}

}  // namespace

Ingest::Ingest(Store& store, Settings settings, std::shared_ptr<const ChangeListener> listener)
    : store_(store), settings_(std::move(settings)), listener_(std::move(listener)) {}

Ingest::~Ingest() = default;

void Ingest::set_listener(std::shared_ptr<const ChangeListener> listener) { listener_ = std::move(listener); }

const correlate::Engine& Ingest::engine(Reader& reader) {
  if (!engine_) {
    engine_.emplace(correlate::StringIndex{reader.standings(std::nullopt), now()}, settings_.twins,
                    settings_.lapses);
  }
  return *engine_;
}

Ingest::Pass::Pass(Ingest& ingest)
    : ingest_(ingest), work_(ingest.store_.begin()), first_change_(work_->last_change()) {}

void Ingest::Pass::reconcile(const Candidates& candidates, const correlate::Engine& engine, Timestamp at) {
  Candidates group;
  const auto flush = [&] {
    counts.collisions += ingest::reconcile(*work_, engine, group, at);
    group.clear();
  };
  for (const auto& [ns, keys] : candidates) {
    for (const NameKey& key : keys) {
      group[ns].insert(key);
      if (size_of(group) >= group_size) flush();
    }
  }
  if (!group.empty()) flush();
}

Counts Ingest::Pass::finish() {
  if (ingest_.listener_) {
    std::vector<Change> changes;
    std::vector<OutboxItem> items;
    const auto flush = [&] {
      auto messages = ingest_.listener_->messages(changes);
      std::move(messages.begin(), messages.end(), std::back_inserter(items));
      changes.clear();
    };
    work_->visit_changes(first_change_, [&](Change change) {
      if (change.name && !ingest_.listener_->wants_names()) return;
      changes.push_back(std::move(change));
      if (changes.size() >= change_group) flush();
    });
    flush();
    work_->enqueue(items);
  }
  work_->commit();
  return counts;
}

Result<Counts> Ingest::take(const LeakageBatch& batch) {
  return guarded([&] {
    Pass pass{*this};
    pass.work().declare_source(batch.source, "list", "");
    pass.work().record_leakage(batch);
    pass.work().record_health(batch.source, "");
    return pass.finish();
  });
}

Result<Counts> Ingest::ripen(Timestamp at) {
  return guarded([&] {
    Pass pass{*this};
    Candidates candidates;
    for (auto& [ns, key] : pass.work().ripe_names(at)) candidates[ns].insert(key);
    if (candidates.empty()) return Counts{};
    pass.reconcile(candidates, pass.engine(), at);
    return pass.finish();
  });
}

Result<Counts> Ingest::correlate_all() {
  return guarded([&] {
    engine_.reset();
    Pass pass{*this};
    const Timestamp at = now();
    const correlate::Engine& engine = pass.engine();
    Candidates candidates;
    pass.work().visit_labels([&](std::string_view ns, const NameKey& key, std::string_view label, int depth) {
      if (depth == 1 || engine.matches(label)) candidates[std::string{ns}].insert(key);
    });
    pass.work().visit_collisions(
        {}, [&](const CollisionRecord& record) { candidates[record.finding.ns].insert(record.finding.key); });
    pass.reconcile(candidates, engine, at);
    pass.counts.collisions += reconcile_lists(pass.work(), at);
    return pass.finish();
  });
}

Result<void> committed(Store& store, const std::function<void(UnitOfWork&)>& work) {
  try {
    const auto unit = store.begin();
    work(*unit);
    unit->commit();
    return {};
  } catch (const Failure& failure) {
    return failure.error();
  }
}

/// Runs `body` in a pass whose counts nobody asks for.
template <class Body>
Result<void> Ingest::passed(Body body) {
  auto done = guarded([&] {
    Pass pass{*this};
    body(pass.work());
    return pass.finish();
  });
  if (!done) return done.error();
  return {};
}

Result<void> Ingest::record_health(const std::string& source, const std::string& trouble) {
  return passed([&](UnitOfWork& work) { work.record_health(source, trouble); });
}

Result<void> Ingest::record_alarms(std::span<const Alarm> alarms) {
  if (alarms.empty()) return {};
  return passed([&](UnitOfWork& work) {
    for (const Alarm& alarm : alarms) work.record_alarm(alarm.source, alarm.text);
  });
}

Result<void> Ingest::record_discrepancy(const Discrepancy& discrepancy) {
  return passed([&](UnitOfWork& work) { work.record_discrepancy(discrepancy); });
}

}  // namespace splitroot::ingest
