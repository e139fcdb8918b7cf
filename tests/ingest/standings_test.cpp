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

const StandingRecord& only(const std::vector<StandingRecord>& records, Standing standing) {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const auto& record) { return record.standing == standing; });
  REQUIRE(found != records.end());
  return *found;
}

std::set<std::string> numbered(int count) {
  std::set<std::string> out;
  for (int i = 0; i < count; ++i) out.insert("s" + std::to_string(i));
  return out;
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

TEST_CASE("a list that is older or has shrunk is refused, with both counts, and nothing changes") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 5, numbered(1000))).empty());
  const std::size_t changes = bench.changes();
  CHECK(refusal(bench, reading_of("iana-root", 4, numbered(1000))).find("oldest first") != std::string::npos);
  CHECK(refusal(bench, reading_of("iana-root", 6, numbered(900))).find("from 1000 to 900") !=
        std::string::npos);
  CHECK(bench.changes() == changes);
  CHECK(refusal(bench, reading_of("iana-root", 6, numbered(985))).empty());
}

TEST_CASE("a snapshot never replaces a reading") {
  Bench bench;
  CHECK(refusal(bench, reading_of("iana-root", 5, {"com"})).empty());
  auto bundled = reading_of("iana-root", 9, {"music"});
  bundled.origin = Origin::snapshot;
  CHECK(refusal(bench, bundled).empty());
  CHECK(standings(bench, "music").empty());
  CHECK(bench.store->read()->last_reading("iana-root")->as_of == day(5));
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
