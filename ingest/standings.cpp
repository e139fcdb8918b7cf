#include <algorithm>
#include <set>

#include "core/label.hpp"
#include "ingest/history.hpp"
#include "ingest/list_drift.hpp"
#include "ingest/pass.hpp"
#include "ingest/periods.hpp"
#include "ingest/plausibility.hpp"
#include "ingest/revision.hpp"
#include "ingest/root_standings.hpp"

namespace splitroot::ingest {
namespace {

/// One list's history while a reading is taken into it.
struct Taking {
  UnitOfWork& work;
  const StandingBatch& batch;
  bool accept_shrink;
  History history;
};

std::optional<Timestamp> last_live(const History& history) {
  const auto& readings = history.observations();
  const auto last = std::find_if(readings.rbegin(), readings.rend(),
                                 [](const Observation& reading) { return reading.origin == Origin::live; });
  return last == readings.rend() ? std::nullopt : std::optional{last->as_of};
}

/// True when a reading says what is recorded of its moment. Two that speak of the same moment and differ: one
/// of them is wrong, and throws.
bool is_repetition(const Taking& taking, std::size_t place) {
  const StandingBatch& batch = taking.batch;
  for (std::size_t i = place; i-- > 0 && taking.history.observations()[i].as_of == batch.as_of;) {
    const Observation& other = taking.history.observations()[i];
    if (other.reading.digest == batch.reading.digest) return true;
    if (batch.source != root_source || other.reading.position != batch.reading.position) continue;
    if (other.origin == Origin::snapshot) continue;
    History again = taking.history;
    again.remove(i);
    again.insert(i, other, batch.entries);
    if (again.runs() == taking.history.runs()) return true;
    throw Failure{source_error(batch.source + ": another zone of serial " + batch.reading.position +
                               " is recorded, and says otherwise; nothing is changed")};
  }
  return false;
}

void refuse_older(const Taking& taking) {
  if (taking.batch.origin != Origin::live) return;
  const auto last = last_live(taking.history);
  if (!last || taking.batch.as_of >= *last) return;
  throw Failure{source_error(taking.batch.source + ": this reading is of " + to_rfc3339(taking.batch.as_of) +
                             ", older than the last one of " + to_rfc3339(*last) + "; kept the last one")};
}

/// Readings that have become implausible by their new neighbour are taken out again, and that is told.
void withdraw_implausible(Taking& taking) {
  for (std::size_t i = 1; i + 1 < taking.history.observations().size();) {
    const auto why = no_longer_plausible(taking.history, taking.batch.source, i);
    if (!why) {
      ++i;
      continue;
    }
    const Observation& reading = taking.history.observations()[i];
    const std::string text = "the reading of " + to_date(reading.as_of) + " (" + reading.reading.position +
                             ") is withdrawn: " + *why;
    taking.work.withdraw_observation(reading.id, text);
    const SourceNotice notice{text, {}};
    taking.work.record_notices(taking.batch.source, std::span{&notice, 1});
    taking.history.remove(i);
    i = 1;
  }
}

Candidates affected(UnitOfWork& work, const Revision& revision) {
  std::set<std::string> canonical;
  for (const auto* list : {&revision.outdated, &revision.added}) {
    for (const StandingRecord& record : *list) canonical.insert(canonical_label(record.ldh));
  }
  std::vector<std::uint64_t> hashes;
  hashes.reserve(canonical.size());
  for (const std::string& label : canonical) hashes.push_back(canonical_hash(label));
  Candidates candidates;
  for (const NameRecord& name : work.names_by_hash(hashes)) {
    if (name.label && canonical.contains(canonical_label(name.label->bytes)))
      candidates[name.ns].insert(name.key);
  }
  return candidates;
}

void record(UnitOfWork& work, const std::string& source, const Revision& revision) {
  work.record_standings(source, revision.outdated, revision.added, revision.is_news);
}

/// What other lists say decides what a label new in the root is.
Revision root_revision(UnitOfWork& work) {
  const auto standings = work.standings(std::nullopt);
  const History root{work.observations(root_source), work.sightings(root_source)};
  return revision_of(work.standings_of_source(root_source), root_standings(root, root_evidence(standings)),
                     now());
}

/// Takes the reading into its list's history. False: it was known.
bool take_into(Taking& taking) {
  Observation reading;
  reading.as_of = taking.batch.as_of;
  reading.origin = taking.batch.origin;
  reading.reading = taking.batch.reading;
  reading.accepted = taking.accept_shrink;
  const std::size_t place = taking.history.place_of(reading);
  if (is_repetition(taking, place)) return false;
  refuse_older(taking);
  if (!taking.accept_shrink) {
    if (const auto error = implausible(taking.history, place, taking.batch)) throw Failure{*error};
  }
  reading.id = taking.work.record_observation(taking.batch.source, reading);
  const auto before = taking.history.sightings();
  taking.history.insert(place, std::move(reading), taking.batch.entries);
  withdraw_implausible(taking);
  taking.work.replace_sightings(taking.batch.source, before, taking.history.sightings());
  return true;
}

}  // namespace

Result<Counts> Ingest::take(StandingBatch batch) {
  auto taken = guarded([&]() -> Counts {
    Pass pass{*this};
    UnitOfWork& work = pass.work();
    Taking taking{work, batch, settings_.accept_shrink,
                  History{work.observations(batch.source), work.sightings(batch.source)}};
    if (batch.origin == Origin::snapshot && !taking.history.observations().empty()) return {};
    if (take_into(taking)) {
      Revision revision;
      if (batch.source != root_source) {
        revision = revision_of(work.standings_of_source(batch.source),
                               standings_of(taking.history, batch.source), now());
        record(work, batch.source, revision);
      }
      Revision of_root = root_revision(work);
      record(work, root_source, of_root);
      revision.add(std::move(of_root));
      pass.counts.standings = revision.added.size();
      engine_.reset();
      pass.reconcile(affected(work, revision), pass.engine(), now());
      pass.counts.collisions += reconcile_lists(work, now());
    }
    if (batch.origin != Origin::snapshot) work.record_health(batch.source, "");
    return pass.finish();
  });
  if (!taken) engine_.reset();  // it may hold strings that were rolled back
  return taken;
}

}  // namespace splitroot::ingest
