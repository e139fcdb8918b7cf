#include "ingest/reconcile.hpp"

#include <algorithm>
#include <unordered_map>

#include "core/label.hpp"
#include "ingest/versions.hpp"

namespace splitroot::ingest {
namespace {

using Records = std::vector<NameRecord>;

/// TLDs that share a canonical label, of all alternative namespaces.
using Groups = std::map<std::string, Records>;

bool is_tld(const NameRecord& name) { return name.label && name.place && name.place->depth == 1; }

std::vector<NameKey> keys_of(const std::set<NameKey>& keys) { return {keys.begin(), keys.end()}; }

/// The candidates as stored, and for each TLD among them the other namespaces' TLDs of the same label. Those
/// become candidates too: a pair's finding may be held by the other side.
struct Gathered {
  Records names;
  Groups groups;
};

void add_other_tlds(UnitOfWork& work, const std::string& ns, const Records& names, Gathered& gathered) {
  std::vector<std::uint64_t> hashes;
  std::set<std::string> labels;
  for (const NameRecord& name : names) {
    if (!is_tld(name)) continue;
    std::string canonical = canonical_label(name.label->bytes);
    hashes.push_back(canonical_hash(canonical));
    gathered.groups[canonical].push_back(name);
    labels.insert(std::move(canonical));
  }
  if (hashes.empty()) return;
  for (NameRecord& other : work.other_tlds(ns, hashes)) {
    const std::string canonical = canonical_label(other.label->bytes);
    if (!labels.contains(canonical)) continue;
    gathered.groups[canonical].push_back(other);
    gathered.names.push_back(std::move(other));
  }
}

bool same_name(const NameRecord& a, const NameRecord& b) { return a.ns == b.ns && a.key == b.key; }

void drop_repetitions(Records& records) {
  std::sort(records.begin(), records.end(),
            [](const auto& a, const auto& b) { return std::tie(a.ns, a.key) < std::tie(b.ns, b.key); });
  records.erase(std::unique(records.begin(), records.end(), same_name), records.end());
}

Gathered gather(UnitOfWork& work, const Candidates& candidates) {
  Gathered gathered;
  for (const auto& [ns, keys] : candidates) {
    Records names = work.names_by_key(ns, keys_of(keys));
    add_other_tlds(work, ns, names, gathered);
    std::move(names.begin(), names.end(), std::back_inserter(gathered.names));
  }
  drop_repetitions(gathered.names);
  for (auto& [label, records] : gathered.groups) drop_repetitions(records);
  return gathered;
}

Records others_of(const NameRecord& name, const Groups& groups) {
  Records others;
  if (!is_tld(name)) return others;
  const auto group = groups.find(canonical_label(name.label->bytes));
  if (group == groups.end()) return others;
  std::copy_if(group->second.begin(), group->second.end(), std::back_inserter(others),
               [&](const auto& other) { return other.ns != name.ns; });
  return others;
}

/// What is recorded of the names, and of candidates that are gone.
std::unordered_map<std::string, CollisionRecord> recorded(UnitOfWork& work, Candidates candidates,
                                                          const Records& names) {
  for (const NameRecord& name : names) candidates[name.ns].insert(name.key);
  std::unordered_map<std::string, CollisionRecord> out;
  for (const auto& [ns, keys] : candidates) {
    for (CollisionRecord& record : work.collisions_of(ns, keys_of(keys))) {
      if (record.finding.cls == Class::stale_list) continue;  // rests on no name: list_drift.hpp
      std::string id = record.id;
      out.emplace(std::move(id), std::move(record));
    }
  }
  return out;
}

CollisionRecord record_of(std::string id, Finding finding, const NameRecord& name) {
  return {std::move(id),      std::move(finding),
          display_name(name), full_name(*name.label, *name.place),
          name.first,         {}};
}

/// True when the name is still one that could be found to equal the string. Where it is not, a reorganisation
/// has taken back what the finding rests on: the name, its spelling, its place, or the TLD it stands against.
bool still_stands(const Finding& finding, const Records& names) {
  if (finding.cls != Class::exact) return false;
  const auto name = std::lower_bound(
      names.begin(), names.end(), std::tie(finding.ns, finding.key),
      [](const NameRecord& a, const auto& identity) { return std::tie(a.ns, a.key) < identity; });
  return name != names.end() && name->ns == finding.ns && name->key == finding.key && name->label &&
         name->place && canonical_label(name->label->bytes) == canonical_label(finding.against.ldh);
}

/// Findings that the engine makes no more.
void end_others(const std::unordered_map<std::string, CollisionRecord>& others, const Records& names,
                Timestamp at, Versions& versions) {
  for (const auto& [id, record] : others) {
    if (!still_stands(record.finding, names)) {
      versions.add(record, ChangeKind::collision_retracted);
    } else if (record.finding.state != State::closed) {
      versions.close(record, "the string has no standing any more", at);
    }
  }
}

/// Chooses the names of a namespace whose findings may have changed: those that equal a string, and TLDs that
/// another namespace has as well.
class Chooser {
 public:
  Chooser(UnitOfWork& work, const correlate::Engine& engine, std::string ns, std::set<NameKey>& chosen)
      : work_(work), engine_(engine), ns_(std::move(ns)), chosen_(chosen) {}

  void look_at(const NameKey& key, std::string_view label, int depth) {
    if (engine_.matches(label) || (depth == 1 && may_be_elsewhere(label))) chosen_.insert(key);
  }

  /// Of these only the keys are at hand.
  void look_up(std::span<const NameKey> keys) {
    work_.visit_labels_of(ns_, keys, [this](const NameKey& key, std::string_view label, int depth) {
      look_at(key, label, depth);
    });
  }

 private:
  /// Handshake alone has more TLDs than are worth holding.
  static constexpr std::size_t most = 10'000;

  bool may_be_elsewhere(std::string_view label) {
    if (!asked_) elsewhere_ = work_.hashes_of_other_tlds(ns_, most);
    asked_ = true;
    return !elsewhere_ || elsewhere_->contains(canonical_hash(canonical_label(label)));
  }

  UnitOfWork& work_;
  const correlate::Engine& engine_;
  std::string ns_;
  std::set<NameKey>& chosen_;
  bool asked_ = false;
  std::optional<std::set<std::uint64_t>> elsewhere_;
};

void choose_found(UnitOfWork& work, const std::string& ns, std::span<const NameKey> keys,
                  std::set<NameKey>& chosen) {
  for (const CollisionRecord& record : work.collisions_of(ns, keys)) chosen.insert(record.finding.key);
}

}  // namespace

Candidates candidates_of(UnitOfWork& work, const correlate::Engine& engine, const std::string& ns,
                         std::span<const NamePatch> patches) {
  Candidates candidates;
  Chooser chooser{work, engine, ns, candidates[ns]};
  std::vector<NameKey> keys;
  std::vector<NameKey> unspelled;
  for (const NamePatch& patch : patches) {
    const NameEvent& state = patch.state;
    // The label of a name met for the first time tells all; only what was stored before can have findings
    // besides.
    if (!state.is_first) keys.push_back(state.key);
    if (!state.label || !state.place) {
      unspelled.push_back(state.key);
    } else {
      chooser.look_at(state.key, state.label->bytes, state.place->depth);
    }
  }
  // Most events name a key alone; an earlier one may have spelled it.
  chooser.look_up(unspelled);
  choose_found(work, ns, keys, candidates[ns]);
  return candidates;
}

void add_also_changed(UnitOfWork& work, const correlate::Engine& engine, Candidates& candidates) {
  std::map<std::string, std::vector<NameKey>> of_namespaces;
  for (auto& [ns, key] : work.also_changed()) of_namespaces[ns].push_back(key);
  for (const auto& [ns, keys] : of_namespaces) {
    Chooser{work, engine, ns, candidates[ns]}.look_up(keys);
    choose_found(work, ns, keys, candidates[ns]);
  }
}

void add_taken_back(UnitOfWork& work, std::span<const NameRecord> before, Candidates& candidates) {
  std::map<std::string, std::vector<std::uint64_t>> hashes;
  for (const NameRecord& name : before) {
    candidates[name.ns].insert(name.key);
    if (is_tld(name)) hashes[name.ns].push_back(canonical_hash(canonical_label(name.label->bytes)));
  }
  for (const auto& [ns, of_labels] : hashes) {
    for (const NameRecord& other : work.other_tlds(ns, of_labels)) candidates[other.ns].insert(other.key);
  }
}

std::uint64_t reconcile(UnitOfWork& work, const correlate::Engine& engine, const Candidates& candidates,
                        Timestamp at) {
  const Gathered gathered = gather(work, candidates);
  auto before = recorded(work, candidates, gathered.names);
  Versions versions;
  for (const NameRecord& name : gathered.names) {
    for (Finding& finding : engine.findings(name, others_of(name, gathered.groups), at)) {
      std::string id = finding_id(finding);
      const auto known = before.extract(id);
      const CollisionRecord* old = known ? &known.mapped() : nullptr;
      versions.put(old, record_of(std::move(id), std::move(finding), name));
    }
  }
  end_others(before, gathered.names, at, versions);
  return versions.write(work);
}

}  // namespace splitroot::ingest
