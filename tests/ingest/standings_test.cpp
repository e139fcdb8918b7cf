#include <doctest/doctest.h>

#include <algorithm>

#include "samples.hpp"

using namespace splitroot;
using namespace splitroot::ingest;
using namespace splitroot::ingest::test;

namespace {

std::vector<StandingRecord> standings(Bench& bench, const std::string& ldh) {
  return bench.store->read()->standings(ldh);
}

/// The latest, where the string has stood so several times.
StandingRecord only(std::vector<StandingRecord> records, Standing standing) {
  std::erase_if(records, [&](const auto& record) { return record.standing != standing; });
  REQUIRE_FALSE(records.empty());
  return *std::max_element(records.begin(), records.end(),
                           [](const auto& a, const auto& b) { return a.first_seen < b.first_seen; });
}

std::set<std::string> numbered(int count) {
  std::set<std::string> out;
  for (int i = 0; i < count; ++i) out.insert("s" + std::to_string(i));
  return out;
}

StandingBatch imported(StandingBatch batch) {
  batch.origin = Origin::file;
  return batch;
}

std::string refusal(Bench& bench, StandingBatch batch) {
  const auto taken = bench.ingest.take(std::move(batch));
  return taken ? "" : taken.error().message;
}

}  // namespace

TEST_CASE("a first reading dates nothing, a later one dates what is new and what is gone") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 0, {"com", "music"})).empty());
  CHECK_FALSE(only(standings(bench, "com"), Standing::delegated).since);
  CHECK(refusal(bench, reading_of("iana-root", 5, {"com", "kids"})).empty());
  CHECK(only(standings(bench, "kids"), Standing::delegated).since == day(5));
  CHECK(only(standings(bench, "music"), Standing::delegated).until == day(5));
  CHECK(only(standings(bench, "music"), Standing::retired).since == day(5));
  CHECK(refusal(bench, reading_of("iana-root", 9, {"com", "kids", "music"})).empty());
  CHECK(only(standings(bench, "music"), Standing::delegated).since == day(9));
  CHECK(only(standings(bench, "music"), Standing::retired).until == day(9));
}

TEST_CASE("a date once given stays when a later reading gives none") {
  Bench bench;
  auto dated = reading_of("iana-root", 0, {"music"});
  dated.entries[0].since = day(-100);
  CHECK(refusal(bench, dated).empty());
  CHECK(refusal(bench, reading_of("iana-root", 3, {"music", "kids"})).empty());
  CHECK(only(standings(bench, "music"), Standing::delegated).since == day(-100));
}

TEST_CASE("a live list that is older or has shrunk is refused, with both counts, and nothing changes") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 5, numbered(1000))).empty());
  const std::size_t changes = bench.changes();
  CHECK(refusal(bench, reading_of("iana-root", 4, numbered(1000)))
            .find("older than the last one of 2026-01-06") != std::string::npos);
  CHECK(refusal(bench, reading_of("iana-root", 6, numbered(900))).find("from 1000 to 900") !=
        std::string::npos);
  CHECK(bench.changes() == changes);
  CHECK(refusal(bench, reading_of("iana-root", 6, numbered(985))).empty());
}

TEST_CASE("history comes in any order, and moves no live position") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 5, {"com", "kids"})).empty());
  CHECK(refusal(bench, imported(reading_of("iana-root", 9, {"com", "kids", "spa"}))).empty());
  CHECK(refusal(bench, imported(reading_of("iana-root", 0, {"com"}))).empty());
  CHECK(only(standings(bench, "kids"), Standing::delegated).since == day(5));
  CHECK(only(standings(bench, "kids"), Standing::delegated).since_after == day(0));
  CHECK(only(standings(bench, "spa"), Standing::delegated).since_after == day(5));
  const auto sources = bench.store->read()->sources();
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].as_of == day(5));
  CHECK(sources[0].position == "5");
}

TEST_CASE("a reading that lacks much of what both its neighbours have is truncated, whichever came first") {
  Bench bench;
  CHECK(refusal(bench, imported(reading_of("iana-root", 0, numbered(1000)))).empty());
  CHECK(refusal(bench, imported(reading_of("iana-root", 9, numbered(1002)))).empty());
  const std::string why = refusal(bench, imported(reading_of("iana-root", 5, numbered(850))));
  CHECK(why.find("it has 850 entries and lacks 150") != std::string::npos);
  CHECK(why.find("1000 (2026-01-01) and 1002 (2026-01-10)") != std::string::npos);

  Bench other;
  auto cut = imported(reading_of("iana-root", 5, numbered(850)));
  CHECK(refusal(other, cut).empty());
  CHECK(refusal(other, imported(reading_of("iana-root", 9, numbered(1002)))).empty());
  CHECK(refusal(other, imported(reading_of("iana-root", 0, numbered(1000)))).empty());
  CHECK(other.store->read()->observations("iana-root").size() == 2);
  CHECK(standings(other, "s900").size() == 1);
  CHECK(other.standing_texts() == bench.standing_texts());
}

TEST_CASE("a reading that proves itself, or that a person accepted, is not called truncated") {
  Bench bench;
  CHECK(refusal(bench, imported(reading_of("iana-root", 0, numbered(1000)))).empty());
  CHECK(refusal(bench, imported(reading_of("iana-root", 9, numbered(1000)))).empty());
  auto cut = imported(reading_of("iana-root", 5, numbered(850)));
  cut.reading.verification = Verification::verified;
  CHECK(refusal(bench, cut).empty());
  CHECK(only(standings(bench, "s900"), Standing::retired).until == day(9));
}

TEST_CASE("what is learnt of the past alone is no news") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 5, {"com", "music"})).empty());
  CHECK(refusal(bench, imported(reading_of("iana-root", 0, {"com", "shop"}))).empty());
  std::map<std::string, std::set<ChangeKind>> kinds;
  bench.store->read()->visit_changes(0, [&](const Change& change) {
    if (change.standing) kinds[change.standing->ldh].insert(change.kind);
  });
  CHECK(kinds["music"] == std::set{ChangeKind::standing_changed, ChangeKind::standing_dated});
  CHECK(kinds["shop"] == std::set{ChangeKind::standing_dated, ChangeKind::standing_changed});
}

TEST_CASE("two zones of one serial that differ cannot both be true") {
  Bench bench;
  auto zone = imported(reading_of("iana-root", 5, {"com", "music"}));
  CHECK(refusal(bench, zone).empty());
  zone.reading.digest = "elsewhere";
  CHECK(refusal(bench, zone).empty());
  CHECK(bench.store->read()->observations("iana-root").size() == 1);
  zone.entries.pop_back();
  zone.reading.digest = "altered";
  CHECK(refusal(bench, zone).find("another zone of serial 5") != std::string::npos);
}

TEST_CASE("a contract that comes later says what a new label is") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 130, {"com"})).empty());
  CHECK(refusal(bench, reading_of("iana-root", 140, {"com", "widget"})).empty());
  CHECK(only(standings(bench, "widget"), Standing::in_root_unclassified).since == day(140));
  auto contract = reading_of("icann-gtlds", 200, {"widget"}, Standing::contracted);
  contract.entries[0].since = day(150);
  CHECK(refusal(bench, contract).empty());
  CHECK(only(standings(bench, "widget"), Standing::delegated).since == day(150));
  CHECK(only(standings(bench, "widget"), Standing::in_root_unclassified).until == day(150));
}

TEST_CASE("a snapshot never replaces a reading") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 5, {"com"})).empty());
  auto bundled = reading_of("iana-root", 9, {"music"});
  bundled.origin = Origin::snapshot;
  CHECK(refusal(bench, bundled).empty());
  CHECK(standings(bench, "music").empty());
  CHECK(bench.store->read()->observations("iana-root").back().as_of == day(5));
}

TEST_CASE("a finding closes with its string and opens with it again") {
  Bench bench;
  REQUIRE(bench.ingest.take(batch_of("hns", 1, {event_of("hns", "music", "", 1)})).has_value());
  const auto state = [&] { return bench.findings().begin()->second.state; };
  CHECK(bench.findings().empty());
  CHECK(refusal(bench, reading_of("strings", 0, {"music", "com"})).empty());
  CHECK(state() == State::open);
  CHECK(refusal(bench, reading_of("strings", 1, {"com"})).empty());
  CHECK(state() == State::closed);
  CHECK(refusal(bench, reading_of("strings", 2, {"music", "com"})).empty());
  CHECK(state() == State::open);
  CHECK(bench.findings().size() == 1);
}

namespace {

std::optional<CollisionRecord> stale_list(Bench& bench, const std::string& ldh) {
  Reader::CollisionFilter filter;
  filter.classes = {Class::stale_list};
  filter.against_ldh = ldh;
  std::optional<CollisionRecord> found;
  bench.store->read()->visit_collisions(filter, [&](CollisionRecord record) { found = std::move(record); });
  return found;
}

}  // namespace

TEST_CASE("a reserved list that lacks a TLD is found when the root is read, and closed when the TLD goes") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 0, {"com", "kids"})).empty());
  REQUIRE(stale_list(bench, "kids"));
  CHECK(stale_list(bench, "kids")->finding.state == State::open);
  CHECK_FALSE(stale_list(bench, "com"));

  // The name itself comes and goes without touching what is said of the list.
  REQUIRE(bench.ingest.take(batch_of("hns", 3, {event_of("hns", "kids", "", 3)})).has_value());
  CHECK(stale_list(bench, "kids")->finding.state == State::open);

  // Deciding it all again writes nothing.
  const std::size_t changes = bench.changes();
  CHECK(bench.ingest.correlate_all()->collisions == 0);
  CHECK(bench.changes() == changes);

  CHECK(refusal(bench, reading_of("iana-root", 5, {"com", "music"})).empty());
  CHECK(stale_list(bench, "kids")->finding.state == State::closed);
  CHECK(stale_list(bench, "music")->finding.state == State::open);
}

TEST_CASE("what a list says has ended is on it all the same: it has not shrunk") {
  Bench bench;
  auto early = reading_of("icann-gtlds", 0, numbered(100), Standing::contracted);
  CHECK(refusal(bench, early).empty());
  auto later = reading_of("icann-gtlds", 400, numbered(100), Standing::contracted);
  for (StandingEntry& entry : later.entries) entry.until = day(200);
  CHECK(refusal(bench, later).empty());
}
