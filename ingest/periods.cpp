#include "ingest/periods.hpp"

namespace splitroot::ingest {
namespace {

void begin(StandingRecord& record, const History& history, const Period& period) {
  const auto& readings = history.observations();
  const Observation& with = readings[period.first];
  record.first_seen = with.as_of;
  record.first_reading = with.reading.position;
  record.since = period.said.since;
  if (period.first == 0) return;
  const Timestamp without = readings[period.first - 1].as_of;
  // A date before a reading that lacks it is that of an earlier time.
  if (record.since && *record.since > without) return;
  record.since = with.as_of;
  record.since_after = without;
}

void end(StandingRecord& record, const History& history, const Period& period) {
  const auto& readings = history.observations();
  record.until = period.said.until;
  if (period.last + 1 == readings.size()) return;
  const Observation& without = readings[period.last + 1];
  record.ended_reading = without.reading.position;
  if (record.until) return;
  record.until = without.as_of;
  record.until_after = readings[period.last].as_of;
}

}  // namespace

std::vector<Period> periods_of(const Identity& identity, const Runs& runs) {
  std::vector<Period> out;
  for (const Run& run : runs) {
    if (out.empty() || out.back().last + 1 != run.first) {
      out.push_back({identity, run.first, run.last, run.said});
      continue;
    }
    Period& period = out.back();
    const auto dated = period.said.since;
    period.last = run.last;
    period.said = run.said;
    if (!period.said.since) period.said.since = dated;
  }
  return out;
}

StandingRecord record_of(const History& history, const std::string& source, const Period& period) {
  StandingRecord record;
  record.ldh = period.identity.ldh;
  record.standing = period.identity.standing;
  record.application = period.identity.application;
  record.source = source;
  record.detail = period.said.detail;
  begin(record, history, period);
  end(record, history, period);
  return record;
}

std::vector<StandingRecord> standings_of(const History& history, const std::string& source) {
  std::vector<StandingRecord> out;
  for (const auto& [identity, runs] : history.runs()) {
    for (const Period& period : periods_of(identity, runs)) out.push_back(record_of(history, source, period));
  }
  return out;
}

}  // namespace splitroot::ingest
