#include "correlate/list_drift.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace splitroot;
using namespace splitroot::correlate;

namespace {

const Timestamp today = parse_time("2026-11-29").value();

StandingRecord standing(std::string ldh, Standing word, const char* since = nullptr,
                        const char* until = nullptr) {
  StandingRecord record{std::move(ldh), word, "test", {}, {}, {}, today};
  if (since != nullptr) record.since = parse_time(since);
  if (until != nullptr) record.until = parse_time(until);
  return record;
}

std::optional<Finding> drift_of(const std::vector<StandingRecord>& standings, const std::string& ldh,
                                Timestamp at = today) {
  const auto all = list_drifts(standings, at);
  const auto found =
      std::ranges::find(all, ldh, [](const auto& record) { return record.finding.against.ldh; });
  if (found == all.end()) return std::nullopt;
  CHECK(found->id == finding_id(found->finding));
  CHECK(found->name == ldh);
  return found->finding;
}

}  // namespace

TEST_CASE("a TLD that Handshake's lists lack is a finding of the list, registered or not") {
  const std::vector strings{standing("com", Standing::delegated),
                            standing("kids", Standing::delegated, "2022-04-04")};
  const auto drift = drift_of(strings, "kids");
  REQUIRE(drift);
  CHECK(drift->ns == "hns");
  CHECK(drift->key == handshake_key("kids"));
  CHECK(drift->cls == Class::stale_list);
  CHECK(drift->kind == Kind::list_drift);
  CHECK(drift->level == Level::tld);
  CHECK(drift->state == State::open);
  CHECK(drift->severity == Severity::medium);
  CHECK(drift->against == Against{"dns", "kids", Standing::delegated});
  CHECK(drift->valid_from == parse_time("2022-04-04"));
  CHECK(drift->basis == std::vector<std::string>{"stale-list missing × delegated (hns-lockup-2023)",
                                                 "stale-list missing × delegated (hns-fallback-2020)"});
  CHECK(drift->reason.find("anyone can open it") != std::string::npos);
  CHECK_FALSE(drift->verified_live);
  CHECK_FALSE(drift_of(strings, "com"));
}

TEST_CASE("what is only applied for weighs less") {
  const std::vector strings{standing("com", Standing::delegated), standing("newcomer", Standing::applied),
                            standing("merck", Standing::contracted)};
  CHECK(drift_of(strings, "newcomer")->severity == Severity::low);
  CHECK(drift_of(strings, "merck")->severity == Severity::medium);
  CHECK(std::ranges::is_sorted(list_drifts(strings, today), {}, &CollisionRecord::name));
}

TEST_CASE("the list in force at a moment is the one that counts") {
  const auto strings =
      std::vector{standing("com", Standing::delegated), standing("desi", Standing::delegated)};
  // `desi` was reserved in 2020, is not locked up since 2024, and stands on the fallback list throughout.
  CHECK_FALSE(drift_of(strings, "desi", parse_time("2021-06-01").value()));
  CHECK(drift_of(strings, "desi")->basis ==
        std::vector<std::string>{"stale-list missing × delegated (hns-lockup-2023)"});
  CHECK(drift_of(strings, "desi", parse_time("2029-01-01").value())->basis ==
        std::vector<std::string>{"stale-list missing × delegated (hns-lockup-roots)"});
}

TEST_CASE("a TLD seen to leave the root that is still held back is told of, and one let go is not") {
  const auto ended = [](const char* ldh) {
    return standing(ldh, Standing::delegated, nullptr, "2023-05-01");
  };
  const std::vector strings{standing("com", Standing::delegated), ended("intel"), ended("spiegel")};
  const auto drift = drift_of(strings, "intel");
  REQUIRE(drift);
  CHECK(drift->severity == Severity::low);
  CHECK(drift->against.standing == Standing::retired);
  CHECK(drift->valid_from == parse_time("2023-05-01"));
  for (const CollisionRecord& record : list_drifts(strings, today)) CHECK(record.finding.valid_from);
}

TEST_CASE("nothing is said of lists while nothing is known of the root") {
  CHECK(list_drifts({}, today).empty());
  CHECK(list_drifts({standing("kids", Standing::applied)}, today).empty());
}
