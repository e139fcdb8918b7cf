#include <doctest/doctest.h>

#include "collectors/handshake/name_state.hpp"
#include "tests/collectors/handshake_branches.hpp"
#include "tests/seeds.hpp"

/// Seeded histories of a chain that is reorganised while it is followed: afterwards what the sink holds is
/// what a fresh reading gives. SPLITROOT_SEEDS says how many (100).
using namespace handshake_fixture;

namespace {

/// Holds every event, takes back what a rewind names, as the store does.
class ModelSink : public QuietSink {
 public:
  std::vector<NameEvent> events;
  std::vector<RecordEvent> records;

  boost::asio::awaitable<Result<void>> accept(NameBatch batch) override {
    co_await boost::asio::post(boost::asio::use_awaitable);
    if (batch.rewind_to) rewind(batch.rewind_to->number);
    if (batch.final_to) settle(*batch.final_to);
    for (const auto& mark : batch.provisional) CHECK(mark.number > stored.final_to);
    stored.provisional.insert(stored.provisional.end(), batch.provisional.begin(), batch.provisional.end());
    stored.ranges = {batch.position};
    events.insert(events.end(), batch.events.begin(), batch.events.end());
    records.insert(records.end(), batch.records.begin(), batch.records.end());
    co_return Result<void>{};
  }

  boost::asio::awaitable<Result<std::vector<NameRecord>>> names(std::string,
                                                                std::vector<NameKey> keys) override {
    std::vector<NameRecord> out;
    for (const auto& patch : collapse(events)) {
      if (std::find(keys.begin(), keys.end(), patch.state.key) == keys.end()) continue;
      NameRecord record;
      record.key = patch.state.key;
      record.detail = patch.state.detail;
      out.push_back(std::move(record));
    }
    co_return out;
  }

 private:
  void rewind(std::uint64_t block) {
    REQUIRE(block >= stored.final_to);
    const auto above = [&](const auto& one) { return *one.evidence.block > block; };
    std::erase_if(events, above);
    std::erase_if(records, above);
    std::erase_if(stored.provisional, [&](const auto& mark) { return mark.number > block; });
  }

  void settle(std::uint64_t block) {
    stored.final_to = std::max(stored.final_to, block);
    std::erase_if(stored.provisional, [&](const auto& mark) { return mark.number <= stored.final_to; });
  }
};

/// What is known of names, as text: everything but the trail by which a state can be come back to.
std::vector<std::string> told(const ModelSink& sink) {
  std::vector<std::string> out;
  for (auto& patch : collapse(sink.events)) {
    const auto& state = patch.state;
    auto latest = handshake::decode_states(state.detail.state.value()).value();
    latest.entries = {{0, latest.latest()}};
    out.push_back(to_hex(view(state.key.bytes)) + " " + state.label.value_or(RawLabel{"?"}).bytes + " " +
                  state.holder.value_or("?") + " " +
                  std::string{text(state.status.value_or(NameStatus::unknown))} + " " +
                  std::to_string(state.resolves.value_or(false)) + " " +
                  std::to_string(state.detail.lapses_at.value_or(0)) + " " +
                  std::to_string(state.registered_at ? to_unix(*state.registered_at) : 0) + " " +
                  patch.first.tx + " " + state.evidence.tx + " " + to_hex(handshake::encode(latest)));
  }
  std::map<NameKey, std::string> records;
  for (const auto& record : sink.records)
    records[record.key] = record.value.value_or("nothing") + " " + record.evidence.tx;
  for (const auto& [key, value] : records) out.push_back(to_hex(view(key.bytes)) + value);
  return out;
}

/// A chain followed while it grows and forks by chance.
class History {
 public:
  explicit History(unsigned seed) : chain_(seed) {}

  void run() {
    pass();
    for (int step = 0; step < 8; ++step) {
      // No deeper than what may be undone of what was read.
      chain_.act(lowest(), most_undone);
      if (chain_.chance(3) == 0) collector_.reset();
      if (chain_.chance(4) != 0) pass();
    }
    chain_.grow(1);
    pass();
    FakeNode fresh;
    fresh.chain = chain_.node.chain;
    ModelSink wanted;
    REQUIRE(
        handshake_fixture::run(collector_over({&fresh}, small_settings(fresh))->pass(wanted)).has_value());
    CHECK(told(sink_) == told(wanted));
    CHECK(sink_.stored.ranges == wanted.stored.ranges);
    CHECK(sink_.stored.provisional == wanted.stored.provisional);
    CHECK(sink_.stored.final_to == wanted.stored.final_to);
  }

 private:
  void pass() {
    if (!collector_) collector_ = collector_over({&chain_.node}, small_settings(chain_.node));
    const auto passed = handshake_fixture::run(collector_->pass(sink_));
    REQUIRE_MESSAGE(passed.has_value(), (passed ? "" : passed.error().message));
  }

  std::size_t lowest() const {
    return sink_.stored.provisional.empty() ? sink_.stored.final_to : sink_.stored.provisional.front().number;
  }

  BranchingNode chain_;
  ModelSink sink_;
  std::unique_ptr<Collector> collector_;
};

}  // namespace

TEST_CASE("whatever branches a chain takes, what is known in the end is what a fresh reading gives") {
  for (unsigned seed = 1; seed <= seeds_wanted(); ++seed) {
    CAPTURE(seed);
    History{seed}.run();
  }
}
