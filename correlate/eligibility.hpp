#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/standing.hpp"
#include "core/time.hpp"
#include "core/vocabulary.hpp"

namespace splitroot::correlate {

/// What the Guidebook makes of a rule or a relation if it is upheld.
enum class Consequence { stops_application, contention_set, on_hold, geographic_support, none };

/// `stops the application`, `contention set`, `on hold`, `geographic support`, `none`.
std::string_view text(Consequence);

/// A rule by which a string may not be a gTLD, or not anybody's. The list is closed.
struct EligibilityRule {
  std::string_view id;
  Standing standing;
  std::optional<Consequence> consequence;  ///< nullopt: no document known to us says it
  std::string_view meaning;                ///< when it applies, in a sentence
};

/// All rules, in the order of their standings' strength.
std::span<const EligibilityRule> eligibility_rules();

/// nullptr when there is no rule of this id.
const EligibilityRule* find_eligibility_rule(std::string_view id);

/// One rule that a string falls under, and why.
struct Ineligibility {
  Standing standing =
      Standing::ineligible;        ///< special_use, private_use, reserved, blocked, ineligible, not_approved
  std::string rule;                ///< id of an EligibilityRule
  std::string reason;              ///< a sentence fit to be shown: `ISO 3166-1 alpha-3 code of Ethiopia`
  std::string source;              ///< document and edition
  std::optional<Timestamp> since;  ///< when the rule came into force, where known to the day
  std::optional<Consequence> consequence;
  std::string section;  ///< of the document named by `source`; empty where none is known
  bool operator==(const Ineligibility&) const = default;
};

/// Every rule that one TLD-level label falls under, strongest standing first. `ldh` is a label as core
/// `to_ldh` gives it (letter case does not matter); longer than 63 octets is a finding, not an error.
///
/// It says what holds for a *new application*, whatever the root holds today: `com` is the alpha-3 code of
/// Comoros, `uk` has two letters, and both are delegated. It knows no similarity, variants, objections or
/// city names, and of country names only the English ones of ISO 3166-1, while translations into any language
/// are blocked too: an empty answer clears nothing. Sources: schemas/eligibility, and the 2012 Guidebook for
/// rules on the form of a label.
std::vector<Ineligibility> ineligibilities(std::string_view ldh);

/// The rule as a standing of the label, of source `guidebook`: rule, reason, document, section and
/// consequence in its detail.
StandingRecord standing_of(const Ineligibility& rule, const std::string& ldh);

}  // namespace splitroot::correlate
