#include "collectors/icann/pipeline/standings.hpp"

#include <set>

#include "icann_round_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

TEST_CASE("applications become standings, told apart by their numbers") {
  const auto batch = parse_2026(
      "String,Applicant,Application ID,Status,Contention Set,Replacement String,Variants\n"
      "shop,One,1-1,In evaluation,C7,,\n"
      "shop,Two,1-2,Withdrawn,C7,,\n"
      "brand,Three,1-3,,,brandco,xn--fiq64b\n");
  REQUIRE(good(batch));
  const StandingBatch standings = round_standings(*batch);
  CHECK(standings.source == "icann-round-2026");
  CHECK(standings.as_of == batch->as_of);
  CHECK(standings.reading.digest == batch->reading.digest);
  REQUIRE(standings.entries.size() >= 3);
  const StandingEntry& first = standings.entries[0];
  CHECK(first.ldh == "shop");
  CHECK(first.application == "1-1");
  CHECK(first.standing == Standing::applied);
  CHECK(first.detail.at("round") == "2026");
  CHECK(first.detail.at("applicant") == "One");
  CHECK(first.detail.at("contention-set") == "C7");
  const StandingEntry& second = standings.entries[1];
  CHECK(second.application == "1-2");
  CHECK(second.standing == Standing::withdrawn);
  const StandingEntry& third = standings.entries[2];
  CHECK(third.detail.at("replacement") == "brandco");
  CHECK(third.detail.at("variants") == "xn--fiq64b");
}

TEST_CASE("an announced string goes by who announced it, and a delegation for a time has its end") {
  const auto batch = parse_2026(
      "String,Applicant,Application ID,Status,Temporary Delegation From,Temporary Delegation Until\n"
      "brand,Brand Co,,Announced,,\n"
      "shop,One,1-1,,2027-01-01,2027-05-01\n");
  REQUIRE(good(batch));
  const StandingBatch standings = round_standings(*batch);
  REQUIRE(standings.entries.size() == 3);
  CHECK(standings.entries[0].application == "Brand Co");
  std::set<Standing> of_shop;
  for (const StandingEntry& entry : standings.entries) {
    if (entry.ldh != "shop") continue;
    of_shop.insert(entry.standing);
    if (entry.standing == Standing::temporary_delegation) {
      CHECK(entry.since == parse_time("2027-01-01"));
      CHECK(entry.until == parse_time("2027-05-01"));
    }
  }
  CHECK(of_shop == std::set{Standing::applied, Standing::temporary_delegation});
}
