#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.hpp"
#include "core/name.hpp"
#include "core/ports/store.hpp"

namespace splitroot::db {

inline Timestamp at(std::int64_t seconds) { return Timestamp{std::chrono::seconds{seconds}}; }

/// A name directly under `eth`, as an event of block `block` tells it.
inline NamePatch patch(const std::string& label, std::uint64_t block) {
  const NameKey parent = namehash("eth");
  NamePatch out;
  out.state.key = child_node(parent, keccak256(label));
  out.state.label = RawLabel{label};
  out.state.place = Place{parent, "eth", 2};
  out.state.status = NameStatus::active;
  out.state.evidence = {"ethereum", block, "0x" + std::to_string(block),
                        at(1'600'000'000 + static_cast<std::int64_t>(block))};
  out.first = out.state.evidence;
  return out;
}

/// A TLD.
inline NamePatch tld(const std::string& label, std::uint64_t block) {
  NamePatch out = patch(label, block);
  out.state.key = handshake_key(label);
  out.state.place = Place{};
  out.state.evidence.chain = out.first.chain = "handshake";
  return out;
}

inline std::vector<NamePatch> sorted(std::vector<NamePatch> patches) {
  std::sort(patches.begin(), patches.end(),
            [](const auto& a, const auto& b) { return a.state.key < b.state.key; });
  return patches;
}

/// One unit of work that stages, merges and commits.
inline MergeCounts store_names(Store& store, const std::string& ns, const std::vector<NamePatch>& patches,
                               Origin origin = Origin::live, std::optional<Timestamp> as_of = std::nullopt) {
  const auto unit = store.begin();
  unit->stage(ns, "", origin, as_of, patches);
  const MergeCounts counts = unit->merge();
  unit->commit();
  return counts;
}

inline NameRecord stored(Store& store, const std::string& ns, const NamePatch& patch) {
  const auto names = store.read()->names_by_key(ns, std::vector{patch.state.key});
  if (names.size() != 1) throw std::runtime_error("stored " + std::to_string(names.size()) + " times");
  return names.front();
}

inline std::vector<Change> changes_after(Reader& reader, std::uint64_t sequence) {
  std::vector<Change> out;
  reader.visit_changes(sequence, [&out](Change change) { out.push_back(std::move(change)); });
  return out;
}

inline CollisionRecord collision(const std::string& label, const std::string& against, Severity severity) {
  CollisionRecord record;
  record.finding.ns = "hns";
  record.finding.key = handshake_key(label);
  record.finding.against = {"dns", against, Standing::delegated};
  record.finding.severity = severity;
  record.finding.basis = {"tld exact × delegated", "one step down: not active"};
  record.finding.as_of = at(1'700'000'000);
  record.finding.valid_from = at(1'500'000'000);
  record.id = finding_id(record.finding);
  record.name = label;
  record.name_raw = label;
  record.evidence = {"handshake", 13107, "ab12", at(1'600'000'000)};
  return record;
}

}  // namespace splitroot::db
