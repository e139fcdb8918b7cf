// Applications of a round: each has standings of its own, and a string has those of all that want it.
#include <doctest/doctest.h>

#include "samples.hpp"

using namespace splitroot;
using namespace splitroot::ingest;
using namespace splitroot::ingest::test;

namespace {

constexpr const char* source = "icann-round-2026";

struct Applied {
  std::string ldh;
  std::string number;
  Standing standing = Standing::applied;
};

StandingBatch round_on(int date, const std::vector<Applied>& applications) {
  StandingBatch batch;
  batch.source = source;
  batch.as_of = day(date);
  batch.origin = Origin::file;
  std::string digest = std::to_string(date);
  for (const Applied& one : applications) {
    batch.entries.push_back({one.ldh, one.standing, {}, {}, {{"applicant", "of " + one.number}}, one.number});
    digest += one.ldh + one.number + std::string{text(one.standing)};
  }
  batch.reading = {std::to_string(date), digest, batch.entries.size()};
  return batch;
}

/// `1-1 applied 2026-01-11..; 1-2 withdrawn …`: what is recorded of a string, by application.
std::string shown(Bench& bench, const std::string& ldh) {
  std::vector<std::string> parts;
  for (const StandingRecord& record : bench.store->read()->standings(ldh)) {
    const auto date = [](std::optional<Timestamp> time) { return time ? to_date(*time) : std::string{}; };
    parts.push_back(record.application + " " + std::string{text(record.standing)} + " " + date(record.since) +
                    ".." + date(record.until));
  }
  std::sort(parts.begin(), parts.end());
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

std::size_t news(Bench& bench) {
  std::size_t count = 0;
  bench.store->read()->visit_changes(
      0, [&](const Change& change) { count += change.kind == ChangeKind::standing_changed; });
  return count;
}

const std::vector<Applied> revealed{{"shop", "1-1"}, {"shop", "1-2"}, {"brand", "1-3"}};
const std::vector<Applied> later{{"shop", "1-1"},
                                 {"shop", "1-2", Standing::withdrawn},
                                 {"brand", "1-3", Standing::replaced},
                                 {"brandco", "1-3"}};

}  // namespace

TEST_CASE("two applications for one string stand beside each other, and end each for itself") {
  Bench bench;
  REQUIRE(bench.ingest.take(round_on(10, revealed)).has_value());
  CHECK(shown(bench, "shop") == "1-1 applied ..; 1-2 applied ..");
  CHECK(news(bench) == 3);
  REQUIRE(bench.ingest.take(round_on(20, later)).has_value());
  CHECK(shown(bench, "shop") == "1-1 applied ..; 1-2 applied ..2026-01-21; 1-2 withdrawn 2026-01-21..");
  CHECK(shown(bench, "brand") == "1-3 applied ..2026-01-21; 1-3 replaced 2026-01-21..");
  CHECK(shown(bench, "brandco") == "1-3 applied 2026-01-21..");
  REQUIRE(bench.ingest.take(round_on(20, later)).has_value());
  CHECK(bench.store->read()->observations(source).size() == 2);
}

TEST_CASE("a change of one application's standing is news, and the others' are not") {
  Bench bench;
  REQUIRE(bench.ingest.take(round_on(10, {{"shop", "1-1"}, {"shop", "1-2"}})).has_value());
  const std::size_t before = news(bench);
  REQUIRE(
      bench.ingest.take(round_on(20, {{"shop", "1-1"}, {"shop", "1-2", Standing::withdrawn}})).has_value());
  // That it is withdrawn, and that it is applied for no longer.
  CHECK(news(bench) == before + 2);
}

TEST_CASE("lists of a round in any order give the same standings") {
  Bench in_order;
  REQUIRE(in_order.ingest.take(round_on(10, revealed)).has_value());
  REQUIRE(in_order.ingest.take(round_on(20, later)).has_value());
  Bench other;
  REQUIRE(other.ingest.take(round_on(20, later)).has_value());
  REQUIRE(other.ingest.take(round_on(10, revealed)).has_value());
  for (const char* ldh : {"shop", "brand", "brandco"}) CHECK(shown(other, ldh) == shown(in_order, ldh));
}
