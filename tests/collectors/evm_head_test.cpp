#include <doctest/doctest.h>

#include "evm_chain_fakes.hpp"
#include "tests/seeds.hpp"

// Following a chain up to its head, over reorganisations, and filling in what lies below.

using namespace splitroot;
using namespace splitroot::collectors;
using namespace evm_fakes;

namespace {

RegistryDescription early_ens() {
  RegistryDescription out = ens();
  out.start_block = 1;
  return out;
}

EvmSettings small(std::uint64_t from = 1) {
  EvmSettings settings;
  settings.from = from;
  settings.window = 16;
  settings.largest_window = 40;
  return settings;
}

/// A pass of a collector that knows nothing but what the store does, as after a restart.
Result<void> pass(ChainNode& node, BatchSink& sink, EvmSettings settings = small()) {
  const auto collector = make_evm_collector(early_ens(), {&node}, settings);
  return run(collector->pass(sink));
}

std::string message_of(const Result<void>& result) { return result ? "" : result.error().message; }

void check_equal(const StoreModel& store, const MadeChain& chain, std::uint64_t from = 1) {
  CHECK(store.breach == "");
  CHECK(store.range()->verified == chain.head());
  CHECK(store.range()->verified_hash == to_hex0x(view(chain.at(chain.head()).hash)));
  CHECK(store.range()->from == from);
  CHECK(store.sorted() == rows_of(chain, from, chain.head()));
}

}  // namespace

TEST_CASE("blocks up to the final one are final, those above are provisional and known by hash") {
  MadeChain chain{1};
  chain.grow(200);
  ChainNode node{chain};
  StoreModel store;
  const auto done = pass(node, store);
  REQUIRE_MESSAGE(done.has_value(), message_of(done));
  check_equal(store, chain);
  // The final block itself is remembered by its hash, below the provisional ones.
  CHECK(store.stored.final_to == 135);
  REQUIRE(store.stored.provisional.size() == 65);
  CHECK(store.stored.provisional.front().hash == to_hex0x(view(chain.at(136).hash)));
}

TEST_CASE("what was provisional becomes final as the chain goes on, with new blocks or without") {
  MadeChain chain{2};
  chain.grow(100);
  ChainNode node{chain};
  StoreModel store;
  REQUIRE(pass(node, store).has_value());
  chain.grow(30);
  REQUIRE(pass(node, store).has_value());
  CHECK(store.stored.final_to == 65);
  check_equal(store, chain);
  node.final_depth = 3;
  REQUIRE(pass(node, store).has_value());
  CHECK(store.stored.final_to == 126);
  check_equal(store, chain);
  const auto batches = store.batches;
  REQUIRE(pass(node, store).has_value());
  CHECK(store.batches == batches);
  chain.grow(500);
  REQUIRE(pass(node, store).has_value());
  check_equal(store, chain);
  CHECK(store.rewinds == 0);
}

TEST_CASE("without the head part reading ends at the final block") {
  MadeChain chain{3};
  chain.grow(200);
  ChainNode node{chain};
  StoreModel store;
  EvmSettings settings = small();
  settings.provisional = false;
  REQUIRE(pass(node, store, settings).has_value());
  CHECK(store.range()->verified == 136);
  CHECK(store.stored.final_to == 136);
  CHECK(store.stored.provisional.empty());
  CHECK(store.sorted() == rows_of(chain, 1, 136));
  // Switched on, it waits for a final block above what was read.
  chain.grow(10);
  REQUIRE(pass(node, store).has_value());
  check_equal(store, chain);
}

TEST_CASE("a reorganisation to a longer, equal, shorter or empty branch is taken back") {
  for (const std::uint64_t depth : {1, 2, 7, 63, 64}) {
    for (const int change : {-1, 0, 5}) {
      for (const bool empty : {false, true}) {
        CAPTURE(depth);
        CAPTURE(change);
        MadeChain chain{static_cast<std::uint32_t>(depth)};
        chain.grow(150);
        ChainNode node{chain};
        StoreModel store;
        REQUIRE(pass(node, store).has_value());
        const auto length = static_cast<std::int64_t>(depth) + change;
        if (length < 1) continue;
        chain.fork_at(150 - depth);
        chain.grow(static_cast<std::uint64_t>(length), empty);
        const auto done = pass(node, store);
        REQUIRE_MESSAGE(done.has_value(), message_of(done));
        check_equal(store, chain);
        CHECK(store.rewinds == 1);
      }
    }
  }
}

TEST_CASE("a reorganisation below the final block stops the source, and changes nothing") {
  MadeChain chain{5};
  chain.grow(150);
  ChainNode node{chain};
  StoreModel store;
  REQUIRE(pass(node, store).has_value());
  const auto before = store.sorted();
  const auto batches = store.batches;
  chain.fork_at(150 - 65);
  chain.grow(80);
  for (int i = 0; i < 2; ++i) {
    const auto result = pass(node, store);
    CHECK(message_of(result).find("reorganised below its final block") != std::string::npos);
    CHECK(message_of(result).find("read it anew") != std::string::npos);
    CHECK_FALSE(result.error().retry);
  }
  CHECK(store.batches == batches);
  CHECK(store.sorted() == before);
}

TEST_CASE("a head that goes back is no reorganisation") {
  MadeChain chain{6};
  chain.grow(150);
  ChainNode node{chain};
  StoreModel store;
  REQUIRE(pass(node, store).has_value());
  const auto batches = store.batches;
  for (const std::uint64_t lag : {1, 30, 70}) {
    node.lag = lag;
    const auto done = pass(node, store);
    REQUIRE_MESSAGE(done.has_value(), message_of(done));
  }
  CHECK(store.batches == batches);
  CHECK(store.rewinds == 0);
  node.lag = 0;
  chain.grow(1);
  REQUIRE(pass(node, store).has_value());
  check_equal(store, chain);
}

TEST_CASE("a chain that changes while it is read is looked at again") {
  MadeChain chain{7};
  chain.grow(150);
  ChainNode node{chain};
  StoreModel store;
  REQUIRE(pass(node, store).has_value());
  chain.grow(5);
  int exchanges = 0;
  node.before = [&] {
    if (++exchanges != 4) return;
    chain.fork_at(148);
    chain.grow(9);
  };
  REQUIRE(pass(node, store).has_value());
  node.before = nullptr;
  REQUIRE(pass(node, store).has_value());
  check_equal(store, chain);
}

TEST_CASE("after any history of forks the store equals a fresh reading") {
  for (std::uint32_t seed = 0; seed < seeds_wanted(); ++seed) {
    CAPTURE(seed);
    MadeChain chain{seed};
    chain.grow(70 + chain.pick(60));
    ChainNode node{chain};
    StoreModel store;
    std::uint64_t highest_final = 0;
    const auto steps = 3 + chain.pick(6);
    for (std::uint64_t step = 0; step < steps; ++step) {
      node.lag = chain.pick(4) == 0 ? chain.pick(5) : 0;
      const auto done = pass(node, store);
      REQUIRE_MESSAGE(done.has_value(), message_of(done));
      highest_final = std::max(highest_final, chain.head() - std::min<std::uint64_t>(chain.head(), 64));
      // Forks bounce, are short or empty, and reach down to the final block at most.
      if (chain.pick(3) != 0) {
        const auto depth = chain.pick(std::min<std::uint64_t>(64, chain.head() - highest_final) + 1);
        chain.fork_at(chain.head() - depth);
        chain.grow(chain.pick(depth + 3) + 1, chain.pick(4) == 0);
      } else {
        chain.grow(chain.pick(100));
      }
    }
    node.lag = 0;
    chain.grow(1);
    const auto done = pass(node, store);
    REQUIRE_MESSAGE(done.has_value(), message_of(done));
    if (store.range()->verified != chain.head()) REQUIRE(pass(node, store).has_value());
    check_equal(store, chain);
  }
}

TEST_CASE("what lies below the range is read downwards, without a gap") {
  MadeChain chain{8};
  chain.grow(400);
  ChainNode node{chain};
  StoreModel store;
  REQUIRE(pass(node, store, small(250)).has_value());
  check_equal(store, chain, 250);
  EvmSettings settings = small(40);
  settings.down_to = 40;
  settings.batch_events = 0;
  chain.grow(20);
  REQUIRE(pass(node, store, settings).has_value());
  check_equal(store, chain, 40);
  settings.down_to = 0;
  settings.batch_events = 50'000;
  REQUIRE(pass(node, store, settings).has_value());
  check_equal(store, chain, 1);
  CHECK(store.stored.provisional.size() == 65);
}

TEST_CASE("on a chain shorter than the registry is old, what lies below is read as well") {
  MadeChain chain{10};
  chain.grow(200);
  ChainNode node{chain};
  StoreModel store;
  RegistryDescription registry = ens();
  registry.start_block = 3'000'000;
  for (const std::uint64_t from : {50, 1}) {
    EvmSettings settings = small(from);
    settings.down_to = from;
    REQUIRE(run(make_evm_collector(registry, {&node}, settings)->pass(store)).has_value());
    check_equal(store, chain, from);
  }
}

TEST_CASE("reading below the range goes on where it stopped, a poll's time at once") {
  MadeChain chain{9};
  chain.grow(300);
  ChainNode node{chain};
  StoreModel store;
  EvmSettings settings = small(200);
  settings.down_to = 1;
  settings.complete = false;
  settings.poll = std::chrono::seconds{0};
  settings.in_flight = 1;
  const auto collector = make_evm_collector(early_ens(), {&node}, settings);
  int passes = 0;
  do {
    REQUIRE(run(collector->pass(store)).has_value());
    CHECK(store.breach == "");
    ++passes;
  } while (store.range()->from > 1 && passes < 100);
  CHECK(passes > 1);
  CHECK(collector->interval() == std::chrono::seconds{0});
  check_equal(store, chain);
}
