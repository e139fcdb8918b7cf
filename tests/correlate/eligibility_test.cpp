#include "correlate/eligibility.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "core/label.hpp"

using namespace splitroot;
using namespace splitroot::correlate;

namespace {

std::vector<std::string> rules_of(std::string_view ldh) {
  std::vector<std::string> rules;
  for (const auto& one : ineligibilities(ldh)) rules.push_back(one.rule);
  return rules;
}

using Rules = std::vector<std::string>;

Ineligibility by_rule(std::string_view ldh, std::string_view rule) {
  const auto all = ineligibilities(ldh);
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.rule == rule; });
  REQUIRE_MESSAGE(found != all.end(), ldh << " does not fall under " << rule);
  return *found;
}

std::string ldh(std::string_view label) {
  const auto made = to_ldh(label);
  REQUIRE_MESSAGE(made.has_value(), label);
  return *made;
}

}  // namespace

TEST_CASE("eligibility: an ASCII gTLD is letters only, and three of them or more") {
  CHECK(rules_of("web3") == Rules{"not-letters"});
  CHECK(rules_of("my-app") == Rules{"not-letters"});
  CHECK(rules_of("888") == Rules{"not-letters"});
  CHECK(rules_of("a_b") == Rules{"not-letters"});
  CHECK(rules_of("x") == Rules{"single-character"});
  CHECK(rules_of("7") == Rules{"not-letters", "single-character"});
  CHECK(rules_of("go") == Rules{"two-characters"});
  CHECK(rules_of("r2") == Rules{"not-letters", "two-characters"});
  CHECK(by_rule("web3", "not-letters").reason == "has a digit, where an ASCII gTLD is letters only");
  CHECK(by_rule("my-app-2", "not-letters").reason ==
        "has a digit and a hyphen, where an ASCII gTLD is letters only");
  CHECK(by_rule("x", "single-character").standing == Standing::ineligible);
  CHECK(ineligibilities("music").empty());
  CHECK(ineligibilities("abc").empty());
}

TEST_CASE("eligibility: two letters are for countries, and which one where it is assigned") {
  CHECK(by_rule("go", "two-characters").reason ==
        "two ASCII characters are kept for country codes, whether assigned or not");
  CHECK(by_rule("jp", "two-characters").reason ==
        "two ASCII characters are kept for country codes: ISO 3166-1 alpha-2 code of Japan");
  CHECK(by_rule("uk", "two-characters").reason ==
        "two ASCII characters are kept for country codes: UK is reserved exceptionally in ISO 3166-1 for "
        "United "
        "Kingdom");
  CHECK(by_rule("JP", "two-characters").standing == Standing::ineligible);
}

TEST_CASE("eligibility: alpha-3 codes and names of countries are blocked") {
  const auto eth = by_rule("eth", "iso-alpha-3");
  CHECK(eth.reason == "ISO 3166-1 alpha-3 code of Ethiopia");
  CHECK(eth.standing == Standing::blocked);
  CHECK(eth.consequence == Consequence::stops_application);
  CHECK(eth.source == "gTLD Applicant Guidebook, version 2012-06-04");
  CHECK(eth.section == "2.2.1.4.1");
  CHECK(to_date(eth.since.value()) == "2012-01-12");
  CHECK(rules_of("ETH") == Rules{"iso-alpha-3"});

  const auto germany = by_rule("germany", "country-name");
  CHECK(germany.reason == "name of a country or territory: Germany (DE)");
  CHECK(germany.standing == Standing::blocked);
  CHECK(by_rule("federalrepublicofgermany", "country-name").reason ==
        "name of a country or territory: Federal Republic of Germany (DE)");
  CHECK(by_rule("tobago", "country-name").reason ==
        "separable part of the name of a country or territory: Tobago (TT)");
  CHECK(by_rule("europeanunion", "country-name").reason ==
        "name of a code reserved exceptionally in ISO 3166-1: European Union (EU)");
  // Applied for in 2012, and none of them in the root.
  for (const auto* code : {"and", "are", "est", "idn"}) CHECK(rules_of(code) == Rules{"iso-alpha-3"});
  // Translations are blocked too and not held: nothing said is no clearance.
  CHECK(ineligibilities("deutschland").empty());
}

TEST_CASE("eligibility: what the root holds hides no rule") {
  CHECK(by_rule("com", "iso-alpha-3").reason == "ISO 3166-1 alpha-3 code of Comoros");
  CHECK(rules_of("uk") == Rules{"two-characters"});
}

TEST_CASE("eligibility: hyphens, articles, order and diacritics make no new name of a country") {
  CHECK(rules_of("sri-lanka") == Rules{"country-name", "not-letters"});
  CHECK(rules_of("srilanka") == Rules{"country-name"});
  CHECK(rules_of("thegambia") == Rules{"country-name"});
  CHECK(rules_of("the-gambia") == Rules{"country-name", "not-letters"});
  CHECK(rules_of("republicofkorea") == Rules{"country-name"});
  CHECK(rules_of("korearepublicof") == Rules{"country-name"});
  CHECK(rules_of("cotedivoire") == Rules{"country-name"});
  CHECK(rules_of(ldh("côtedivoire")) == Rules{"country-name"});
  CHECK(rules_of(ldh("côte-d-ivoire")) == Rules{"country-name"});
  CHECK(rules_of(ldh("türkiye")) == Rules{"country-name"});
  CHECK(ineligibilities("thechair").empty());
  CHECK(ineligibilities("the").empty());
}

TEST_CASE("eligibility: strings that a document names") {
  CHECK(rules_of("onion") == Rules{"special-use"});
  CHECK(rules_of("alt") == Rules{"special-use"});
  CHECK(by_rule("alt", "special-use").source == "RFC 9476");
  CHECK(by_rule("onion", "special-use").since == std::nullopt);
  CHECK(rules_of("local") == Rules{"special-use", "guidebook-blocked"});
  CHECK(by_rule("local", "special-use").source == "RFC 6762");
  CHECK(rules_of("internal") == Rules{"private-use"});
  CHECK(to_date(by_rule("internal", "private-use").since.value()) == "2024-07-29");
  CHECK(by_rule("internal", "private-use").standing == Standing::private_use);
  CHECK(rules_of("icann") == Rules{"guidebook-blocked"});
  CHECK(by_rule("icann", "guidebook-blocked").section == "2.2.1.2.1");
  CHECK(rules_of("rfc-editor") == Rules{"guidebook-blocked", "not-letters"});
  CHECK(rules_of("olympic") == Rules{"entitled-body"});
  CHECK(by_rule("redcross", "entitled-body").standing == Standing::reserved);
  CHECK(rules_of(ldh("olímpico")) == Rules{"entitled-body"});
  CHECK(rules_of("onions").empty());
}

TEST_CASE("eligibility: not approved for name collision, with no consequence known to us") {
  for (const auto* string : {"corp", "home", "mail"}) {
    const auto found = by_rule(string, "name-collision");
    CHECK(found.standing == Standing::not_approved);
    CHECK(found.reason.find("name collision") != std::string::npos);
    CHECK(found.consequence == std::nullopt);
    CHECK(to_date(found.since.value()) == "2018-02-04");
  }
}

TEST_CASE("eligibility: A-labels") {
  CHECK(rules_of("xn--e") == Rules{"not-decodable"});
  CHECK(rules_of("xn--") == Rules{"not-decodable"});
  CHECK(rules_of("xn--abc-") == Rules{"not-idna"});
  CHECK(rules_of("xn--zckzah") == Rules{"test-translation"});
  CHECK(ineligibilities("xn--4dbrk0ce").empty());
  CHECK(ineligibilities("xn--jlq480n2rg").empty());
  CHECK(ineligibilities("XN--JLQ480N2RG").empty());
  CHECK(rules_of(ldh("☃☃☃")) == Rules{"not-idna"});
  CHECK(by_rule(ldh("☃☃☃"), "not-idna").reason == "holds U+2603, no part of IDNA2008 (symbols, emoji)");
  CHECK(by_rule(ldh("🦄moon"), "not-idna").reason == "holds U+1F984, no part of IDNA2008 (symbols, emoji)");
  // ä as an A-label of its own, which is one character; a Han ideograph alone may be applied for.
  CHECK(rules_of(ldh("ä")) == Rules{"single-character"});
  CHECK(ineligibilities(ldh("家")).empty());
  CHECK(rules_of(ldh("🦄")) == Rules{"single-character", "not-idna"});
  // "Äbc" in Punycode: decodes, and no U-label is spelled so.
  CHECK(rules_of("xn--bc-3fa") == Rules{"not-idna"});
}

TEST_CASE("eligibility: labels that are none, and their edges") {
  CHECK(rules_of("") == Rules{"not-a-label"});
  CHECK(rules_of("a b") == Rules{"not-a-label"});
  CHECK(rules_of("köln") == Rules{"not-a-label"});
  CHECK(rules_of(std::string_view{"a\0b", 3}) == Rules{"not-a-label"});
  CHECK(ineligibilities(std::string(63, 'q')).empty());
  CHECK(rules_of(std::string(64, 'q')) == Rules{"too-long"});
  CHECK(by_rule(std::string(64, 'q'), "too-long").reason ==
        "64 octets as it stands in the DNS, where a label has at most 63");
  CHECK(rules_of("xn--" + std::string(60, 'a')) == Rules{"too-long"});
  CHECK(rules_of(std::string(100'000, 'q')) == Rules{"too-long"});
}

TEST_CASE("eligibility: the rules are a closed list, and each has its text") {
  std::set<std::string_view> ids;
  for (const EligibilityRule& rule : eligibility_rules()) {
    CHECK(ids.insert(rule.id).second);
    CHECK(!rule.meaning.empty());
    CHECK(find_eligibility_rule(rule.id) == &rule);
  }
  CHECK(find_eligibility_rule("") == nullptr);
  CHECK(find_eligibility_rule("iso-alpha-4") == nullptr);
  CHECK(text(Consequence::stops_application) == "stops the application");
  CHECK(text(Consequence::contention_set) == "contention set");
  CHECK(text(Consequence::on_hold) == "on hold");
  CHECK(text(Consequence::geographic_support) == "geographic support");
  CHECK(text(Consequence::none) == "none");
}
