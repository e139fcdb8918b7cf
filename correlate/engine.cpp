#include "correlate/engine.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/label.hpp"
#include "correlate/severity.hpp"

namespace splitroot::correlate {
namespace {

/// Depths at which a label is compared with strings: a TLD itself, and a name right under one.
constexpr int deepest_level = 2;

bool is_gone(NameStatus status) {
  return status == NameStatus::burnt || status == NameStatus::revoked || status == NameStatus::released;
}

/// When a name that is gone went: by lapse, or by its last event.
std::optional<Timestamp> gone_since(const NameRecord& name, NameStatus status, Lapse lapse) {
  if (status == NameStatus::released && name.expires_at)
    return *name.expires_at + lapse.grace + lapse.premium;
  return name.last.time;
}

std::optional<Timestamp> began(const NameRecord& name) {
  return name.registered_at ? name.registered_at : name.first.time;
}

/// The later of two beginnings; unknown when either is.
std::optional<Timestamp> later(std::optional<Timestamp> a, std::optional<Timestamp> b) {
  if (!a || !b) return std::nullopt;
  return std::max(*a, *b);
}

std::optional<Timestamp> earlier_known(std::optional<Timestamp> a, std::optional<Timestamp> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

void close(Finding& finding, std::string reason, std::optional<Timestamp> at) {
  finding.state = State::closed;
  finding.severity = Severity::info;
  finding.basis = {"closed"};
  finding.reason = std::move(reason);
  finding.valid_to = at;
}

void grade(Finding& finding, Verdict verdict, const Mitigations& mitigations) {
  mitigate(verdict, mitigations);
  finding.severity = verdict.severity;
  finding.basis = std::move(verdict.basis);
}

}  // namespace

Lapse lapse_of(const LapseTable& table, std::string_view ns) {
  const auto found = table.find(ns);
  return found == table.end() ? Lapse{} : found->second;
}

bool Engine::matches(std::string_view raw_label) const {
  return strings_.find(canonical_label(raw_label)) != nullptr;
}

std::vector<Finding> Engine::findings(const NameRecord& name, std::span<const NameRecord> others,
                                      Timestamp at) const {
  std::vector<Finding> out;
  if (!name.label || !name.place || name.place->depth > deepest_level) return out;
  if (const IndexedString* string = strings_.find(canonical_label(name.label->bytes))) {
    out.push_back(against_string(name, *string, at));
  }
  if (name.place->depth != 1) return out;
  for (const NameRecord& other : others) {
    if (name.ns < other.ns) out.push_back(against_tld(name, other, at));
  }
  return out;
}

/// What every finding of a name has, whatever it stands against.
Finding Engine::common(const NameRecord& name, Timestamp at) const {
  Finding finding;
  finding.ns = name.ns;
  finding.key = name.key;
  finding.level = name.place->depth == 1 ? Level::tld : Level::label;
  finding.status = effective_status(name, lapse(name.ns), at);
  finding.resolves = name.resolves;
  finding.verified_live = name.origin == Origin::live;
  finding.as_of = name.as_of;
  finding.reevaluate_at = next_status_change(name.status, name.expires_at, lapse(name.ns), at);
  return finding;
}

Finding Engine::against_string(const NameRecord& name, const IndexedString& string, Timestamp at) const {
  Finding finding = common(name, at);
  finding.against = {"dns", string.ldh, string.strongest()};
  finding.valid_from = later(began(name), string.standings.front().since);
  if (is_gone(finding.status)) {
    close(finding, "name " + std::string{text(finding.status)},
          gone_since(name, finding.status, lapse(name.ns)));
    return finding;
  }
  if (finding.level == Level::tld) {
    if (const auto twin = twins_.find(name, string)) {
      finding.state = twin->state;
      finding.reason = twin->reason;
    }
  }
  if (finding.state == State::twin) {
    finding.basis = {"twin"};
    return finding;
  }
  grade(finding, exact_severity(finding.level, string.standings),
        {.not_resolving = finding.resolves == false,
         .unproven_twin = finding.state == State::unproven_twin,
         .status = finding.status});
  return finding;
}

Finding Engine::against_tld(const NameRecord& name, const NameRecord& other, Timestamp at) const {
  Finding finding = common(name, at);
  const Finding theirs = common(other, at);
  const IndexedString* string = strings_.find(canonical_label(name.label->bytes));
  finding.cls = Class::cross_alt;
  finding.against = {other.ns, display_label(other.label->bytes), std::nullopt};
  finding.valid_from = later(began(name), began(other));
  finding.reevaluate_at = earlier_known(finding.reevaluate_at, theirs.reevaluate_at);
  finding.verified_live = finding.verified_live && theirs.verified_live;
  for (const Finding* side : {static_cast<const Finding*>(&finding), &theirs}) {
    if (!is_gone(side->status)) continue;
    const NameRecord& gone = side == &finding ? name : other;
    close(finding, gone.ns + " name " + std::string{text(side->status)},
          gone_since(gone, side->status, lapse(gone.ns)));
    return finding;
  }
  const bool mine_idle = finding.status != NameStatus::active && finding.status != NameStatus::unknown;
  grade(finding, cross_alt_severity(string != nullptr ? string->standings : std::vector<StandingRecord>{}),
        {.not_resolving = finding.resolves == false || theirs.resolves == false,
         .status = mine_idle ? finding.status : theirs.status});
  return finding;
}

}  // namespace splitroot::correlate
