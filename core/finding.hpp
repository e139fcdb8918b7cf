#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/name.hpp"
#include "core/vocabulary.hpp"

namespace splitroot {

/// What a finding stands against: a string of the DNS world, or a TLD of another alternative namespace.
struct Against {
  std::string ns;   ///< `dns`, or the other namespace
  std::string ldh;  ///< LDH of the string; display text of the other TLD
  std::optional<Standing> standing;
  bool operator==(const Against&) const = default;
};

/// What the engine decides about one name and one string. Identity: (ns, key, against.ns, against.ldh,
/// class).
struct Finding {
  std::string ns;
  NameKey key;
  Against against;
  Class cls = Class::exact;
  Level level = Level::tld;
  Kind kind = Kind::overlap;
  State state = State::open;
  Severity severity = Severity::info;
  std::vector<std::string> basis;  ///< how the severity came about, one step each
  std::string reason;              ///< of a twin, of a closed finding, of a stale list; else empty
  std::optional<std::string> consequence;
  NameStatus status = NameStatus::unknown;
  std::optional<bool> resolves;
  bool verified_live = false;
  std::optional<Timestamp> as_of;
  std::optional<Timestamp> valid_from;
  std::optional<Timestamp> valid_to;
  std::optional<Timestamp> reevaluate_at;  ///< time alone changes the verdict then
  bool operator==(const Finding&) const = default;
};

/// Stable id of a finding: 32 lower-case hex digits of SHA-256 over its identity.
std::string finding_id(const Finding& finding);

/// A finding as stored: with its name and the time it was recorded.
struct CollisionRecord {
  std::string id;
  Finding finding;
  std::string name;      ///< display
  std::string name_raw;  ///< octets of the full name
  Evidence evidence;
  Timestamp recorded_at;
};

}  // namespace splitroot
