// The history of a list: the same readings, in whatever order they come, give the same timeline.
#include <doctest/doctest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "../seeds.hpp"
#include "ingest/history.hpp"
#include "ingest/periods.hpp"
#include "ingest/root_standings.hpp"

using namespace splitroot;
using namespace splitroot::ingest;

namespace {

Timestamp on(const char* date) { return parse_time(date).value(); }

struct ListOfDay {
  Observation observation;
  std::vector<StandingEntry> entries;
};

ListOfDay list_of(const char* date, const std::vector<std::string>& strings, std::uint64_t id = 0) {
  ListOfDay list;
  list.observation.as_of = on(date);
  list.observation.id = id;
  list.observation.reading.position = date;
  for (const std::string& ldh : strings) list.entries.push_back({ldh, Standing::delegated, {}, {}, {}});
  return list;
}

void insert(History& history, const ListOfDay& list) {
  history.insert(history.place_of(list.observation), list.observation, list.entries);
}

History history_of(const std::vector<ListOfDay>& lists) {
  History history;
  for (const ListOfDay& list : lists) insert(history, list);
  return history;
}

/// Readings on days of their own, of strings that come, go, and change what is said of them.
std::vector<ListOfDay> random_lists(std::mt19937_64& random) {
  std::vector<ListOfDay> lists(2 + random() % 8);
  for (std::size_t i = 0; i < lists.size(); ++i) {
    lists[i].observation.id = i + 1;
    lists[i].observation.as_of = on("2020-01-01") + std::chrono::days{10 * i};
    lists[i].observation.reading.position = std::to_string(2020010100 + i);
    for (const char* ldh : {"a", "b", "c"}) {
      if (random() % 3 == 0) continue;
      StandingEntry entry{ldh, Standing::delegated, {}, {}, {{"ns", random() % 2 == 0 ? "one" : "two"}}};
      if (random() % 4 == 0) entry.since = on("2019-05-05");
      lists[i].entries.push_back(std::move(entry));
    }
  }
  return lists;
}

/// What a reading said, by looking at nothing but it.
const StandingEntry* said(const ListOfDay& list, const std::string& ldh) {
  const auto found = std::find_if(list.entries.begin(), list.entries.end(),
                                  [&](const StandingEntry& entry) { return entry.ldh == ldh; });
  return found == list.entries.end() ? nullptr : &*found;
}

/// Reading by reading, the record that speaks of it holds on its day, and has what it said last.
void check_against_readings(const std::vector<ListOfDay>& lists, const std::vector<StandingRecord>& records) {
  for (const ListOfDay& list : lists) {
    for (const char* ldh : {"a", "b", "c"}) {
      const auto holding_then = std::count_if(records.begin(), records.end(), [&](const StandingRecord& record) {
        return record.ldh == ldh && holds(record, list.observation.as_of);
      });
      CHECK(holding_then == (said(list, ldh) != nullptr ? 1 : 0));
    }
  }
}

std::vector<std::string> texts(const std::vector<StandingRecord>& records) {
  const auto day = [](std::optional<Timestamp> time) { return time ? to_date(*time) : std::string{"-"}; };
  std::vector<std::string> out;
  for (const StandingRecord& record : records) {
    std::string line = record.ldh + " " + std::string{text(record.standing)} + " " + day(record.since_after) + ".." +
                       day(record.since) + " " + day(record.until_after) + ".." + day(record.until);
    for (const auto& [key, value] : record.detail) line += " " + key + "=" + value;
    out.push_back(std::move(line));
  }
  std::sort(out.begin(), out.end());
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("readings in any order give the same runs and the same timeline") {
  for (unsigned seed = 1; seed <= seeds_wanted(); ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    auto lists = random_lists(random);
    const History in_order = history_of(lists);
    check_against_readings(lists, standings_of(in_order, "list"));
    std::shuffle(lists.begin(), lists.end(), random);
    const History shuffled = history_of(lists);
    CHECK(shuffled.runs() == in_order.runs());
    CHECK(texts(standings_of(shuffled, "list")) == texts(standings_of(in_order, "list")));
  }
}

TEST_CASE("a reading taken out again leaves what the others say") {
  for (unsigned seed = 1; seed <= seeds_wanted(); ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    auto lists = random_lists(random);
    History history = history_of(lists);
    const std::size_t place = random() % lists.size();
    history.remove(place);
    lists.erase(lists.begin() + static_cast<std::ptrdiff_t>(place));
    CHECK(history.runs() == history_of(lists).runs());
  }
}

TEST_CASE("what the store keeps makes the same history again") {
  for (unsigned seed = 1; seed <= seeds_wanted(); ++seed) {
    CAPTURE(seed);
    std::mt19937_64 random{seed};
    const History history = history_of(random_lists(random));
    const History again{history.observations(), history.sightings()};
    CHECK(again.runs() == history.runs());
  }
}

TEST_CASE("between two readings it is said that it lies between, and not guessed") {
  const History history = history_of({list_of("2014-07-13", {"com"}), list_of("2020-02-01", {"com", "music"}),
                                      list_of("2026-01-05", {"com"})});
  const auto records = standings_of(history, "list");
  CHECK(texts(records) == Lines{"com delegated -..- -..-",
                                "music delegated 2014-07-13..2020-02-01 2020-02-01..2026-01-05"});
  const StandingRecord& music = records.back();
  CHECK(holding(music, on("2014-07-13")) == Holding::no);
  CHECK(holding(music, on("2017-01-01")) == Holding::unknown);
  CHECK(holding(music, on("2020-02-01")) == Holding::yes);
  CHECK(holding(music, on("2020-02-02")) == Holding::unknown);
  CHECK(holding(music, on("2026-01-05")) == Holding::no);
  CHECK(music.first_reading == "2020-02-01");
  CHECK(music.ended_reading == "2026-01-05");
  const StandingRecord& com = records.front();
  CHECK(holding(com, on("2010-01-01")) == Holding::unknown);
  CHECK(holding(com, on("2030-01-01")) == Holding::yes);
}

TEST_CASE("a date of the source goes before what the readings bound, unless a reading contradicts it") {
  auto dated = list_of("2026-01-05", {"music"});
  dated.entries[0].since = on("2021-10-15");
  CHECK(texts(standings_of(history_of({list_of("2020-02-01", {}), dated}), "list")) ==
        Lines{"music delegated -..2021-10-15 -..-"});
  CHECK(texts(standings_of(history_of({list_of("2023-01-01", {}), dated}), "list")) ==
        Lines{"music delegated 2023-01-01..2026-01-05 -..-"});
  auto undated = list_of("2026-03-01", {"music"});
  CHECK(texts(standings_of(history_of({dated, undated}), "list")) == Lines{"music delegated -..2021-10-15 -..-"});
}

TEST_CASE("two zones of one day stand by their serials, whichever came first") {
  auto first = list_of("2026-01-05", {"com"});
  first.observation.reading.position = "2026010500";
  auto second = list_of("2026-01-05", {"com", "kids"});
  second.observation.reading.position = "2026010501";
  CHECK(history_of({second, first}).runs() == history_of({first, second}).runs());
}

TEST_CASE("what has left the root is retired from between the two zones, and until it is back") {
  const History history = history_of({list_of("2018-06-04", {"com", "shop"}), list_of("2020-02-01", {"com"}),
                                      list_of("2026-01-05", {"com", "shop"})});
  CHECK(texts(root_standings(history, {})) ==
        Lines{"com delegated -..- -..-", "shop delegated -..- 2018-06-04..2020-02-01",
              "shop delegated 2020-02-01..2026-01-05 -..-",
              "shop retired 2018-06-04..2020-02-01 2020-02-01..2026-01-05"});
}

TEST_CASE("a label new in the root since the 2026 round is in-root-unclassified, and no retired one when it leaves") {
  const History history = history_of({list_of("2026-05-01", {"com"}), list_of("2026-06-01", {"com", "widget"}),
                                      list_of("2026-09-29", {"com"})});
  CHECK(texts(root_standings(history, {})) ==
        Lines{"com delegated -..- -..-",
              "widget in-root-unclassified 2026-05-01..2026-06-01 2026-06-01..2026-09-29"});
}

TEST_CASE("an application of a round with temporary delegations keeps a label unclassified whatever the day") {
  const History history =
      history_of({list_of("2025-01-01", {"com"}), list_of("2025-02-01", {"com", "widget", "music"})});
  StandingRecord pending{"widget", Standing::applied, "strings", {}, {}, {{"round", "2026"}}, {}};
  StandingRecord of_2012{"music", Standing::applied, "icann-round-2012", {}, {}, {}, {}};
  const std::vector<StandingRecord> told{pending, of_2012};
  CHECK(texts(root_standings(history, root_evidence(told))) ==
        Lines{"com delegated -..- -..-", "music delegated 2025-01-01..2025-02-01 -..-",
              "widget in-root-unclassified 2025-01-01..2025-02-01 -..-"});
}

TEST_CASE("a contract or an entry of IANA's database says what a new label is, from its own date on") {
  const History history = history_of({list_of("2026-05-01", {"com"}), list_of("2026-06-01", {"com", "widget"}),
                                      list_of("2026-12-01", {"com"})});
  StandingRecord contract{"widget", Standing::contracted, "icann-gtlds", on("2026-08-01"), {}, {}, {}};
  const auto with = [&](const StandingRecord& record) {
    return texts(root_standings(history, root_evidence(std::span{&record, 1})));
  };
  CHECK(with(contract) == Lines{"com delegated -..- -..-", "widget delegated -..2026-08-01 2026-06-01..2026-12-01",
                                "widget in-root-unclassified 2026-05-01..2026-06-01 -..2026-08-01",
                                "widget retired 2026-06-01..2026-12-01 -..-"});
  contract.since = on("2026-04-01");
  CHECK(with(contract).at(1) == "widget delegated 2026-05-01..2026-06-01 2026-06-01..2026-12-01");
  StandingRecord listed{"widget", Standing::delegated, "iana-root-db", {}, {}, {}, {}};
  listed.first_seen = on("2027-01-01");
  CHECK(with(listed).at(1) == "widget in-root-unclassified 2026-05-01..2026-06-01 2026-06-01..2026-12-01");
}

TEST_CASE("that a label is retired can be told by a list alone, or dated by it") {
  ListOfDay list = list_of("2026-01-05", {"com"});
  list.entries.push_back({"gone", Standing::retired, {}, {}, {}});
  list.entries.push_back({"left", Standing::retired, on("2024-03-01"), {}, {}});
  const auto before = list_of("2020-02-01", {"com", "left"});
  const auto back = list_of("2026-02-01", {"com", "gone"});
  CHECK(texts(root_standings(history_of({list, back, before}), {})) ==
        Lines{"com delegated -..- -..-", "gone delegated 2026-01-05..2026-02-01 -..-",
              "gone retired -..- 2026-01-05..2026-02-01", "left delegated -..- 2020-02-01..2026-01-05",
              "left retired -..2024-03-01 -..-"});
}
