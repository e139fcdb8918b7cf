#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "core/finding.hpp"
#include "core/name.hpp"
#include "core/standing.hpp"
#include "core/vocabulary.hpp"

namespace splitroot {

/// One entry of the append-only sequence of everything that became known. Exactly one subject is set, by
/// kind.
struct Change {
  std::uint64_t sequence = 0;
  ChangeKind kind = ChangeKind::name_seen;
  Timestamp recorded_at;
  std::optional<NameRecord> name;
  std::optional<CollisionRecord> collision;
  std::optional<StandingRecord> standing;
  std::string source;  ///< of a source's change, and of a standing
  std::string detail;  ///< text: what changed, why a source is unhealthy
  /// Of the version that a change to a collision replaced: whether it crossed a rule's least severity.
  std::optional<Severity> severity_before = std::nullopt;
  bool is_final = true;  ///< false: a reorganisation may take it back

  /// A message that told of something.
  struct Told {
    std::string rule;
    std::string target;
    std::string id;
  };
  /// Of a retraction: the messages it takes back, at most one a rule and target.
  std::vector<Told> told = {};
};

/// What a change is about, whatever it says of it: a name or a finding; empty for all else.
std::string subject_of(const Change& change);

/// A message to be delivered at least once; written in the transaction of what it tells of.
struct OutboxItem {
  std::string id;  ///< stable: the receiver's key for recognising a repetition
  std::string rule;
  std::string target;  ///< `webhook:ops`
  std::string body;    ///< JSON, complete
  int attempts = 0;
  Timestamp due;
  std::string subject = {};  ///< the name or finding it tells of: what a retraction finds it by
  bool is_retraction = false;
};

}  // namespace splitroot
