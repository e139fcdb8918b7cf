#include "ingest/history.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>

namespace splitroot::ingest {
namespace {

/// A serial or version of digits alone.
std::optional<std::uint64_t> number_of(const std::string& position) {
  std::uint64_t value = 0;
  const char* const end = position.data() + position.size();
  const auto [stop, failure] = std::from_chars(position.data(), end, value);
  if (failure != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// True when `a` is of an earlier day, or of the same with a lower serial. Lists without serials of one day
/// stand as they came.
bool is_before(const Observation& a, const Observation& b) {
  if (a.as_of != b.as_of) return a.as_of < b.as_of;
  const auto x = number_of(a.reading.position);
  const auto y = number_of(b.reading.position);
  return x && y && *x < *y;
}

bool joins(const Run& before, const Run& after) {
  return before.last + 1 == after.first && before.said == after.said;
}

/// Appends, as part of the last run where it goes on from there.
void append(Runs& runs, Run run) {
  if (!runs.empty() && joins(runs.back(), run)) {
    runs.back().last = run.last;
  } else {
    runs.push_back(std::move(run));
  }
}

/// The runs once a reading that says `said` (or does not know the string) has come before the one at `place`.
Runs with_reading(const Runs& runs, std::size_t place, const Said* said) {
  Runs out;
  bool is_in = said == nullptr;
  const auto put_in = [&] {
    if (!is_in) append(out, {*said, place, place});
    is_in = true;
  };
  for (const Run& run : runs) {
    if (run.last < place) {
      append(out, run);
      continue;
    }
    if (run.first < place) append(out, {run.said, run.first, place - 1});
    put_in();
    append(out, {run.said, std::max(run.first, place) + 1, run.last + 1});
  }
  put_in();
  return out;
}

/// The runs once the reading at `place` is gone.
Runs without_reading(const Runs& runs, std::size_t place) {
  Runs out;
  for (const Run& run : runs) {
    if (run.first == place && run.last == place) continue;
    append(out, {run.said, run.first > place ? run.first - 1 : run.first,
                 run.last >= place ? run.last - 1 : run.last});
  }
  return out;
}

}  // namespace

Identity identity_of(const StandingEntry& entry) { return {entry.ldh, entry.standing, entry.application}; }
Identity identity_of(const StandingRecord& record) {
  return {record.ldh, record.standing, record.application};
}

History::History(std::vector<Observation> observations, std::span<const Sighting> sightings)
    : observations_(std::move(observations)) {
  std::unordered_map<std::uint64_t, std::size_t> place;
  for (std::size_t i = 0; i < observations_.size(); ++i) place.emplace(observations_[i].id, i);
  for (const Sighting& seen : sightings) {
    runs_[{seen.ldh, seen.standing, seen.application}].push_back(
        {{seen.since, seen.until, seen.detail}, place.at(seen.first), place.at(seen.last)});
  }
  const auto by_place = [](const Run& a, const Run& b) { return a.first < b.first; };
  for (auto& [identity, runs] : runs_) std::sort(runs.begin(), runs.end(), by_place);
}

std::size_t History::place_of(const Observation& observation) const {
  const auto next = std::upper_bound(observations_.begin(), observations_.end(), observation, is_before);
  return static_cast<std::size_t>(next - observations_.begin());
}

void History::insert(std::size_t place, Observation observation, std::span<const StandingEntry> entries) {
  observations_.insert(observations_.begin() + static_cast<std::ptrdiff_t>(place), std::move(observation));
  std::map<Identity, Said> said;
  for (const StandingEntry& entry : entries) {
    said.try_emplace(identity_of(entry), Said{entry.since, entry.until, entry.detail});
    runs_.try_emplace(identity_of(entry));
  }
  for (auto& [identity, runs] : runs_) {
    const auto found = said.find(identity);
    runs = with_reading(runs, place, found == said.end() ? nullptr : &found->second);
  }
}

void History::remove(std::size_t place) {
  observations_.erase(observations_.begin() + static_cast<std::ptrdiff_t>(place));
  for (auto& [identity, runs] : runs_) runs = without_reading(runs, place);
  std::erase_if(runs_, [](const auto& entry) { return entry.second.empty(); });
}

std::set<Identity> History::said_at(std::size_t place, std::optional<Standing> only) const {
  std::set<Identity> out;
  for (const auto& [identity, runs] : runs_) {
    if (only && identity.standing != *only) continue;
    const auto covers = [place](const Run& run) { return run.first <= place && place <= run.last; };
    if (std::any_of(runs.begin(), runs.end(), covers)) out.insert(identity);
  }
  return out;
}

std::vector<Sighting> History::sightings() const {
  std::vector<Sighting> out;
  for (const auto& [identity, runs] : runs_) {
    for (const Run& run : runs) {
      out.push_back({identity.ldh, identity.standing, run.said.since, run.said.until, run.said.detail,
                     observations_[run.first].id, observations_[run.last].id, identity.application});
    }
  }
  return out;
}

}  // namespace splitroot::ingest
