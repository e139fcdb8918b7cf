#include "ingest/revision.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "ingest/history.hpp"

namespace splitroot::ingest {
namespace {

/// All that a record says; when it was recorded is no part of it.
auto said(const StandingRecord& record) {
  return std::tie(record.ldh, record.standing, record.application, record.first_seen, record.since,
                  record.until, record.since_after, record.until_after, record.first_reading,
                  record.ended_reading, record.detail);
}

bool precedes(const StandingRecord& a, const StandingRecord& b) { return said(a) < said(b); }

using Today = std::map<Identity, const StandingRecord*>;

/// What stood on a day, of several records of an identity the last.
Today standing_on(const std::vector<StandingRecord>& records, Timestamp day) {
  Today out;
  for (const StandingRecord& record : records) {
    if (holds(record, day)) out[identity_of(record)] = &record;
  }
  return out;
}

bool is_new(const StandingRecord& standing, const Today& before) {
  const auto was = before.find(identity_of(standing));
  return was == before.end() || was->second->detail != standing.detail;
}

bool has_just_ended(const StandingRecord& ended, const Today& before, const Today& after) {
  const Identity identity = identity_of(ended);
  return ended.until && before.contains(identity) && !after.contains(identity);
}

}  // namespace

void Revision::add(Revision other) {
  std::move(other.outdated.begin(), other.outdated.end(), std::back_inserter(outdated));
  std::move(other.added.begin(), other.added.end(), std::back_inserter(added));
  is_news.insert(is_news.end(), other.is_news.begin(), other.is_news.end());
}

Revision revision_of(std::vector<StandingRecord> recorded, std::vector<StandingRecord> known,
                     Timestamp today) {
  std::sort(recorded.begin(), recorded.end(), precedes);
  std::sort(known.begin(), known.end(), precedes);
  Revision revision;
  std::set_difference(recorded.begin(), recorded.end(), known.begin(), known.end(),
                      std::back_inserter(revision.outdated), precedes);
  std::set_difference(known.begin(), known.end(), recorded.begin(), recorded.end(),
                      std::back_inserter(revision.added), precedes);
  const Today before = standing_on(recorded, today);
  const Today after = standing_on(known, today);
  for (const StandingRecord& record : revision.added) {
    revision.is_news.push_back(holds(record, today) ? is_new(record, before)
                                                    : has_just_ended(record, before, after));
  }
  return revision;
}

}  // namespace splitroot::ingest
