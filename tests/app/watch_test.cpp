#include "app/watch.hpp"

#include <doctest/doctest.h>

using namespace splitroot;
using namespace splitroot::app;
using namespace std::chrono_literals;

namespace {

const Timestamp noon = parse_time("2026-01-05T12:00:00Z").value();

SourcePosition chain(std::uint64_t verified, std::uint64_t head, Timestamp as_of, Timestamp head_time) {
  SourcePosition out;
  out.source = "ens";
  out.kind = "chain";
  out.position = std::to_string(verified);
  out.from = 0;
  out.ranges = {{0, verified, verified, "0x"}};
  out.as_of = as_of;
  out.head = BlockMark{head, "0x", head_time};
  return out;
}

struct Bench {
  Watch watch{{{"ens", {1h, 1h, std::nullopt, 0s}}, {"iana-root", {}}}};

  /// What is alarming now, after what was; as stored.
  std::string look(SourcePosition& source, Timestamp at) {
    for (const auto& alarm : watch.look(std::vector{source}, at)) source.alarm = source.trouble = alarm.text;
    return source.alarm;
  }
};

}  // namespace

TEST_CASE("a head that stands still is an alarm, told once, gone with the next block") {
  Bench bench;
  SourcePosition source = chain(100, 100, noon, noon);
  CHECK(bench.look(source, noon + 2h).empty());  // the first look knows no other
  CHECK(bench.look(source, noon + 121min) == "no new block since 2026-01-05T12:00:00Z");
  CHECK(bench.watch.look(std::vector{source}, noon + 122min).empty());
  source.head = BlockMark{101, "0x", noon + 123min};
  CHECK(bench.look(source, noon + 124min).empty());
}

TEST_CASE("behind is who comes no nearer") {
  Bench bench;
  SourcePosition source = chain(100, 2000, noon, noon + 5h);
  CHECK(bench.look(source, noon + 5h).empty());
  source = chain(800, 2020, noon + 1h, noon + 5h + 11min);  // catching up
  CHECK(bench.look(source, noon + 5h + 11min).empty());
  source = chain(801, 2100, noon + 1h, noon + 5h + 22min);
  CHECK(bench.look(source, noon + 5h + 22min) == "more than 60 min behind its chain, and not catching up");
  source.ranges = {{0, 2099, 2099, "0x"}};
  source.as_of = noon + 5h + 21min;
  CHECK(bench.look(source, noon + 5h + 23min).empty());
}

TEST_CASE("at the end of a pass nothing catches up, but the chain went on meanwhile") {
  Watch watch{{{"ens", {0s, 1h, 0s, 0s}}}};
  const std::vector far{chain(100, 2000, noon, noon + 3h)};
  CHECK(watch.look_at_end(far, noon + 3h, noon + 3h + 1min).size() == 1);
  CHECK(watch.look_at_end(far, noon, noon + 3h).empty());
}

TEST_CASE("no event for long where there used to be one every minute") {
  Bench bench;
  SourcePosition source = chain(100, 100, noon, noon);
  source.activity = {1440, noon - 48h, noon - 24h, std::nullopt};
  CHECK(bench.look(source, noon).empty());
  source.as_of = noon + 1s;
  CHECK(bench.look(source, noon) ==
        "no event since 2026-01-04T12:00:00Z, though there used to be one every 60 s");
  source.activity.last_event = noon;
  CHECK(bench.look(source, noon).empty());

  source.activity = {100, noon - 200 * 24h, noon - 99 * 24h,
                     std::nullopt};  // a slow one: a day apart, and 99 days
  CHECK_FALSE(bench.look(source, noon).empty());
  source.activity.last_event = noon - 40 * 24h;
  CHECK(bench.look(source, noon).empty());
  source.activity = {99, noon - 200 * 24h, noon - 199 * 24h, std::nullopt};  // too few to tell
  CHECK(bench.look(source, noon).empty());
}

TEST_CASE("a registry without registrations, events or not") {
  Watch watch{{{"ens", {0s, 0s, 0s, 7 * 24h}}}};
  SourcePosition source = chain(100, 100, noon, noon);
  source.activity = {5, noon - 24h, noon, noon - 7 * 24h};
  CHECK(watch.look(std::vector{source}, noon).empty());
  source.activity.last_registration = noon - 8 * 24h;
  const auto alarms = watch.look(std::vector{source}, noon);
  REQUIRE(alarms.size() == 1);
  CHECK(alarms[0].text.starts_with("no registration since 2025-12-28"));
}

TEST_CASE("a list without entries") {
  Bench bench;
  SourcePosition list;
  list.source = "iana-root";
  list.kind = "list";
  CHECK(bench.look(list, noon).empty());
  list.position = "2026010500";
  CHECK(bench.look(list, noon) == "its list has no entries");
  list.rows = 1438;
  CHECK(bench.look(list, noon).empty());
}

TEST_CASE("who cannot be read keeps the alarm it had, and who is not followed is not looked at") {
  Bench bench;
  SourcePosition source = chain(100, 100, noon, noon);
  bench.look(source, noon + 2h);
  source.trouble = "timeout";
  CHECK(bench.watch.look(std::vector{source}, noon + 3h).empty());
  SourcePosition other = chain(100, 100, noon, noon);
  other.source = "hns";
  bench.watch.look(std::vector{other}, noon + 2h);
  CHECK(bench.watch.look(std::vector{other}, noon + 3h).empty());
}

TEST_CASE("limits: defaults by kind, zero is never") {
  CHECK(watch_limits("ens", "chain", 7 * 24h, {}).quiet == 7 * 24h);
  CHECK(watch_limits("hns", "chain", 0s, {}).silent == 6h);
  CHECK(watch_limits("iana-root", "list", 0s, {}).silent == 0s);
  const WatchSettings off{0s, 0s, 0s, 0s};
  const WatchLimits limits = watch_limits("ens", "chain", 7 * 24h, off);
  CHECK(limits.silent == 0s);
  CHECK(limits.behind == 0s);
  CHECK(limits.empty == 0s);
  CHECK(limits.quiet == 0s);
}
