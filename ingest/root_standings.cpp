#include "ingest/root_standings.hpp"

#include <algorithm>

#include "ingest/periods.hpp"

namespace splitroot::ingest {
namespace {

/// The application window of the 2026 round opened (Applicant Guidebook 2026). No round before delegates for
/// a time.
constexpr Timestamp temporary_from{std::chrono::sys_days{std::chrono::year{2026} / 4 / 30}};

bool is_pending(Standing standing) {
  switch (standing) {
    case Standing::temporary_delegation:
    case Standing::confirmed:
    case Standing::applied:
    case Standing::announced:
    case Standing::on_hold:
      return true;
    default:
      return false;
  }
}

bool is_of_2012(const StandingRecord& record) {
  const auto round = record.detail.find("round");
  return record.source == "icann-round-2012" || (round != record.detail.end() && round->second == "2012");
}

/// Puts the standings of one label together.
class Label {
 public:
  Label(const History& history, const RootEvidence& evidence, std::string ldh,
        std::vector<StandingRecord>& out)
      : history_(history), evidence_(evidence), ldh_(std::move(ldh)), out_(out) {}

  void add(const Runs* in_root, const Runs* said_retired) {
    if (in_root != nullptr) in_root_ = periods_of({ldh_, Standing::delegated}, *in_root);
    std::vector<Period> stated;
    if (said_retired != nullptr) stated = periods_of({ldh_, Standing::retired}, *said_retired);
    for (std::size_t i = 0; i < in_root_.size(); ++i) {
      if (add_in_root(in_root_[i])) add_retired(i, stated);
    }
    const bool known_before =
        !stated.empty() && !in_root_.empty() && in_root_.front().last < stated.front().first;
    if (!stated.empty() && !known_before) add_stated(stated.front());
  }

 private:
  /// True when the label was delegated at the end of the period.
  bool add_in_root(const Period& period) {
    StandingRecord whole = record_of(history_, root_source, period);
    const auto classified = classified_from(period, whole);
    if (!classified) {
      whole.standing = Standing::in_root_unclassified;
      out_.push_back(std::move(whole));
      return false;
    }
    if (*classified > *whole.first_seen) {
      StandingRecord before = whole;
      before.standing = Standing::in_root_unclassified;
      before.until = *classified;
      before.until_after.reset();
      out_.push_back(std::move(before));
      whole.since = *classified;
      whole.since_after.reset();
    }
    out_.push_back(std::move(whole));
    return true;
  }

  /// From when it is known what the label is; nullopt: never while it stood there.
  std::optional<Timestamp> classified_from(const Period& period, const StandingRecord& whole) const {
    const Timestamp seen = *whole.first_seen;
    const bool could_be_temporary = period.first > 0 && !period.said.since &&
                                    (seen >= temporary_from || evidence_.applied_for.contains(ldh_));
    if (!could_be_temporary) return seen;
    const auto known = evidence_.known_since.find(ldh_);
    if (known == evidence_.known_since.end()) return std::nullopt;
    if (whole.until && known->second >= *whole.until) return std::nullopt;
    return std::max(known->second, seen);
  }

  /// What left the root after period `i`. Zones tell that by lacking it; a list may date it.
  void add_retired(std::size_t i, const std::vector<Period>& stated) {
    const auto& readings = history_.observations();
    const std::size_t last = in_root_[i].last;
    if (last + 1 == readings.size()) return;
    StandingRecord record;
    record.since = readings[last + 1].as_of;
    record.since_after = readings[last].as_of;
    record.first_seen = record.since;
    record.first_reading = readings[last + 1].reading.position;
    const auto dated = std::find_if(stated.begin(), stated.end(), [&](const Period& other) {
      return other.first > last && other.said.since && *other.said.since >= readings[last].as_of;
    });
    if (dated != stated.end()) {
      record.since = dated->said.since;
      record.since_after.reset();
      record.detail = dated->said.detail;
    }
    add_as_retired(std::move(record), last);
  }

  /// A list says that the label is retired, and no zone before it had it.
  void add_stated(const Period& stated) {
    StandingRecord record = record_of(history_, root_source, stated);
    record.since = stated.said.since;
    record.since_after.reset();
    record.until = stated.said.until;
    record.until_after.reset();
    record.ended_reading.clear();
    add_as_retired(std::move(record), stated.last);
  }

  /// It stays so until a zone after the one at `last` has the label again.
  void add_as_retired(StandingRecord record, std::size_t last) {
    const auto& readings = history_.observations();
    const auto back = std::find_if(in_root_.begin(), in_root_.end(),
                                   [last](const Period& period) { return period.first > last; });
    if (!record.until && back != in_root_.end()) {
      record.until = readings[back->first].as_of;
      record.until_after = readings[back->first - 1].as_of;
      record.ended_reading = readings[back->first].reading.position;
    }
    record.ldh = ldh_;
    record.standing = Standing::retired;
    record.source = root_source;
    out_.push_back(std::move(record));
  }

  const History& history_;
  const RootEvidence& evidence_;
  std::string ldh_;
  std::vector<StandingRecord>& out_;
  std::vector<Period> in_root_;
};

}  // namespace

RootEvidence root_evidence(std::span<const StandingRecord> standings) {
  RootEvidence evidence;
  for (const StandingRecord& record : standings) {
    if (record.source == root_source) continue;
    if (is_pending(record.standing) && !is_of_2012(record)) evidence.applied_for.insert(record.ldh);
    if (record.standing != Standing::contracted && record.source != "iana-root-db") continue;
    const auto since = record.since ? record.since : record.first_seen;
    if (!since) continue;
    const auto [known, fresh] = evidence.known_since.emplace(record.ldh, *since);
    if (!fresh) known->second = std::min(known->second, *since);
  }
  return evidence;
}

std::vector<StandingRecord> root_standings(const History& history, const RootEvidence& evidence) {
  std::vector<StandingRecord> out;
  std::set<std::string> labels;
  for (const auto& [identity, runs] : history.runs()) labels.insert(identity.ldh);
  const auto runs_of = [&](const std::string& ldh, Standing standing) -> const Runs* {
    const auto found = history.runs().find({ldh, standing});
    return found == history.runs().end() ? nullptr : &found->second;
  };
  for (const std::string& ldh : labels) {
    Label{history, evidence, ldh, out}.add(runs_of(ldh, Standing::delegated),
                                           runs_of(ldh, Standing::retired));
  }
  return out;
}

}  // namespace splitroot::ingest
