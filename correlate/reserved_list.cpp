#include "correlate/reserved_list.hpp"

#include <algorithm>
#include <tuple>

#include "core/label.hpp"

namespace splitroot::correlate {
namespace {

bool in_root(Standing standing) {
  return standing == Standing::delegated || standing == Standing::in_root_unclassified ||
         standing == Standing::temporary_delegation;
}

bool on_its_way(Standing standing) {
  return standing == Standing::contracted || standing == Standing::confirmed ||
         standing == Standing::applied || standing == Standing::announced || standing == Standing::on_hold;
}

bool stands(const StandingRecord& record, Timestamp at) { return holds(record, at); }

/// What the records say of one string at the moment.
struct Known {
  std::string ldh;
  std::vector<const StandingRecord*> standing_now;
  bool was_delegated = false;
  std::optional<Timestamp> left_root;   ///< latest end of a delegation that is over
  std::optional<Timestamp> left_after;  ///< the reading that still had it, where only readings bound that end

  bool is_in_root() const {
    return std::any_of(standing_now.begin(), standing_now.end(),
                       [](const auto* record) { return in_root(record->standing); });
  }
};

using Strings = std::map<std::string, Known, std::less<>>;

void take(Known& known, const StandingRecord& record, Timestamp at) {
  if (stands(record, at)) known.standing_now.push_back(&record);
  const bool retired = record.standing == Standing::retired && stands(record, at);
  const bool ended = record.standing == Standing::delegated && record.until && *record.until <= at;
  if (!retired && !ended) return;
  known.was_delegated = true;
  const auto& end = retired ? record.since : record.until;
  if (!end || (known.left_root && *known.left_root >= *end)) return;
  known.left_root = end;
  known.left_after = retired ? record.since_after : record.until_after;
}

Strings strings_at(const std::vector<StandingRecord>& standings, Timestamp at) {
  Strings strings;
  for (const StandingRecord& record : standings) {
    Known& known = strings[canonical_label(record.ldh)];
    if (known.ldh.empty()) known.ldh = record.ldh;
    take(known, record, at);
  }
  return strings;
}

/// The record that speaks for a string which a list should hold; nullptr when there is none.
const StandingRecord* strongest(const Known& known) {
  const StandingRecord* best = nullptr;
  for (const StandingRecord* record : known.standing_now) {
    if (!in_root(record->standing) && !on_its_way(record->standing)) continue;
    const bool spent = !in_root(record->standing) && known.was_delegated &&
                       (!record->since || !known.left_root || *record->since <= *known.left_root);
    if (spent) continue;
    // Of several sources that say the same, the one that dates it earliest.
    const auto rank = [](const StandingRecord& one) {
      return std::tuple{one.standing, one.since.value_or(Timestamp::max())};
    };
    if (best == nullptr || rank(*record) < rank(*best)) best = record;
  }
  return best;
}

std::string dated(std::string fact, const std::optional<Timestamp>& since,
                  const std::optional<Timestamp>& after) {
  if (!since) return fact;
  if (after) return fact + " since some day between " + to_date(*after) + " and " + to_date(*since);
  return fact + " since " + to_date(*since);
}

/// One list against all strings.
class Comparison {
 public:
  Comparison(const ReservedSet& reserved, const ReservedSet& released, const DriftMeanings& meanings,
             Strings strings)
      : reserved_(reserved), released_(released), meanings_(meanings), strings_(std::move(strings)) {}

  std::vector<ReservedFinding> findings() {
    for (const auto& [canonical, known] : strings_) look_for_missing(canonical, known);
    for (const auto& [canonical, label] : reserved_.labels) look_for_gone(canonical, label, true);
    for (const auto& [canonical, label] : released_.labels) {
      if (reserved_.find(canonical) == nullptr) look_for_gone(canonical, label, false);
    }
    std::sort(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
      return std::tie(a.drift, a.standing, a.ldh) < std::tie(b.drift, b.standing, b.ldh);
    });
    return std::move(found_);
  }

 private:
  void look_for_missing(const std::string& canonical, const Known& known) {
    if (reserved_.find(canonical) != nullptr) return;
    const StandingRecord* record = strongest(known);
    if (record == nullptr) return;
    const bool released = released_.find(canonical) != nullptr && !meanings_.missing_released.empty();
    std::string meaning = dated(fact(*record), record->since, record->since_after) + ", " +
                          (released ? meanings_.missing_released : meanings_.missing);
    if (!released && reserved_.may_hold_unlisted(record->since))
      meaning += " (unless it is one of " + std::to_string(reserved_.unlisted) + " names not held here)";
    const bool grave = record->standing == Standing::delegated || record->standing == Standing::contracted;
    found_.push_back({known.ldh, Drift::missing, record->standing, record->since, false, std::move(meaning),
                      grave ? Severity::medium : Severity::low, record->since_after});
  }

  void look_for_gone(const std::string& canonical, const ReservedLabel& label, bool held) {
    const auto string = strings_.find(canonical);
    const bool known = string != strings_.end();
    if (known && string->second.is_in_root()) return;
    const bool was_delegated = known && string->second.was_delegated;
    if (!was_delegated && !label.tld) return;
    const auto since = known ? string->second.left_root : std::nullopt;
    const auto after = known ? string->second.left_after : std::nullopt;
    const bool other = label.kind != ReservedKind::root && !meanings_.gone_other.empty();
    const std::string& clause = !held   ? meanings_.gone_released
                                : other ? meanings_.gone_other
                                        : meanings_.gone;
    found_.push_back({label.ldh, Drift::gone, Standing::retired, since, held,
                      dated("no longer in the root", since, after) + ", " + clause, Severity::low, after});
  }

  static std::string fact(const StandingRecord& record) {
    if (record.standing == Standing::delegated) return "delegated in the root";
    if (record.standing == Standing::in_root_unclassified)
      return "in the root (neither contracted nor in IANA's database)";
    if (record.standing == Standing::temporary_delegation) return "in the root by temporary delegation";
    if (record.standing == Standing::on_hold) return "applied for, on hold";
    return std::string{text(record.standing)};
  }

  const ReservedSet& reserved_;
  const ReservedSet& released_;
  const DriftMeanings& meanings_;
  Strings strings_;
  std::vector<ReservedFinding> found_;
};

Result<std::vector<ReservedFinding>> compare(const ReservedSet& reserved, const ReservedSet& released,
                                             const DriftMeanings& meanings,
                                             const std::vector<StandingRecord>& standings, Timestamp at) {
  Strings strings = strings_at(standings, at);
  const bool root_known =
      std::any_of(strings.begin(), strings.end(), [](const auto& one) { return one.second.is_in_root(); });
  if (!root_known) {
    return source_error("no string stands in the root on " + to_date(at) +
                        ": collect iana-root, or import a root zone of that date, before a reserved list is "
                        "compared with it");
  }
  return Comparison{reserved, released, meanings, std::move(strings)}.findings();
}

}  // namespace

void ReservedSet::add(std::string_view ldh, ReservedKind kind) {
  const bool fresh = labels
                         .try_emplace(canonical_label(ldh),
                                      ReservedLabel{lower_ascii(ldh), kind, kind == ReservedKind::root})
                         .second;
  if (!fresh) ++duplicates;
}

const ReservedLabel* ReservedSet::find(std::string_view canonical) const {
  const auto found = labels.find(canonical);
  return found == labels.end() ? nullptr : &found->second;
}

bool ReservedSet::may_hold_unlisted(const std::optional<Timestamp>& since) const {
  return unlisted > 0 && (!since || !complete_until || *complete_until < *since);
}

std::string_view text(Drift drift) { return drift == Drift::missing ? "missing" : "gone"; }

Result<std::vector<ReservedFinding>> lint(const ReservedSet& reserved,
                                          const std::vector<StandingRecord>& standings, Timestamp at) {
  return compare(reserved, {}, {}, standings, at);
}

Result<std::vector<ReservedFinding>> lint(const Regime& regime, const std::vector<StandingRecord>& standings,
                                          Timestamp at) {
  return compare(regime.reserved, regime.released, regime.meanings, standings, at);
}

}  // namespace splitroot::correlate
