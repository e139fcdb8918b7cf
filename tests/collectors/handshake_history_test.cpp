#include <doctest/doctest.h>

#include <random>

#include "collectors/handshake/name_state.hpp"
#include "tests/collectors/handshake_fixture.hpp"

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

constexpr std::uint64_t confirmations = 64;

HandshakeSettings settings_for(const FakeNode& node) {
  HandshakeSettings settings;
  settings.network = node.network();
  settings.confirmations = confirmations;
  settings.blocks_per_batch = 16;
  settings.touches_per_merge = 20;
  return settings;
}

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
  std::map<std::pair<NameKey, std::string>, std::string> records;
  for (const auto& record : sink.records) {
    if (record.clears)
      std::erase_if(records, [&](const auto& known) { return known.first.first == record.key; });
    else
      records[{record.key, record.type}] = *record.value + " " + record.evidence.tx;
  }
  for (const auto& [key, value] : records) out.push_back(to_hex(view(key.first.bytes)) + key.second + value);
  return out;
}

/// A chain that grows and forks by chance.
class History {
 public:
  explicit History(unsigned seed) : random_(seed) { grow(40 + chance(60)); }

  void run() {
    pass();
    for (int step = 0; step < 8; ++step) {
      act();
      if (chance(3) == 0) collector_.reset();
      if (chance(4) != 0) pass();
    }
    node_.chain.grow(1);
    pass();
    FakeNode fresh;
    fresh.chain = node_.chain;
    ModelSink wanted;
    REQUIRE(handshake_fixture::run(collector_over({&fresh}, settings_for(fresh))->pass(wanted)).has_value());
    CHECK(told(sink_) == told(wanted));
    CHECK(sink_.stored.ranges == wanted.stored.ranges);
    CHECK(sink_.stored.provisional == wanted.stored.provisional);
    CHECK(sink_.stored.final_to == wanted.stored.final_to);
  }

 private:
  std::size_t chance(std::size_t sides) { return random_() % sides; }

  void pass() {
    if (!collector_) collector_ = collector_over({&node_}, settings_for(node_));
    const auto passed = handshake_fixture::run(collector_->pass(sink_));
    REQUIRE_MESSAGE(passed.has_value(), (passed ? "" : passed.error().message));
  }

  void act() {
    const auto head = node_.chain.blocks.size() - 1;
    switch (chance(4)) {
      case 0:
        return grow(1 + chance(30));
      case 1:
        return fork(1 + chance(std::min<std::size_t>(head - 1, confirmations)), false);
      case 2:
        return fork(1 + chance(std::min<std::size_t>(head - 1, confirmations)), true);
      default:
        return bounce();
    }
  }

  /// Another branch, longer by one than what it replaces, as proof of work asks for; or nothing in its
  /// blocks.
  void fork(std::size_t depth, bool empty) {
    // No deeper than what may be undone of what was read.
    const auto head = node_.chain.blocks.size() - 1;
    const auto keep = std::max<std::size_t>(head - depth, lowest());
    left_ = node_.chain;
    cut(node_.chain, keep);
    ++salt_;
    for (std::size_t i = keep; i <= head; ++i) node_.chain.add(empty ? salted() : covenants());
  }

  /// Back to the branch left last, if that has become longer.
  void bounce() {
    if (!left_) return grow(1);
    std::size_t common = 0;
    while (common < std::min(left_->hashes.size(), node_.chain.hashes.size()) &&
           left_->hashes[common] == node_.chain.hashes[common])
      ++common;
    if (common - 1 < lowest()) return grow(1);
    std::swap(*left_, node_.chain);
    while (node_.chain.blocks.size() <= left_->blocks.size()) node_.chain.add(covenants());
  }

  std::size_t lowest() const {
    return sink_.stored.provisional.empty() ? sink_.stored.final_to : sink_.stored.provisional.front().number;
  }

  static void cut(FakeChain& chain, std::size_t height) {
    chain.blocks.resize(height + 1);
    chain.hashes.resize(height + 1);
  }

  void grow(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) node_.chain.add(covenants());
  }

  /// A block that says nothing of names, and is not that of another branch.
  std::vector<std::string> salted() { return {output(0, {}, static_cast<char>(salt_))}; }

  std::vector<std::string> covenants() {
    auto out = salted();
    for (std::size_t i = chance(4); i > 0; --i) out.push_back(covenant());
    return out;
  }

  std::string covenant() {
    const std::string name = "n" + std::to_string(chance(8));
    const auto holder = static_cast<char>(1 + chance(100));
    const std::string hash(32, 'h');
    const auto start = le(1 + chance(node_.chain.blocks.size()), 4);
    const std::string servers = bytes("0001036e7331076578616d706c6503636f6d00");
    switch (chance(9)) {
      case 0:
        return output(2, {key_of(name), le(0, 4), name}, holder);
      case 1:
        return output(3, {key_of(name), start, name, hash}, holder);
      case 2:
        return output(4, {key_of(name), start, hash}, holder);
      case 3:
        return output(6, {key_of(name), start, chance(2) == 0 ? servers : "", hash}, holder);
      case 4:
        return output(7, {key_of(name), start, chance(2) == 0 ? servers : bytes("00")}, holder);
      case 5:
        return output(8, {key_of(name), start, hash}, holder);
      case 6:
        return output(9, {key_of(name), start, std::string(1, '\0'), std::string(20, 'a')}, holder);
      case 7:
        return output(10, {key_of(name), start, name, std::string(1, '\0'), le(0, 4), le(1, 4), hash},
                      holder);
      default:
        return output(11, {key_of(name), start}, holder);
    }
  }

  std::mt19937 random_;
  FakeNode node_;
  ModelSink sink_;
  std::unique_ptr<Collector> collector_;
  std::optional<FakeChain> left_;
  unsigned salt_ = 0;
};

}  // namespace

TEST_CASE("whatever branches a chain takes, what is known in the end is what a fresh reading gives") {
  const char* asked = std::getenv("SPLITROOT_SEEDS");
  const unsigned seeds = asked != nullptr ? static_cast<unsigned>(std::strtoul(asked, nullptr, 10)) : 100;
  for (unsigned seed = 1; seed <= seeds; ++seed) {
    CAPTURE(seed);
    History{seed}.run();
  }
}
