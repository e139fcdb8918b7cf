#include "correlate/outcomes.hpp"

#include <doctest/doctest.h>

#include "correlate/string_index.hpp"

using namespace splitroot;
using namespace splitroot::correlate;

namespace {

const Timestamp reveal = parse_time("2012-06-13").value();
const Timestamp signing = parse_time("2015-02-26").value();

StandingRecord application(std::string ldh, std::string number, std::string round = "2012") {
  StandingRecord record{
      std::move(ldh), Standing::applied, "icann-round", reveal, {}, {{"round", std::move(round)}}, reveal};
  record.application = std::move(number);
  return record;
}

StandingRecord contract(std::string ldh, std::string number) {
  return {
      std::move(ldh), Standing::contracted, "icann-gtlds", signing, {}, {{"application", std::move(number)}},
      signing};
}

std::string outcome_of(const StandingRecord& record) {
  const auto outcome = record.detail.find("outcome");
  return outcome == record.detail.end() ? "" : outcome->second;
}

}  // namespace

TEST_CASE("an application ends with the contract under its number; of its rivals nothing is known") {
  std::vector standings{application("shop", "1-1"), application("shop", "1-2"), contract("shop", "1-2")};
  settle_outcomes(standings);
  CHECK(outcome_of(standings[0]) == "unknown");
  CHECK_FALSE(standings[0].until);
  CHECK(outcome_of(standings[1]) == "contracted");
  CHECK(standings[1].until == signing);
  CHECK(outcome_of(standings[2]).empty());
}

TEST_CASE("applications for corp, home and mail were not approved") {
  for (const char* ldh : {"corp", "home", "mail"}) {
    std::vector standings{application(ldh, "1-1")};
    settle_outcomes(standings);
    CHECK(outcome_of(standings[0]) == "not-approved");
    CHECK(standings[0].until == parse_time("2018-02-04"));
    REQUIRE(standings.size() == 2);
    CHECK(standings[1].standing == Standing::not_approved);
    CHECK(standings[1].since == parse_time("2018-02-04"));
    const std::vector reveal_only{application(ldh, "1-1"), application(ldh, "1-2")};
    CHECK(StringIndex{reveal_only, parse_time("2026-01-05").value()}.find(ldh)->strongest() ==
          Standing::not_approved);
    CHECK(StringIndex{reveal_only, parse_time("2016-01-05").value()}.find(ldh)->strongest() ==
          Standing::applied);
  }
}

TEST_CASE("a round that is open is not settled, nor what its own source has ended") {
  std::vector standings{application("shop", "1-1", "2026"), application("shop", "1-2"),
                        application("shop", ""), contract("shop", "1-2")};
  standings[1].until = parse_time("2013-01-01");
  settle_outcomes(standings);
  CHECK(outcome_of(standings[0]).empty());
  CHECK(standings[1].until == parse_time("2013-01-01"));
  CHECK(outcome_of(standings[1]).empty());
  CHECK(outcome_of(standings[2]).empty());
}
