#include <algorithm>
#include <map>
#include <set>

#include "core/label.hpp"
#include "ingest/pass.hpp"

namespace splitroot::ingest {
namespace {

using Identity = std::pair<std::string, Standing>;

/// A list may lose this share of its entries between two readings (and always ten) before it is suspect. The
/// root has lost at most a few TLDs a month; mirrors have served zones cut by fifteen per cent.
constexpr double tolerated_loss = 0.02;
constexpr std::uint64_t always_tolerated = 10;

const std::string root_source = "iana-root";

struct Difference {
  std::vector<StandingRecord> outdated;
  std::vector<StandingRecord> added;

  void replace(const StandingRecord& old, StandingRecord fresh) {
    outdated.push_back(old);
    added.push_back(std::move(fresh));
  }
};

/// Standings a source speaks about. The root zone lists what is delegated; what it no longer lists is retired
/// by our own conclusion, so a reading says nothing against that.
bool speaks_about(const std::string& source, Standing standing) {
  return source != root_source || standing == Standing::delegated;
}

bool says_the_same(const StandingRecord& a, const StandingRecord& b) {
  return a.since == b.since && a.until == b.until && a.detail == b.detail;
}

StandingRecord record_of(const StandingBatch& batch, const StandingEntry& entry,
                         std::optional<Timestamp> since_if_undated) {
  return {entry.ldh,
          entry.standing,
          batch.source,
          entry.since ? entry.since : since_if_undated,
          entry.until,
          entry.detail,
          {}};
}

/// Compares one reading with what is recorded of its source.
class Comparison {
 public:
  Comparison(const StandingBatch& batch, std::vector<StandingRecord> recorded, bool first_reading)
      : batch_(batch), first_reading_(first_reading) {
    for (StandingRecord& record : recorded) {
      Identity identity{record.ldh, record.standing};
      recorded_.emplace(std::move(identity), std::move(record));
    }
  }

  Difference difference() {
    for (const StandingEntry& entry : batch_.entries) take(entry);
    for (const auto& [identity, record] : recorded_) {
      if (!seen_.contains(identity) && speaks_about(batch_.source, identity.second) && !record.until)
        end(record);
    }
    return std::move(difference_);
  }

 private:
  void take(const StandingEntry& entry) {
    const Identity identity{entry.ldh, entry.standing};
    if (!seen_.insert(identity).second) return;
    const auto known = recorded_.find(identity);
    if (known == recorded_.end()) return begin(entry);
    const bool came_back = known->second.until && !entry.until;
    // A reading without a date keeps the date another one gave.
    StandingRecord fresh =
        record_of(batch_, entry, came_back ? std::optional{batch_.as_of} : known->second.since);
    if (!says_the_same(fresh, known->second)) difference_.replace(known->second, std::move(fresh));
    if (came_back) no_longer_retired(entry.ldh);
  }

  void begin(const StandingEntry& entry) {
    StandingRecord fresh =
        record_of(batch_, entry, first_reading_ ? std::nullopt : std::optional{batch_.as_of});
    difference_.added.push_back(std::move(fresh));
    no_longer_retired(entry.ldh);
  }

  void end(const StandingRecord& record) {
    StandingRecord ended = record;
    ended.until = batch_.as_of;
    difference_.replace(record, ended);
    if (batch_.source != root_source) return;
    difference_.added.push_back({record.ldh, Standing::retired, batch_.source, batch_.as_of, {}, {}, {}});
  }

  void no_longer_retired(const std::string& ldh) {
    if (batch_.source != root_source) return;
    const auto retired = recorded_.find(Identity{ldh, Standing::retired});
    if (retired == recorded_.end() || retired->second.until || seen_.contains(retired->first)) return;
    StandingRecord ended = retired->second;
    ended.until = batch_.as_of;
    difference_.replace(retired->second, std::move(ended));
  }

  const StandingBatch& batch_;
  bool first_reading_;
  std::map<Identity, StandingRecord> recorded_;
  std::set<Identity> seen_;
  Difference difference_;
};

/// Entries that stand without an end, of those the source speaks about.
template <class Entry>
std::uint64_t standing_now(const std::string& source, const std::vector<Entry>& entries) {
  return static_cast<std::uint64_t>(std::count_if(entries.begin(), entries.end(), [&](const Entry& entry) {
    return speaks_about(source, entry.standing) && !entry.until;
  }));
}

std::optional<Error> too_old(const StandingBatch& batch, const Reader::LastReading& last) {
  if (batch.as_of >= last.as_of) return std::nullopt;
  return input_error(batch.source + ": this reading is of " + to_rfc3339(batch.as_of) + ", the last one of " +
                     to_rfc3339(last.as_of) + "; import history oldest first");
}

std::optional<Error> shrunk(const StandingBatch& batch, const std::vector<StandingRecord>& recorded) {
  const std::uint64_t before = standing_now(batch.source, recorded);
  const std::uint64_t after = standing_now(batch.source, batch.entries);
  const auto share = static_cast<std::uint64_t>(static_cast<double>(before) * tolerated_loss);
  if (after + std::max(always_tolerated, share) >= before) return std::nullopt;
  return source_error(batch.source + ": the list has shrunk from " + std::to_string(before) + " to " +
                      std::to_string(after) +
                      " entries; kept the last good one. If that is real, run `splitroot collect " +
                      batch.source + " --accept-shrink`");
}

/// The reading's difference to what is recorded; throws what makes it unbelievable.
Difference difference_of(UnitOfWork& work, const StandingBatch& batch, bool first_reading,
                         bool accept_shrink) {
  auto recorded = work.standings_of_source(batch.source);
  if (!accept_shrink) {
    if (const auto error = shrunk(batch, recorded)) throw Failure{*error};
  }
  return Comparison{batch, std::move(recorded), first_reading}.difference();
}

bool is_repetition(const StandingBatch& batch, const Reader::LastReading& last) {
  return batch.as_of == last.as_of && batch.reading.digest == last.reading.digest;
}

Candidates affected(UnitOfWork& work, const Difference& difference) {
  std::set<std::string> canonical;
  for (const auto* list : {&difference.outdated, &difference.added}) {
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

}  // namespace

Result<Counts> Ingest::take(StandingBatch batch) {
  auto taken = guarded([&]() -> Counts {
    Pass pass{*this};
    UnitOfWork& work = pass.work();
    const auto last = work.last_reading(batch.source);
    if (last && batch.origin == Origin::snapshot) return {};
    if (last) {
      if (const auto error = too_old(batch, *last)) throw Failure{*error};
    }
    if (!last || !is_repetition(batch, *last)) {
      const Difference difference = difference_of(work, batch, !last.has_value(), settings_.accept_shrink);
      work.record_reading(batch.source, batch.as_of, batch.origin, batch.reading);
      pass.counts.standings = difference.added.size();
      work.record_standings(batch.source, difference.outdated, difference.added);
      engine_.reset();
      pass.reconcile(affected(work, difference), pass.engine(), now());
    }
    if (batch.origin != Origin::snapshot) work.record_health(batch.source, "");
    return pass.finish();
  });
  if (!taken) engine_.reset();  // it may hold strings that were rolled back
  return taken;
}

}  // namespace splitroot::ingest
