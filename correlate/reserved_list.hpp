#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/standing.hpp"
#include "core/time.hpp"
#include "core/vocabulary.hpp"

namespace splitroot::correlate {

/// Why a namespace holds a label back. `listed`: the list does not say.
enum class ReservedKind { root, popular, custom, listed };

struct ReservedLabel {
  std::string ldh;  ///< lower-case LDH, an A-label where not ASCII
  ReservedKind kind = ReservedKind::listed;
  bool tld = false;  ///< it was a TLD, says this list or the one before it
};

/// The labels that a namespace gives to nobody (or to the entitled only), as one list has them.
struct ReservedSet {
  std::string title;  ///< the regime's, or the file's name
  std::optional<Timestamp> as_of;
  std::map<std::string, ReservedLabel, std::less<>> labels;  ///< by canonical label (core/label.hpp)
  std::size_t duplicates = 0;                                ///< labels that stood on the list before
  std::size_t unlisted = 0;                                  ///< labels that the original holds beyond these
  std::optional<Timestamp> complete_until;  ///< no unlisted label equals a string that stood by then

  /// Adds a label in LDH; a second spelling of the same is counted and changes nothing.
  void add(std::string_view ldh, ReservedKind kind);
  const ReservedLabel* find(std::string_view canonical) const;
  /// True when a string that stands since then may be among the unlisted labels.
  bool may_hold_unlisted(const std::optional<Timestamp>& since) const;
};

/// How a list differs from the root: it lacks a string, or it goes on about a TLD that the root has no more.
enum class Drift { missing, gone };

/// `missing`, `gone`.
std::string_view text(Drift);

struct ReservedFinding {
  std::string ldh;
  Drift drift = Drift::missing;
  Standing standing = Standing::delegated;  ///< missing: the strongest at the moment; gone: `retired`
  std::optional<Timestamp> since;           ///< of that standing: its source's date, else the first reading
  bool held = false;                  ///< the list holds it; false also for a gone TLD that it has released
  std::string meaning;                ///< one sentence
  Severity severity = Severity::low;  ///< missing delegated or contracted: medium; else low
  /// Where only readings bound the beginning: the last one before it.
  std::optional<Timestamp> since_after = std::nullopt;
  bool operator==(const ReservedFinding&) const = default;
};

/// What a difference means under one list: clauses that follow upon what is known of the string.
struct DriftMeanings {
  std::string missing = "not on the list: the namespace may give it to anyone";
  std::string missing_released;  ///< an earlier list held it
  std::string gone = "still on the list: held back for a TLD that is no more";
  std::string gone_other;     ///< as `gone`, of labels that are on the list as no root label; empty: the same
  std::string gone_released;  ///< an earlier list held it
};

/// A list with the rules it is under.
struct Regime {
  std::string id;                             ///< stable: `hns-lockup-2023`
  std::string title;                          ///< fit to be shown
  std::optional<std::uint64_t> from_height;   ///< of the chain; nullopt: no rule of the chain's
  std::optional<std::uint64_t> until_height;  ///< first height at which it no longer holds
  bool needs_soft_fork = false;               ///< holds only where the node says that `icannlockup` is active
  ReservedSet reserved;
  ReservedSet released;  ///< what an earlier regime held and this one does not
  DriftMeanings meanings;
};

/// Compares a list with the strings of the DNS world as they stood at `at` (begun by then, not ended), by
/// canonical label:
/// - missing: strings in the root (delegated, in-root-unclassified, temporary-delegation) or on their way
/// there
///   (contracted, confirmed, applied, announced, on-hold) that are not on the list. An application that came
///   before a delegation which has ended is spent and counts no more. Special-use names are not asked for.
/// - gone: labels of the list that were delegated (a `delegated` record that has ended, a `retired` one) or
/// that the
///   list has as root labels, and that are not in the root at `at`. A temporary delegation that ended is not
///   one.
/// Sorted by drift, standing, label. Error (source) when nothing is in the root at `at`: then the root has
/// not been read for that date, and every label would seem gone.
Result<std::vector<ReservedFinding>> lint(const ReservedSet& reserved,
                                          const std::vector<StandingRecord>& standings, Timestamp at);

/// As above, under the rules of a regime. Gone TLDs that the regime has released are told as well (`held`
/// false).
Result<std::vector<ReservedFinding>> lint(const Regime& regime, const std::vector<StandingRecord>& standings,
                                          Timestamp at);

}  // namespace splitroot::correlate
