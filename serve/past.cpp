#include "serve/past.hpp"

#include <algorithm>
#include <map>

#include "core/label.hpp"
#include "correlate/list_drift.hpp"

namespace splitroot::serve {
namespace {

/// Names are decided in groups of this size, so that memory does not grow with the findings.
constexpr std::size_t group_size = 2'000;

std::optional<Timestamp> began(const NameRecord& name) {
  if (name.registered_at && name.first.time) return std::min(*name.registered_at, *name.first.time);
  if (name.registered_at) return name.registered_at;
  return name.first.time ? name.first.time : name.as_of;
}

bool is_tld(const NameRecord& name) { return name.label && name.place && name.place->depth == 1; }

template <class Word>
bool lets_through(const std::vector<Word>& wanted, const Word& word) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), word) != wanted.end();
}

bool lets_through(const Reader::CollisionFilter& filter, const Finding& finding) {
  if (!lets_through(filter.namespaces, finding.ns) || !lets_through(filter.classes, finding.cls))
    return false;
  if (!lets_through(filter.levels, finding.level) || !lets_through(filter.states, finding.state))
    return false;
  if (filter.states.empty() && !filter.with_closed && finding.state == State::closed) return false;
  if (filter.against_ldh && finding.against.ldh != *filter.against_ldh) return false;
  if (filter.standings.empty()) return true;
  return finding.against.standing && lets_through(filter.standings, *finding.against.standing);
}

}  // namespace

std::optional<NameRecord> as_it_was(NameRecord name, Timestamp at) {
  const auto from = began(name);
  if (!from || *from > at) return std::nullopt;
  if (name.last.time && *name.last.time > at) {
    name.status = NameStatus::unknown;
    name.resolves.reset();
    name.expires_at.reset();
  }
  return name;
}

Past::Past(Reader& reader, const correlate::Rules& rules, Moment moment)
    : reader_(reader),
      moment_(moment),
      standings_(reader.standings(std::nullopt, moment.known_at)),
      engine_(correlate::StringIndex{standings_, moment.at()}, rules.twins, rules.lapses) {}

void Past::load_recorded() {
  recorded_.emplace();
  Reader::CollisionFilter filter;
  filter.known_at = moment_.known_at;
  reader_.visit_collisions(filter, [this](const CollisionRecord& record) { recorded_->insert(record.id); });
}

bool Past::was_recorded(const std::string& id) {
  if (!moment_.known_at) return true;
  if (!recorded_) load_recorded();
  return recorded_->contains(id);
}

std::vector<NameRecord> Past::others_of(const NameRecord& name, const std::vector<NameRecord>& others) const {
  std::vector<NameRecord> out;
  const std::string canonical = canonical_label(name.label->bytes);
  for (const NameRecord& other : others) {
    if (other.ns == name.ns || canonical_label(other.label->bytes) != canonical) continue;
    if (auto then = as_it_was(other, moment_.at())) out.push_back(std::move(*then));
  }
  return out;
}

std::vector<CollisionRecord> Past::findings_of(std::vector<NameRecord> names) {
  std::map<std::string, std::vector<std::uint64_t>> hashes;
  for (const NameRecord& name : names) {
    if (is_tld(name)) hashes[name.ns].push_back(canonical_hash(canonical_label(name.label->bytes)));
  }
  std::map<std::string, std::vector<NameRecord>> others;
  for (const auto& [ns, of_labels] : hashes) others[ns] = reader_.other_tlds(ns, of_labels);
  std::vector<CollisionRecord> out;
  for (NameRecord& name : names) {
    const auto then = as_it_was(std::move(name), moment_.at());
    if (!then || !then->label || !then->place) continue;
    const auto rivals = is_tld(*then) ? others_of(*then, others[then->ns]) : std::vector<NameRecord>{};
    for (Finding& finding : engine_.findings(*then, rivals, moment_.at())) {
      std::string id = finding_id(finding);
      if (!was_recorded(id)) continue;
      out.push_back({std::move(id), std::move(finding), display_name(*then),
                     full_name(*then->label, *then->place), then->first, moment_.now});
    }
  }
  return out;
}

std::vector<CollisionRecord> Past::list_drifts() {
  auto drifts = correlate::list_drifts(standings_, moment_.at());
  std::erase_if(drifts, [this](const CollisionRecord& record) { return !was_recorded(record.id); });
  for (CollisionRecord& record : drifts) record.recorded_at = moment_.now;
  return drifts;
}

void Past::visit(const Reader::CollisionFilter& filter, const std::function<void(CollisionRecord)>& visit) {
  std::map<std::string, std::set<NameKey>> candidates;
  Reader::CollisionFilter all;
  all.namespaces = filter.namespaces;
  all.known_at = moment_.known_at;
  reader_.visit_collisions(
      all, [&](const CollisionRecord& record) { candidates[record.finding.ns].insert(record.finding.key); });
  for (const auto& [ns, keys] : candidates) {
    const std::vector<NameKey> list{keys.begin(), keys.end()};
    for (std::size_t from = 0; from < list.size(); from += group_size) {
      const std::span group{list.data() + from, std::min(group_size, list.size() - from)};
      for (CollisionRecord& record : findings_of(reader_.names_by_key(ns, group))) {
        if (lets_through(filter, record.finding)) visit(std::move(record));
      }
    }
  }
  for (CollisionRecord& record : list_drifts()) {
    if (lets_through(filter, record.finding)) visit(std::move(record));
  }
}

void visit_findings(Reader& reader, const Reader::CollisionFilter& filter, const Moment& moment,
                    const correlate::Rules& rules, const std::function<void(CollisionRecord)>& visit) {
  if (moment.is_now()) return reader.visit_collisions(filter, visit);
  Past{reader, rules, moment}.visit(filter, visit);
}

}  // namespace splitroot::serve
