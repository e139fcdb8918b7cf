#include "correlate/reserved_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace splitroot;
using namespace splitroot::correlate;

namespace {

const Timestamp today = parse_time("2026-11-23").value();

Timestamp day(std::string_view date) { return parse_time(date).value(); }

StandingRecord standing(std::string ldh, Standing word, std::optional<Timestamp> since = {},
                        std::optional<Timestamp> until = {}) {
  return {std::move(ldh), word, "test", since, until, {}, today};
}

ReservedSet list(std::initializer_list<std::string_view> labels, ReservedKind kind = ReservedKind::listed) {
  ReservedSet set;
  for (const auto label : labels) set.add(label, kind);
  return set;
}

using Findings = std::vector<ReservedFinding>;

Findings good(const Result<Findings>& result) {
  REQUIRE_MESSAGE(result.has_value(), result.error().message);
  return *result;
}

ReservedFinding only(const Findings& findings) {
  REQUIRE(findings.size() == 1);
  return findings.front();
}

const StandingRecord com = standing("com", Standing::delegated, day("1985-01-01"));

}  // namespace

TEST_CASE("reserved list: a list that holds all of the root and the pipeline drifts nowhere") {
  const std::vector<StandingRecord> standings{com, standing("hotel", Standing::contracted)};
  CHECK(good(lint(list({"com", "hotel"}), standings, today)).empty());
}

TEST_CASE("reserved list: a delegated TLD that is missing") {
  const std::vector<StandingRecord> standings{com, standing("music", Standing::delegated, day("2021-10-29"))};
  const auto found = only(good(lint(list({"com"}), standings, today)));
  CHECK(found ==
        ReservedFinding{"music", Drift::missing, Standing::delegated, day("2021-10-29"), false,
                        "delegated in the root since 2021-10-29, not on the list: the namespace may give "
                        "it to anyone",
                        Severity::medium});
}

TEST_CASE("reserved list: how grave a missing string is, and in what order") {
  const std::vector<StandingRecord> standings{com,
                                              standing("announced", Standing::announced),
                                              standing("applied", Standing::applied, day("2026-08-12")),
                                              standing("confirmed", Standing::confirmed),
                                              standing("held", Standing::on_hold),
                                              standing("unclassified", Standing::in_root_unclassified),
                                              standing("temporary", Standing::temporary_delegation),
                                              standing("contracted", Standing::contracted),
                                              standing("bare", Standing::delegated)};
  std::string told;
  for (const auto& one : good(lint(list({"com"}), standings, today)))
    told += one.ldh + " " + std::string{text(one.severity)} + ": " +
            one.meaning.substr(0, one.meaning.find(", not")) + "\n";
  CHECK(told ==
        "bare medium: delegated in the root\n"
        "unclassified low: in the root (neither contracted nor in IANA's database)\n"
        "temporary low: in the root by temporary delegation\n"
        "contracted medium: contracted\n"
        "confirmed low: confirmed\n"
        "applied low: applied since 2026-08-12\n"
        "announced low: announced\n"
        "held low: applied for, on hold\n");
}

TEST_CASE("reserved list: strings that no list need hold") {
  const std::vector<StandingRecord> standings{com,
                                              standing("onion", Standing::special_use),
                                              standing("internal", Standing::private_use),
                                              standing("eth", Standing::blocked),
                                              standing("redcross", Standing::reserved),
                                              standing("web3", Standing::ineligible),
                                              standing("smile", Standing::withdrawn),
                                              standing("corp", Standing::not_approved),
                                              standing("old", Standing::replaced),
                                              standing("was", Standing::retired)};
  CHECK(good(lint(list({"com"}), standings, today)).empty());
}

TEST_CASE("reserved list: the strongest standing speaks, and the earliest date of it") {
  const std::vector<StandingRecord> standings{com, standing("music", Standing::applied, day("2012-06-13")),
                                              standing("music", Standing::delegated, day("2021-10-30")),
                                              standing("music", Standing::delegated),
                                              standing("music", Standing::delegated, day("2021-10-29"))};
  const auto found = only(good(lint(list({"com"}), standings, today)));
  CHECK(found.standing == Standing::delegated);
  CHECK(found.since == day("2021-10-29"));
}

TEST_CASE("reserved list: labels match by what they mean, not as they are spelled") {
  const std::vector<StandingRecord> standings{com, standing("xn--4dbrk0ce", Standing::delegated)};
  CHECK(good(lint(list({"COM", "XN--4DBRK0CE"}), standings, today)).empty());
  // A label that does not decode stands for itself.
  CHECK(good(lint(list({"com", "xn--4dbrk0ce", "xn--e"}), standings, today)).empty());
}

TEST_CASE("reserved list: a TLD that is gone, and since when") {
  const std::vector<StandingRecord> standings{
      com, standing("intel", Standing::delegated, day("2016-05-01"), day("2020-09-09")),
      standing("duck", Standing::retired, day("2021-03-03"))};
  const auto found = good(lint(list({"com", "intel", "duck"}), standings, today));
  REQUIRE(found.size() == 2);
  CHECK(found[0].ldh == "duck");
  CHECK(found[0].since == day("2021-03-03"));
  CHECK(found[1] ==
        ReservedFinding{"intel", Drift::gone, Standing::retired, day("2020-09-09"), true,
                        "no longer in the root since 2020-09-09, still on the list: held back for a TLD "
                        "that is no more",
                        Severity::low});
  CHECK(text(found[1].drift) == "gone");
  // Not on the list, so nothing to say of it.
  CHECK(good(lint(list({"com"}), standings, today)).empty());
}

TEST_CASE("reserved list: a label that never was a TLD is not gone, unless the list itself calls it one") {
  CHECK(good(lint(list({"com", "brave"}), {com}, today)).empty());
  CHECK(good(lint(list({"com", "brave"}, ReservedKind::custom), {com}, today)).empty());
  const auto found = only(good(lint(list({"com", "intel"}, ReservedKind::root), {com}, today)));
  CHECK(found.drift == Drift::gone);
  CHECK(found.since == std::nullopt);
  CHECK(found.meaning.starts_with("no longer in the root, still on the list"));
}

TEST_CASE("reserved list: a temporary delegation that ended was no TLD that went") {
  const std::vector<StandingRecord> standings{
      com, standing("trial", Standing::temporary_delegation, day("2026-01-01"), day("2026-04-01")),
      standing("odd", Standing::in_root_unclassified, day("2026-01-01"), day("2026-04-01"))};
  CHECK(good(lint(list({"com", "trial", "odd"}), standings, today)).empty());
  CHECK(only(good(lint(list({"com", "odd"}), standings, day("2026-02-01")))).standing ==
        Standing::temporary_delegation);
}

TEST_CASE("reserved list: a TLD that came back is not gone") {
  const std::vector<StandingRecord> standings{
      com, standing("spa", Standing::delegated, day("2016-01-01"), day("2017-01-01")),
      standing("spa", Standing::delegated, day("2020-10-01"))};
  CHECK(good(lint(list({"com", "spa"}), standings, today)).empty());
  CHECK(only(good(lint(list({"com", "spa"}), standings, day("2018-01-01")))).since == day("2017-01-01"));
}

TEST_CASE("reserved list: an application is spent once its delegation has ended, a later one is not") {
  std::vector<StandingRecord> standings{
      com, standing("intel", Standing::applied, day("2012-06-13")), standing("intel", Standing::contracted),
      standing("intel", Standing::delegated, day("2016-05-01"), day("2020-09-09"))};
  CHECK(good(lint(list({"com"}), standings, today)).empty());
  standings.push_back(standing("intel", Standing::applied, day("2026-08-12")));
  const auto found = only(good(lint(list({"com"}), standings, today)));
  CHECK(found.standing == Standing::applied);
  CHECK(found.since == day("2026-08-12"));
}

TEST_CASE("reserved list: the moment decides") {
  const std::vector<StandingRecord> standings{
      com, standing("music", Standing::contracted, day("2021-05-01"), day("2021-10-29")),
      standing("music", Standing::delegated, day("2021-10-29"))};
  CHECK(good(lint(list({"com"}), standings, day("2021-04-30"))).empty());
  CHECK(only(good(lint(list({"com"}), standings, day("2021-10-28")))).standing == Standing::contracted);
  CHECK(only(good(lint(list({"com"}), standings, day("2021-10-29")))).standing == Standing::delegated);
}

TEST_CASE("reserved list: without a root nothing is said") {
  for (const auto& standings :
       {std::vector<StandingRecord>{}, {standing("hotel", Standing::contracted)}, {com}}) {
    const auto result = lint(list({"com"}, ReservedKind::root), standings, day("1980-01-01"));
    REQUIRE(!result.has_value());
    CHECK(result.error().fault == Fault::source);
    CHECK(result.error().message ==
          "no string stands in the root on 1980-01-01: collect iana-root, or import a root zone of that "
          "date, before a "
          "reserved list is compared with it");
  }
}

TEST_CASE("reserved list: a list that is not held in full does not claim more than it knows") {
  ReservedSet set = list({"com"});
  set.unlisted = 12;
  set.complete_until = day("2026-01-05");
  const std::vector<StandingRecord> standings{com, standing("music", Standing::delegated, day("2021-10-29")),
                                              standing("brandnew", Standing::applied, day("2026-08-12")),
                                              standing("planned", Standing::announced)};
  std::vector<std::string> unsure;
  for (const auto& one : good(lint(set, standings, today))) {
    if (one.meaning.ends_with(" (unless it is one of 12 names not held here)")) unsure.push_back(one.ldh);
  }
  CHECK(unsure == std::vector<std::string>{"brandnew", "planned"});
}

TEST_CASE("reserved list: what a regime has released") {
  Regime regime;
  regime.reserved = list({"com", "locked"}, ReservedKind::root);
  regime.released = list({"com", "freed", "desi"}, ReservedKind::root);
  regime.meanings = {
      .missing = "M", .missing_released = "MR", .gone = "G", .gone_other = "O", .gone_released = "GR"};
  const std::vector<StandingRecord> standings{com, standing("desi", Standing::delegated),
                                              standing("music", Standing::delegated)};
  std::string told;
  for (const auto& one : good(lint(regime, standings, today)))
    told += one.ldh + (one.held ? " held, " : " not held, ") + one.meaning + "\n";
  CHECK(told ==
        "desi not held, delegated in the root, MR\n"
        "music not held, delegated in the root, M\n"
        "freed not held, no longer in the root, GR\n"
        "locked held, no longer in the root, G\n");
}

TEST_CASE("reserved list: duplicates are counted, and the first spelling stays") {
  ReservedSet set = list({"com", "Com", "xn--jlq480n2rg", "XN--JLQ480N2RG", "net"});
  CHECK(set.labels.size() == 3);
  CHECK(set.duplicates == 2);
  CHECK(set.find("com")->ldh == "com");
  CHECK(set.find("org") == nullptr);
}
