#pragma once
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace splitroot {

/// Closed lists of domain words. Each has its text (as JSON, SQL and the command line spell it) and back;
/// schemas/json holds the same lists and a test compares them.

/// Standing of a string in the DNS world, strongest first.
enum class Standing {
  delegated,
  in_root_unclassified,
  temporary_delegation,
  contracted,
  confirmed,
  applied,
  announced,
  on_hold,
  replaced,
  withdrawn,
  not_approved,
  retired,
  special_use,
  private_use,
  reserved,
  blocked,
  ineligible,
};

/// `released`: past grace and premium, free to take again. `unknown`: a report without a live check.
enum class NameStatus { auction, active, grace, premium, released, revoked, burnt, reserved, unknown };

enum class Class { exact, cross_alt, stale_list };
enum class Kind { overlap, similarity, policy, list_drift };
enum class Level { tld, label };
enum class State { open, twin, unproven_twin, closed };
enum class Severity { info, low, medium, high, critical };

/// What became known (the kinds a rule can ask for, and the change log's own words).
enum class ChangeKind {
  name_seen,
  name_changed,
  collision_opened,
  collision_changed,
  collision_closed,
  standing_changed,
  source_unhealthy,
  source_recovered,
  name_retracted,
  collision_retracted,
  source_notice,
  standing_dated,  ///< of the past alone: nobody is alerted
};

/// Where a reading came from. Only `live` counts as a check.
enum class Origin { live, file, snapshot };

/// How far a reading proves itself: by the signatures and the digest of its own date, or not at all, as lists
/// from before there were any.
enum class Verification { verified, unverified_historical };

std::string_view text(Standing);
std::string_view text(NameStatus);
std::string_view text(Class);
std::string_view text(Kind);
std::string_view text(Level);
std::string_view text(State);
std::string_view text(Severity);
std::string_view text(ChangeKind);
std::string_view text(Origin);
std::string_view text(Verification);

/// The value spelled `word`, or nullopt. Instantiated for every enumeration above.
template <class Word>
std::optional<Word> parse_word(std::string_view word);

/// All spellings of a list, in its order; for messages and schemas.
template <class Word>
std::span<const std::string_view> words();

/// `a, b, c`: the spellings for an error message.
template <class Word>
std::string word_list() {
  std::string out;
  for (const auto word : words<Word>()) out += (out.empty() ? "" : ", ") + std::string{word};
  return out;
}

/// One step towards info.
Severity step_down(Severity severity);

}  // namespace splitroot
