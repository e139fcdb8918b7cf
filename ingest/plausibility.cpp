#include "ingest/plausibility.hpp"

#include <algorithm>
#include <cmath>

#include "ingest/root_standings.hpp"

namespace splitroot::ingest {
namespace {

/// A list may lose this share of its entries at once, and again with each year (and always ten) before it is
/// suspect. The root has lost at most a few TLDs a month; mirrors have served zones cut by fifteen per cent.
constexpr double tolerated_share = 0.02;
constexpr double always_tolerated = 10;

using Identities = std::set<Identity>;

double years_between(Timestamp a, Timestamp b) {
  constexpr double seconds_of_a_year = 365.25 * 86'400;
  return std::abs(static_cast<double>((b - a).count())) / seconds_of_a_year;
}

std::size_t tolerated(std::size_t entries, double years) {
  return static_cast<std::size_t>(
      std::max(always_tolerated, static_cast<double>(entries) * tolerated_share * (1 + years)));
}

/// Zones list what is delegated; what else stands under their source says nothing of their size.
std::optional<Standing> counted(const std::string& source) {
  return source == root_source ? std::optional{Standing::delegated} : std::nullopt;
}

Identities of_batch(const StandingBatch& batch) {
  Identities out;
  const auto only = counted(batch.source);
  for (const StandingEntry& entry : batch.entries) {
    if (!only || entry.standing == *only) out.insert(identity_of(entry));
  }
  return out;
}

std::string day_and_count(const Observation& reading, std::size_t entries) {
  return std::to_string(entries) + " (" + to_date(reading.as_of) + ")";
}

/// What both neighbours have and the one between lacks, if that is too much.
std::optional<std::string> truncated(const Observation& before, const Identities& in_before,
                                     const Identities& here, const Observation& after,
                                     const Identities& in_after) {
  std::size_t both = 0;
  std::size_t lacking = 0;
  for (const Identity& identity : in_before) {
    if (!in_after.contains(identity)) continue;
    ++both;
    if (!here.contains(identity)) ++lacking;
  }
  if (lacking <= tolerated(both, 0)) return std::nullopt;
  return "it has " + std::to_string(here.size()) + " entries and lacks " + std::to_string(lacking) +
         " that its neighbours in time both have: " + day_and_count(before, in_before.size()) + " and " +
         day_and_count(after, in_after.size()) + ", so it is truncated";
}

Error refused(const StandingBatch& batch, const std::string& why) {
  return source_error(batch.source + ": the reading of " + to_date(batch.as_of) + " is not believed: " + why +
                      "; nothing is changed. If that is real, accept it with --accept-shrink");
}

}  // namespace

std::optional<Error> implausible(const History& history, std::size_t place, const StandingBatch& batch) {
  if (place == 0) return std::nullopt;
  const auto& readings = history.observations();
  const auto only = counted(batch.source);
  const Identities here = of_batch(batch);
  const Identities before = history.said_at(place - 1, only);
  if (place < readings.size()) {
    if (batch.reading.verification == Verification::verified) return std::nullopt;
    const Identities after = history.said_at(place, only);
    const auto why = truncated(readings[place - 1], before, here, readings[place], after);
    return why ? std::optional{refused(batch, *why)} : std::nullopt;
  }
  const double years = years_between(readings[place - 1].as_of, batch.as_of);
  if (here.size() + tolerated(before.size(), years) >= before.size()) return std::nullopt;
  return source_error(batch.source + ": the list has shrunk from " + std::to_string(before.size()) + " to " +
                      std::to_string(here.size()) + " entries since " + to_date(readings[place - 1].as_of) +
                      "; kept the last good one. If that is real, run `splitroot collect " + batch.source +
                      " --accept-shrink` (or import it with --accept-shrink)");
}

std::optional<std::string> no_longer_plausible(const History& history, const std::string& source,
                                               std::size_t place) {
  const auto& readings = history.observations();
  if (place == 0 || place + 1 >= readings.size()) return std::nullopt;
  const Observation& here = readings[place];
  if (here.accepted || here.reading.verification == Verification::verified) return std::nullopt;
  const auto at = [&](std::size_t i) { return history.said_at(i, counted(source)); };
  return truncated(readings[place - 1], at(place - 1), at(place), readings[place + 1], at(place + 1));
}

}  // namespace splitroot::ingest
