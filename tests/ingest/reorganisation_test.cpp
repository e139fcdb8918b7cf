// Provisional blocks: known at once, taken back without a trace, final when they are settled.
#include <doctest/doctest.h>

#include "alerts/message.hpp"
#include "samples.hpp"

using namespace splitroot;
using namespace splitroot::ingest;
using namespace splitroot::ingest::test;

namespace {

BlockMark mark(std::uint64_t number, const std::string& fork = "") {
  return {number, "0x" + std::to_string(number) + fork, day(static_cast<int>(number))};
}

/// A batch of one provisional block.
NameBatch provisional(const std::string& ns, std::uint64_t block, std::vector<NameEvent> events,
                      const std::string& fork = "") {
  NameBatch batch = batch_of(ns, block, std::move(events));
  batch.is_final = false;
  batch.provisional = {mark(block, fork)};
  batch.position.verified_hash = mark(block, fork).hash;
  return batch;
}

NameBatch rewinding(NameBatch batch, std::uint64_t to) {
  batch.rewind_to = mark(to);
  return batch;
}

void take(Bench& bench, NameBatch batch) {
  const auto taken = bench.ingest.take(std::move(batch));
  REQUIRE_MESSAGE(taken.has_value(), (taken ? "" : taken.error().message));
}

std::optional<NameRecord> find(Bench& bench, const std::string& ns, const NameKey& key) {
  auto names = bench.store->read()->names_by_key(ns, std::span{&key, 1});
  return names.empty() ? std::nullopt : std::optional{names.front()};
}

std::vector<Change> changes_of(Bench& bench) {
  std::vector<Change> out;
  bench.store->read()->visit_changes(0, [&](Change change) { out.push_back(std::move(change)); });
  return out;
}

std::vector<ChangeKind> kinds_of(Bench& bench) {
  std::vector<ChangeKind> kinds;
  for (const Change& change : changes_of(bench)) kinds.push_back(change.kind);
  return kinds;
}

NameEvent held(std::uint64_t block, const std::string& holder, const std::string& label = "music") {
  NameEvent event = event_of("hns", label, "", block);
  event.holder = holder;
  return event;
}

/// Tells everybody of everything.
class Everything : public ChangeListener {
 public:
  bool wants_names() const override { return true; }
  std::vector<OutboxItem> messages(std::span<const Change> changes) const override {
    std::vector<OutboxItem> items;
    for (const Change& change : changes) {
      items.push_back(alerts::make_message(change, alerts::change_identity(change),
                                           alerts::change_data(change), "rule", "webhook:ops", {}));
    }
    return items;
  }
};

}  // namespace

TEST_CASE("what provisional blocks say is known at once, and gone with them") {
  Bench bench;
  take(bench, batch_of("hns", 1, {held(1, "one")}));
  take(bench, provisional("hns", 2, {held(2, "two")}));
  take(bench, provisional("hns", 3, {held(3, "three"), held(3, "new", "kids")}));
  const NameKey music = handshake_key("music");
  const NameKey kids = handshake_key("kids");
  CHECK(find(bench, "hns", music)->holder == "three");
  CHECK(bench.store->read()->position("hns").provisional == std::vector{mark(2), mark(3)});
  CHECK(bench.store->read()->position("hns").final_to == 1);

  take(bench, rewinding(provisional("hns", 3, {}, "b"), 2));
  CHECK(find(bench, "hns", music)->holder == "two");
  CHECK(find(bench, "hns", music)->last.block == 2);
  CHECK_FALSE(find(bench, "hns", kids));
  CHECK(bench.store->read()->position("hns").provisional == std::vector{mark(2), mark(3, "b")});
  CHECK(bench.store->read()->position("hns").ranges.back().verified_hash == "0x3b");

  const auto changes = changes_of(bench);
  CHECK(kinds_of(bench) == std::vector{ChangeKind::name_seen, ChangeKind::name_changed,
                                       ChangeKind::name_changed, ChangeKind::name_seen,
                                       ChangeKind::name_retracted, ChangeKind::name_changed});
  CHECK(changes[0].is_final);
  CHECK_FALSE(changes[1].is_final);
  REQUIRE(changes[4].name);
  CHECK(changes[4].name->key == kids);
  CHECK(changes[4].name->holder == "new");
  CHECK_FALSE(changes[5].is_final);  // block 2 is provisional still

  take(bench, rewinding(provisional("hns", 2, {}, "b"), 1));
  CHECK(find(bench, "hns", music)->holder == "one");
  CHECK(changes_of(bench).back().is_final);
}

TEST_CASE("a name of both forks is not retracted in between") {
  Bench bench;
  take(bench, batch_of("hns", 1, {}));
  take(bench, provisional("hns", 2, {held(2, "same")}));
  const std::size_t before = bench.changes();
  NameBatch other = provisional("hns", 2, {held(2, "same")}, "b");
  take(bench, rewinding(other, 1));
  CHECK(bench.changes() == before);
  other = provisional("hns", 2, {held(2, "other")}, "c");
  take(bench, rewinding(other, 1));
  CHECK(bench.changes() == before + 1);
  CHECK(kinds_of(bench).back() == ChangeKind::name_changed);
}

TEST_CASE("settled blocks are never taken back") {
  Bench bench;
  take(bench, batch_of("hns", 1, {held(1, "one")}));
  take(bench, provisional("hns", 2, {held(2, "two")}));
  NameBatch third = provisional("hns", 3, {held(3, "three")});
  third.final_to = 2;
  take(bench, third);
  CHECK(bench.store->read()->position("hns").final_to == 2);
  CHECK(bench.store->read()->position("hns").provisional == std::vector{mark(3)});

  const auto refused = bench.ingest.take(rewinding(provisional("hns", 2, {}, "b"), 1));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().fault == Fault::source);
  CHECK(refused.error().message.find("block 2 was final; nothing was changed") != std::string::npos);
  CHECK(find(bench, "hns", handshake_key("music"))->holder == "three");

  take(bench, rewinding(provisional("hns", 3, {}, "b"), 2));
  CHECK(find(bench, "hns", handshake_key("music"))->holder == "two");
  NameBatch fourth = provisional("hns", 4, {});
  fourth.final_to = 4;
  take(bench, fourth);
  CHECK(bench.store->read()->position("hns").provisional == std::vector{mark(4)});
}

TEST_CASE("a final batch below provisional blocks stands when these are taken back") {
  Bench bench;
  NameBatch head = batch_of("hns", 5, {});
  head.position.from = 5;
  take(bench, head);
  take(bench, [] {
    NameBatch batch = provisional("hns", 6, {held(6, "six")});
    batch.position.from = 5;
    return batch;
  }());
  NameBatch older = batch_of("hns", 4, {held(3, "three")});
  older.position = {2, 4, 4, "0x4"};
  take(bench, older);
  CHECK(find(bench, "hns", handshake_key("music"))->holder == "six");
  CHECK(find(bench, "hns", handshake_key("music"))->first.block == 3);
  take(bench, rewinding(provisional("hns", 6, {}, "b"), 5));
  CHECK(find(bench, "hns", handshake_key("music"))->holder == "three");
  CHECK(find(bench, "hns", handshake_key("music"))->last.block == 3);
}

TEST_CASE("findings of names that are taken back leave nothing current, and the others stand anew") {
  Bench bench{std::make_shared<Everything>()};
  REQUIRE(bench.ingest.take(reading_of("strings", 0, {"music"})).has_value());
  NameEvent other = event_of("ens", "music", "", 1);
  take(bench, batch_of("ens", 1, {other}));
  take(bench, batch_of("hns", 1, {}));
  take(bench, provisional("hns", 2, {held(2, "two")}));
  CHECK(bench.findings().size() == 3);  // each against the string, and one against the other
  take(bench, rewinding(provisional("hns", 2, {}, "b"), 1));
  REQUIRE(bench.findings().size() == 1);
  CHECK(bench.findings().begin()->second.ns == "ens");

  std::size_t retracted = 0;
  for (const Change& change : changes_of(bench)) {
    if (change.kind != ChangeKind::collision_retracted) continue;
    ++retracted;
    REQUIRE(change.collision);
    CHECK(change.collision->finding.state == State::open);
  }
  CHECK(retracted == 2);

  const auto messages = bench.store->begin()->due_messages(now(), 100);
  std::map<std::string, std::string> opened;
  std::size_t taken_back = 0;
  for (const OutboxItem& message : messages) {
    if (message.body.find(R"("retracted":true)") == std::string::npos) continue;
    ++taken_back;
    const std::size_t at = message.body.find(R"("retracts":"msg_)");
    REQUIRE(at != std::string::npos);
    const std::string id = message.body.substr(at + 12, 30);
    const auto original =
        std::find_if(messages.begin(), messages.end(), [&](const OutboxItem& one) { return one.id == id; });
    REQUIRE(original != messages.end());
    CHECK(original->body.find("retract") == std::string::npos);
    CHECK(original->id != message.id);
  }
  CHECK(taken_back == 3);
}

TEST_CASE("a retraction says no id where nobody was told") {
  Bench bench;
  take(bench, batch_of("hns", 1, {}));
  take(bench, provisional("hns", 2, {held(2, "two")}));
  bench.ingest.set_listener(std::make_shared<Everything>());
  take(bench, rewinding(provisional("hns", 2, {}, "b"), 1));
  const auto messages = bench.store->begin()->due_messages(now(), 100);
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].body.find(R"("type":"name.retracted")") != std::string::npos);
  CHECK(messages[0].body.find("retracts") == std::string::npos);
}

TEST_CASE("what could not be decoded in a block goes with it") {
  Bench bench;
  take(bench, batch_of("hns", 1, {}));
  NameBatch batch = provisional("hns", 2, {});
  batch.malformed = {{"block 2", "cut", "x", 2}};
  take(bench, batch);
  CHECK(db::number(bench.url, "SELECT count(*) FROM malformed") == 1);
  take(bench, rewinding(provisional("hns", 2, {}, "b"), 1));
  CHECK(db::number(bench.url, "SELECT count(*) FROM malformed") == 0);
}

TEST_CASE("a provisional batch with an event of no block it names is refused") {
  Bench bench;
  const auto taken = bench.ingest.take(provisional("hns", 2, {held(3, "three")}));
  REQUIRE_FALSE(taken.has_value());
  CHECK(bench.store->read()->position("hns").ranges.empty());
}
