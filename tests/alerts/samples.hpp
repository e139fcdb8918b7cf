#pragma once
#include <string>

#include "core/change.hpp"
#include "core/display.hpp"

namespace splitroot::alerts {

inline const Timestamp sample_time = *parse_time("2026-01-05T12:00:00Z");

/// A name by its labels: label and suffix (empty for a TLD).
inline Change name_change(std::string ns, std::string label, std::string suffix = "",
                          ChangeKind kind = ChangeKind::name_seen) {
  int depth = 1;
  for (const char c : suffix) depth += c == '.' ? 1 : 0;
  if (!suffix.empty()) ++depth;
  NameRecord name;
  name.ns = std::move(ns);
  name.key = {sha256(label + "." + suffix)};
  name.label = RawLabel{std::move(label)};
  name.place = Place{.parent = std::nullopt, .suffix = std::move(suffix), .depth = depth};
  name.holder = "0x00000000219ab540356cbb839cbe05303d7705fa";
  name.status = NameStatus::active;
  name.first = {"ethereum", 13107, "0xaa", sample_time};
  name.last = {"ethereum", 13108, "0xbb", sample_time};
  Change change;
  change.sequence = 7;
  change.kind = kind;
  change.recorded_at = sample_time;
  change.name = std::move(name);
  return change;
}

inline Change collision_change(std::string raw_name, Level level, std::string against, Severity severity,
                               ChangeKind kind = ChangeKind::collision_opened) {
  CollisionRecord record;
  record.finding.ns = "uns";
  record.finding.key = {sha256(raw_name)};
  record.finding.against = {"dns", std::move(against), Standing::delegated};
  record.finding.level = level;
  record.finding.severity = severity;
  record.finding.basis = {"tld exact × delegated"};
  record.id = finding_id(record.finding);
  record.name = display_text(raw_name);
  record.name_raw = std::move(raw_name);
  record.evidence = {"polygon", 5, "0xcc", sample_time};
  record.recorded_at = sample_time;
  Change change;
  change.kind = kind;
  change.recorded_at = sample_time;
  change.collision = std::move(record);
  return change;
}

inline Change standing_change(std::string ldh) {
  Change change;
  change.kind = ChangeKind::standing_changed;
  change.recorded_at = sample_time;
  change.standing = StandingRecord{
      std::move(ldh), Standing::delegated, "iana-root", sample_time, std::nullopt, {}, sample_time};
  change.source = "iana-root";
  return change;
}

inline Change source_change(ChangeKind kind = ChangeKind::source_unhealthy) {
  Change change;
  change.kind = kind;
  change.recorded_at = sample_time;
  change.source = "ens";
  change.detail = "the node does not answer";
  return change;
}

}  // namespace splitroot::alerts
