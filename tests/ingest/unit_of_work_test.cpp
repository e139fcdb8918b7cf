// Rows, findings, changes and messages are one transaction: all of it, or none.
#include <doctest/doctest.h>

#include "samples.hpp"

using namespace splitroot;
using namespace splitroot::ingest;
using namespace splitroot::ingest::test;

namespace {

/// Tells of every finding, or fails.
class Listener : public ChangeListener {
 public:
  explicit Listener(bool fails = false) : fails_(fails) {}
  bool wants_names() const override { return false; }
  std::vector<OutboxItem> messages(std::span<const Change> changes) const override {
    std::vector<OutboxItem> items;
    for (const Change& change : changes) {
      CHECK_FALSE(change.name.has_value());
      if (!change.collision) continue;
      if (fails_) throw Failure{Error{Fault::internal, "the listener fails", false}};
      items.push_back({"msg_" + std::to_string(change.sequence), "rule", "webhook:ops", "{}", 0, now()});
    }
    return items;
  }

 private:
  bool fails_;
};

std::size_t outbox(Bench& bench) { return bench.store->begin()->due_messages(now(), 100).size(); }

}  // namespace

TEST_CASE("messages commit with what they tell of") {
  Bench bench{std::make_shared<Listener>()};
  REQUIRE(bench.ingest.take(reading_of("strings", 0, {"shop"})).has_value());
  CHECK(outbox(bench) == 0);
  REQUIRE(bench.ingest.take(batch_of("hns", 1, {event_of("hns", "shop", "", 1)})).has_value());
  CHECK(outbox(bench) == 1);
}

TEST_CASE("a change of a finding tells the severity it had before") {
  Bench bench;
  REQUIRE(bench.ingest.take(reading_of("strings", 0, {"shop"})).has_value());
  REQUIRE(bench.ingest.take(batch_of("hns", 1, {event_of("hns", "shop", "", 1)})).has_value());
  const auto idle = event_of("hns", "shop", "", 2, NameStatus::auction);
  REQUIRE(bench.ingest.take(batch_of("hns", 2, {idle})).has_value());
  std::vector<std::optional<Severity>> before;
  bench.store->read()->visit_changes(0, [&](const Change& change) {
    if (change.collision) before.push_back(change.severity_before);
  });
  CHECK(before == std::vector<std::optional<Severity>>{std::nullopt, Severity::critical});
}

TEST_CASE("a batch leaves word of what it brought") {
  Bench bench;
  auto renewal = event_of("ens", "music", "eth", 7);
  auto registration = event_of("ens", "shop", "eth", 3);
  registration.registered_at = day(3);
  REQUIRE(bench.ingest.take(batch_of("ens", 7, {registration, renewal})).has_value());
  REQUIRE(bench.ingest.take(batch_of("ens", 9, {})).has_value());
  const Activity activity = bench.store->read()->sources().at(0).activity;
  CHECK(activity.events == 2);
  CHECK(activity.first_event == day(3));
  CHECK(activity.last_event == day(7));
  CHECK(activity.last_registration == day(3));
}

TEST_CASE("what fails before the commit leaves nothing behind") {
  Bench bench{std::make_shared<Listener>(true)};
  REQUIRE(bench.ingest.take(reading_of("strings", 0, {"shop"})).has_value());
  const auto taken = bench.ingest.take(batch_of("hns", 1, {event_of("hns", "shop", "", 1)}));
  REQUIRE_FALSE(taken.has_value());
  CHECK(taken.error().message == "the listener fails");
  CHECK(bench.findings().empty());
  CHECK(bench.store->read()->position("hns").ranges.empty());
  const NameKey key = handshake_key("shop");
  CHECK(bench.store->read()->names_by_key("hns", std::span{&key, 1}).empty());
  bench.ingest.set_listener(nullptr);
  CHECK(bench.ingest.take(batch_of("hns", 1, {event_of("hns", "shop", "", 1)})).has_value());
  CHECK(bench.findings().size() == 1);
}

TEST_CASE("an import that ends in an error imports nothing") {
  Bench bench;
  int given = 0;
  const auto next = [&]() -> Result<std::optional<NamePatch>> {
    if (++given > 25'000) return input_error("names.csv:25001:1: torn");
    const auto event = event_of("ens", "n" + std::to_string(given), "eth", 1);
    return std::optional{NamePatch{event, event.evidence}};
  };
  const auto imported = bench.ingest.import("ens", Origin::file, day(1), next);
  REQUIRE_FALSE(imported.has_value());
  CHECK(imported.error().message == "names.csv:25001:1: torn");
  std::size_t names = 0;
  bench.store->read()->visit_names({"ens", {}, {}}, [&](const NameRecord&) { ++names; });
  CHECK(names == 0);
}
