#include <algorithm>
#include <array>

#include "correlate/eligibility.hpp"

namespace splitroot::correlate {
namespace {

constexpr auto stops = Consequence::stops_application;

constexpr std::array rules{
    EligibilityRule{"name-collision", Standing::not_approved, std::nullopt,
                    "its applications of 2012 were not approved for the risk of name collision"},
    EligibilityRule{"special-use", Standing::special_use, stops, "a special-use domain name (RFC 6761)"},
    EligibilityRule{"private-use", Standing::private_use, stops, "reserved for private use (SAC113)"},
    EligibilityRule{"entitled-body", Standing::reserved, stops, "kept for the body that it names"},
    EligibilityRule{"guidebook-blocked", Standing::blocked, stops,
                    "on the Guidebook's Top-Level Reserved Names List"},
    EligibilityRule{"test-translation", Standing::blocked, stops, "a translation of `test`"},
    EligibilityRule{"iso-alpha-3", Standing::blocked, stops, "an alpha-3 code listed in ISO 3166-1"},
    EligibilityRule{"country-name", Standing::blocked, stops, "the name of a country or territory"},
    EligibilityRule{"not-a-label", Standing::ineligible, stops, "empty, or octets that no LDH label has"},
    EligibilityRule{"too-long", Standing::ineligible, stops, "more than 63 octets as it stands in the DNS"},
    EligibilityRule{"not-letters", Standing::ineligible, stops, "ASCII, and not letters only"},
    EligibilityRule{"single-character", Standing::ineligible, stops,
                    "one character; one Han character may be applied for"},
    EligibilityRule{"two-characters", Standing::ineligible, stops,
                    "two ASCII characters: for country codes, assigned or not"},
    EligibilityRule{"not-decodable", Standing::ineligible, stops, "`xn--`, and no Punycode after it"},
    EligibilityRule{
        "not-idna", Standing::ineligible, stops,
        "an A-label without a valid U-label (UTS #46), or of code points that IDNA2008 does not permit"},
};

}  // namespace

std::string_view text(Consequence consequence) {
  switch (consequence) {
    case Consequence::stops_application:
      return "stops the application";
    case Consequence::contention_set:
      return "contention set";
    case Consequence::on_hold:
      return "on hold";
    case Consequence::geographic_support:
      return "geographic support";
    case Consequence::none:
      return "none";
  }
  return "none";
}

std::span<const EligibilityRule> eligibility_rules() { return rules; }

const EligibilityRule* find_eligibility_rule(std::string_view id) {
  const auto found =
      std::find_if(rules.begin(), rules.end(), [&](const auto& rule) { return rule.id == id; });
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace splitroot::correlate
