#include "correlate/engine.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "core/label.hpp"

using namespace splitroot;
using namespace splitroot::correlate;

namespace {

const Timestamp today = parse_time("2026-11-23").value();
constexpr std::chrono::days year{365};

StandingRecord standing(std::string ldh, Standing word, std::map<std::string, std::string> detail = {}) {
  return {std::move(ldh), word, "test", parse_time("2021-10-29"), {}, std::move(detail), today};
}

Engine engine() {
  auto gone = standing("gone", Standing::delegated);
  gone.until = today - year;
  const std::vector<StandingRecord> standings{
      standing("music", Standing::delegated),
      standing("music", Standing::applied),
      standing("hotel", Standing::contracted),
      standing("box", Standing::delegated),
      standing("com", Standing::delegated),
      standing("xn--4dbrk0ce", Standing::delegated),
      standing("onion", Standing::special_use),
      standing("web", Standing::applied, {{"outcome", "unknown"}}),
      standing("corp", Standing::not_approved, {{"note", "name collision; Board resolution"}}),
      standing("smile", Standing::withdrawn),
      gone};
  TwinTable twins{
      {{"ens", "box", State::twin, "custom registrar"}, {"uns", "*", State::unproven_twin, "listed"}}};
  return {StringIndex{standings, today}, twins, {{"ens", {std::chrono::days{90}, std::chrono::days{21}}}}};
}

NameRecord tld(const std::string& ns, const std::string& label, NameStatus status = NameStatus::active) {
  NameRecord name;
  name.ns = ns;
  name.key = ns == "hns" ? handshake_key(label) : namehash(label);
  name.label = RawLabel{label};
  name.place = Place{};
  name.status = status;
  name.first = {ns, 7, "", parse_time("2022-01-01")};
  name.last = name.first;
  return name;
}

NameRecord under(const std::string& ns, const std::string& label, const std::string& parent) {
  NameRecord name = tld(ns, label);
  name.key = namehash(label + "." + parent);
  name.place = Place{namehash(parent), parent, 2};
  return name;
}

Finding only(const std::vector<Finding>& findings) {
  REQUIRE(findings.size() == 1);
  return findings.front();
}

Finding verdict(const NameRecord& name) { return only(engine().findings(name, {}, today)); }

}  // namespace

TEST_CASE("severity of an exact match, by level and standing") {
  CHECK(verdict(tld("hns", "music")).severity == Severity::critical);
  CHECK(verdict(tld("hns", "hotel")).severity == Severity::high);
  CHECK(verdict(tld("hns", "onion")).severity == Severity::high);
  CHECK(verdict(tld("hns", "corp")).severity == Severity::high);
  CHECK(verdict(tld("hns", "smile")).severity == Severity::low);
  CHECK(verdict(under("ens", "music", "eth")).severity == Severity::low);
  CHECK(verdict(under("ens", "onion", "eth")).severity == Severity::info);
  CHECK(verdict(tld("hns", "web")).basis ==
        std::vector<std::string>{"tld exact × applied (outcome unknown)"});
}

TEST_CASE("the strongest standing speaks") {
  const Finding finding = verdict(tld("hns", "music"));
  CHECK(finding.against == Against{"dns", "music", Standing::delegated});
  CHECK(finding.basis == std::vector<std::string>{"tld exact × delegated"});
  CHECK(finding.state == State::open);
  CHECK(finding.valid_from == parse_time("2022-01-01"));
}

TEST_CASE("one step down for each mitigation, unknown is none") {
  CHECK(verdict(tld("hns", "music", NameStatus::auction)).severity == Severity::high);
  CHECK(verdict(tld("hns", "music", NameStatus::unknown)).severity == Severity::critical);
  NameRecord idle = tld("hns", "music", NameStatus::auction);
  idle.resolves = false;
  CHECK(verdict(idle).severity == Severity::medium);
  CHECK(verdict(idle).basis.size() == 3);
}

TEST_CASE("A- and U-labels, and either case, are the same string") {
  CHECK(verdict(tld("hns", "xn--4dbrk0ce")).against.ldh == "xn--4dbrk0ce");
  CHECK(verdict(under("ens", "ישראל", "eth")).against.ldh == "xn--4dbrk0ce");
  CHECK(verdict(under("ens", "MUSIC", "eth")).against.ldh == "music");
}

TEST_CASE("no finding without a standing, a label or the right depth") {
  CHECK(engine().findings(tld("hns", "gone"), {}, today).empty());
  CHECK(engine().findings(tld("hns", "nobody"), {}, today).empty());
  NameRecord unspelled = tld("hns", "music");
  unspelled.label.reset();
  CHECK(engine().findings(unspelled, {}, today).empty());
  NameRecord deep = under("uns", "music", "a.crypto");
  deep.place->depth = 3;
  CHECK(engine().findings(deep, {}, today).empty());
}

TEST_CASE("twins by design stand at TLD level only") {
  CHECK(verdict(tld("ens", "box")).state == State::twin);
  CHECK(verdict(tld("ens", "box")).severity == Severity::info);
  CHECK(verdict(under("ens", "box", "eth")).state == State::open);
  const Finding com = verdict(tld("uns", "com"));
  CHECK(com.state == State::unproven_twin);
  CHECK(com.severity == Severity::high);
  CHECK(com.reason == "listed");
  CHECK(verdict(tld("uns", "hotel")).state == State::open);  // listed, but not in the root
}

TEST_CASE("a Handshake claim is a twin only of a TLD that was delegated when it was claimed") {
  NameRecord claimed = tld("hns", "com");
  claimed.claimed = true;
  CHECK(verdict(claimed).state == State::twin);
  NameRecord web = tld("hns", "web");
  web.claimed = true;
  CHECK(verdict(web).state == State::open);
  NameRecord early = tld("hns", "music");
  early.claimed = true;
  early.first.time = parse_time("2020-03-01");
  CHECK(verdict(early).state == State::open);
}

TEST_CASE("a name that is gone closes its finding, at the time it went") {
  const Finding burnt = verdict(tld("uns", "music", NameStatus::burnt));
  CHECK(burnt.state == State::closed);
  CHECK(burnt.severity == Severity::info);
  CHECK(burnt.valid_to == parse_time("2022-01-01"));
  NameRecord lapsed = under("ens", "music", "eth");
  lapsed.expires_at = today - year;
  CHECK(verdict(lapsed).status == NameStatus::released);
  CHECK(verdict(lapsed).valid_to == *lapsed.expires_at + std::chrono::days{111});
}

TEST_CASE("time alone changes a verdict, and the finding says when") {
  NameRecord name = under("ens", "music", "eth");
  name.expires_at = today + std::chrono::days{1};
  CHECK(verdict(name).reevaluate_at == name.expires_at);
  name.expires_at = today - std::chrono::days{1};
  CHECK(verdict(name).status == NameStatus::grace);
  CHECK(verdict(name).reevaluate_at == *name.expires_at + std::chrono::days{90});
}

TEST_CASE("a TLD of two alternatives is one finding, held by the side that sorts first") {
  const NameRecord hns = tld("hns", "wallet");
  const NameRecord uns = tld("uns", "wallet");
  const Finding finding = only(engine().findings(hns, std::vector{uns}, today));
  CHECK(finding.cls == Class::cross_alt);
  CHECK(finding.severity == Severity::medium);
  CHECK(finding.against == Against{"uns", "wallet", std::nullopt});
  CHECK(engine().findings(uns, std::vector{hns}, today).empty());
  const auto both = engine().findings(tld("hns", "hotel"), std::vector{tld("uns", "hotel")}, today);
  REQUIRE(both.size() == 2);
  CHECK(both[1].severity == Severity::high);
}

TEST_CASE("a pair closes when either side is gone") {
  const auto closed =
      engine().findings(tld("hns", "wallet"), std::vector{tld("uns", "wallet", NameStatus::burnt)}, today);
  CHECK(only(closed).state == State::closed);
}

TEST_CASE("ids tell findings apart and stay the same") {
  const auto both = engine().findings(tld("hns", "hotel"), std::vector{tld("uns", "hotel")}, today);
  CHECK(finding_id(both[0]) != finding_id(both[1]));
  CHECK(finding_id(both[0]) == finding_id(verdict(tld("hns", "hotel"))));
  CHECK(finding_id(both[0]).size() == 32);
}
