// Whatever the order of the increments: the same findings, and a full pass has nothing to add.
#include <doctest/doctest.h>

#include "samples.hpp"

using namespace splitroot;
using namespace splitroot::ingest;
using namespace splitroot::ingest::test;

namespace {

const std::vector<std::string> labels{"music", "hotel", "kids",    "wallet", "nft",
                                      "art",   "MUSIC", "xn--e1a", "ישראל",  "xn--4dbrk0ce"};
const std::vector<std::set<std::string>> readings{
    {"music", "kids", "art"}, {"music", "hotel", "art", "xn--4dbrk0ce"}, {"music", "hotel", "wallet"}};

NameStatus some_status(std::mt19937& random) {
  static constexpr NameStatus all[] = {NameStatus::active, NameStatus::active, NameStatus::auction,
                                       NameStatus::burnt, NameStatus::revoked};
  return all[random() % std::size(all)];
}

std::vector<NameBatch> some_names(std::mt19937& random) {
  std::vector<NameBatch> batches;
  for (std::uint64_t block = 1; block <= 12; ++block) {
    const std::string ns = std::vector<std::string>{"ens", "uns", "hns"}[block % 3];
    std::vector<NameEvent> events;
    for (int i = 0; i < 4; ++i) {
      const std::string& label = labels[random() % labels.size()];
      const bool tld = ns == "hns" || (ns == "uns" && random() % 2 == 0);
      events.push_back(
          event_of(ns, label, tld ? "" : (ns == "ens" ? "eth" : "crypto"), block, some_status(random)));
      if (random() % 3 == 0) events.back().label.reset();  // a later event often names the key alone
    }
    batches.push_back(batch_of(ns, block, std::move(events)));
  }
  return batches;
}

template <class Batch>
void take(Bench& bench, const Batch& batch) {
  const auto taken = bench.ingest.take(batch);
  REQUIRE_MESSAGE(taken.has_value(), (taken ? "" : taken.error().message));
}

void check_full_pass(Bench& bench) {
  const auto before = bench.findings();
  const std::size_t changes = bench.changes();
  const auto full = bench.ingest.correlate_all();
  REQUIRE(full.has_value());
  CHECK(full->collisions == 0);
  CHECK(bench.findings() == before);
  CHECK(bench.changes() == changes);
}

}  // namespace

TEST_CASE("any order of names and strings gives the same findings, and a full pass adds nothing") {
  std::mt19937 random{20261123};
  for (int round = 0; round < 3; ++round) {
    const auto names = some_names(random);
    Bench names_first;
    Bench strings_first;
    Bench mixed;
    for (const auto& batch : names) take(names_first, batch);
    for (std::size_t i = 0; i < readings.size(); ++i) {
      const auto reading = reading_of("strings", static_cast<int>(i), readings[i]);
      take(names_first, reading);
      take(strings_first, reading);
    }
    for (const auto& batch : names) take(strings_first, batch);
    std::size_t next = 0;
    for (const auto& batch : names) {
      if (random() % 3 == 0 && next < readings.size()) {
        take(mixed, reading_of("strings", static_cast<int>(next), readings[next]));
        ++next;
      }
      take(mixed, batch);
      if (random() % 4 == 0) check_full_pass(mixed);
    }
    for (; next < readings.size(); ++next)
      take(mixed, reading_of("strings", static_cast<int>(next), readings[next]));
    CHECK(names_first.standing_findings() == strings_first.standing_findings());
    CHECK(names_first.standing_findings() == mixed.standing_findings());
    CHECK_FALSE(names_first.standing_findings().empty());
    for (Bench* bench : {&names_first, &strings_first, &mixed}) check_full_pass(*bench);
  }
}

TEST_CASE("a batch taken twice adds nothing") {
  Bench bench;
  take(bench, reading_of("strings", 0, readings[0]));
  const auto batch = batch_of("hns", 1, {event_of("hns", "music", "", 1), event_of("hns", "kids", "", 1)});
  take(bench, batch);
  const auto before = bench.findings();
  const std::size_t changes = bench.changes();
  take(bench, batch);
  CHECK(bench.findings() == before);
  CHECK(bench.changes() == changes);
}

TEST_CASE("time alone closes what lapses") {
  Bench bench;
  take(bench, reading_of("strings", 0, {"music"}));
  auto event = event_of("ens", "music", "eth", 1);
  event.expires_at = now() + std::chrono::hours{1};
  take(bench, batch_of("ens", 1, {event}));
  const auto ripened = [&](Timestamp at) {
    const auto counts = bench.ingest.ripen(at);
    REQUIRE(counts.has_value());
    return counts->collisions;
  };
  CHECK(ripened(now()) == 0);
  CHECK(ripened(now() + std::chrono::hours{2}) == 1);
  CHECK(bench.findings().begin()->second.status == NameStatus::grace);
  CHECK(ripened(now() + std::chrono::days{120}) == 1);
  CHECK(bench.findings().begin()->second.state == State::closed);
  CHECK(bench.findings().begin()->second.valid_to == *event.expires_at + std::chrono::days{111});
}

TEST_CASE("heights close what lapses, in the batch that reaches them") {
  Bench bench;
  take(bench, reading_of("strings", 0, {"music"}));
  auto event = event_of("hns", "music", "", 1);
  event.status = NameStatus::auction;
  event.detail.auction_ends = 4;
  event.detail.lapses_at = 6;
  take(bench, batch_of("hns", 1, {event}));
  CHECK(bench.findings().begin()->second.status == NameStatus::auction);
  take(bench, batch_of("hns", 4, {}));
  CHECK(bench.findings().begin()->second.status == NameStatus::active);
  CHECK(bench.findings().begin()->second.state == State::open);
  const std::size_t changes = bench.changes();
  take(bench, batch_of("hns", 5, {}));
  CHECK(bench.changes() == changes);
  take(bench, batch_of("hns", 6, {}));
  CHECK(bench.findings().begin()->second.status == NameStatus::released);
  CHECK(bench.findings().begin()->second.state == State::closed);
}
