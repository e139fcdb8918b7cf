#include <doctest/doctest.h>

#include "collectors/evm/cross_check.hpp"
#include "evm_chain_fakes.hpp"

// A node that leaves out, adds or alters logs without a word is found out, and nothing of it is taken.

using namespace splitroot;
using namespace splitroot::collectors;
using namespace evm_fakes;
using evm::CrossCheck;

namespace {

/// One way of lying about the logs of a block, as `chain` draws it. Returns false where it cannot be told
/// there.
bool lie_once(std::vector<Log>& logs, const MadeBlock& block, MadeChain& draws, int kind) {
  const auto at = logs.empty() ? 0 : draws.pick(logs.size());
  const auto log = logs.begin() + static_cast<std::ptrdiff_t>(at);
  switch (kind) {
    case 0:  // one log left out
      if (logs.empty()) return false;
      logs.erase(log);
      return true;
    case 1:  // all logs of a block left out
      if (logs.empty()) return false;
      logs.clear();
      return true;
    case 2: {  // one made up
      Log made;
      made.address = evm::parse_address(registrar).value();
      made.topic[0] = hash_of_bytes(renewed_topic);
      made.topic[1] = keccak256("made up");
      made.topics_used = 2;
      made.data = word(1'900'000'000);
      made.block = block.number;
      made.block_hash = block.hash;
      made.index = logs.empty() ? 0 : logs.back().index + 1;
      logs.push_back(made);
      return true;
    }
    case 3:  // another expiry, or another holder
      if (logs.empty()) return false;
      if (log->data.empty())
        log->topic[2][31] ^= 1;
      else
        log->data[31] = static_cast<char>(log->data[31] ^ 1);
      return true;
    default:  // another name
      if (logs.empty()) return false;
      log->topic[log->topics_used - 1][5] ^= 1;
      return true;
  }
}

struct World {
  explicit World(std::uint32_t seed)
      : chain(seed),
        draws(seed + 1),
        honest(chain, "https://honest.example"),
        liar(chain, "https://liar.example") {
    chain.grow(60);
    honest.final_depth = liar.final_depth = 10;
  }

  /// Makes the liar lie about one block above `below`, of the next `among`, which is returned.
  std::uint64_t lie(int kind, std::uint64_t below, std::uint64_t among) {
    std::uint64_t block = 0;
    for (;;) {
      block = below + 1 + draws.pick(among);
      auto logs = chain.at(block).logs();
      MadeChain same = draws;
      if (lie_once(logs, chain.at(block), same, kind)) break;
    }
    liar.lie = [this, block, kind](std::vector<Log>& logs, const MadeBlock& each) {
      if (each.number != block) return;
      MadeChain same = draws;
      lie_once(logs, each, same, kind);
    };
    return block;
  }

  std::uint64_t lie(int kind) { return lie(kind, 0, chain.head()); }
  std::uint64_t final() const { return chain.head() - honest.final_depth; }

  Result<void> pass(CrossCheck check, std::vector<net::RpcClient*> nodes) {
    EvmSettings settings;
    settings.from = 1;
    settings.window = 16;
    settings.largest_window = 30;
    settings.cross_check = check;
    RegistryDescription registry = ens();
    registry.start_block = 1;
    const auto collector = make_evm_collector(registry, std::move(nodes), settings);
    return run(collector->pass(store));
  }

  MadeChain chain;
  MadeChain draws;
  ChainNode honest;
  ChainNode liar;
  StoreModel store;
};

/// Runs one lie; true when it was found and what is stored is the truth.
void check_found(World& world, std::uint64_t block, CrossCheck check) {
  REQUIRE_FALSE(world.store.discrepancies.empty());
  const Discrepancy& found = world.store.discrepancies.front();
  CHECK(found.check == evm::to_text(check));
  CHECK(found.from <= block);
  CHECK(found.to >= block);
  CHECK(found.answer != found.other_answer);
  CHECK(world.store.breach == "");
  CHECK(world.store.sorted() == rows_of(world.chain, 1, world.chain.head()));
}

}  // namespace

TEST_CASE("a thousand lies of one of two endpoints are found by comparing the two") {
  for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
    CAPTURE(seed);
    World world{seed};
    const auto block = world.lie(static_cast<int>(seed % 5));
    const bool first = seed % 2 == 0;
    std::vector<net::RpcClient*> nodes{first ? &world.liar : &world.honest,
                                       first ? &world.honest : &world.liar};
    const auto done = world.pass(CrossCheck::second_endpoint, nodes);
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
    check_found(world, block, CrossCheck::second_endpoint);
  }
}

TEST_CASE("a thousand lies are found by the receipts' root, one endpoint being enough") {
  for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
    CAPTURE(seed);
    World world{seed};
    const auto block = world.lie(static_cast<int>(seed % 5));
    std::vector<net::RpcClient*> nodes{&world.liar};
    if (seed % 2 == 0) nodes.push_back(&world.honest);
    const auto done = world.pass(CrossCheck::receipts_root, nodes);
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
    if (!world.store.discrepancies.empty() || nodes.size() == 1) {
      check_found(world, block, CrossCheck::receipts_root);
    } else {
      // The honest one was asked for that block.
      CHECK(world.store.sorted() == rows_of(world.chain, 1, world.chain.head()));
    }
  }
}

TEST_CASE("a thousand omissions are found by the headers' blooms") {
  for (std::uint32_t seed = 0; seed < 1'000; ++seed) {
    CAPTURE(seed);
    World world{seed};
    const auto block = world.lie(static_cast<int>(seed % 2));
    const auto done = world.pass(CrossCheck::bloom, {&world.liar});
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
    check_found(world, block, CrossCheck::bloom);
  }
}

TEST_CASE("by bloom, blocks without a trace of our logs cost no receipts") {
  MadeChain chain{3};
  chain.grow(60, true);
  ChainNode node{chain};
  StoreModel store;
  EvmSettings settings;
  settings.from = 1;
  settings.cross_check = CrossCheck::bloom;
  node.final_depth = 10;
  RegistryDescription registry = ens();
  registry.start_block = 1;
  REQUIRE(run(make_evm_collector(registry, {&node}, settings)->pass(store)).has_value());
  CHECK(node.receipts_asked == 0);
  CHECK(store.range()->verified == 60);
}

TEST_CASE("of three endpoints the two that agree are believed, without any receipts") {
  for (std::uint32_t seed = 0; seed < 30; ++seed) {
    World world{seed};
    world.lie(static_cast<int>(seed % 5));
    ChainNode third{world.chain, "https://third.example"};
    third.final_depth = 10;
    third.has_receipts = world.honest.has_receipts = world.liar.has_receipts = false;
    const auto done = world.pass(CrossCheck::second_endpoint, {&world.liar, &world.honest, &third});
    REQUIRE_MESSAGE(done.has_value(), done.error().message);
    CHECK(world.store.sorted() == rows_of(world.chain, 1, world.chain.head()));
  }
}

TEST_CASE("two that contradict each other and receipts that decide nothing: nothing of it is taken") {
  World world{11};
  const auto block = world.lie(1, 0, world.final());
  world.honest.has_receipts = world.liar.has_receipts = false;
  const auto done = world.pass(CrossCheck::second_endpoint, {&world.liar, &world.honest});
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().message.find("contradicted") != std::string::npos);
  CHECK(done.error().retry);
  CHECK((!world.store.range() || world.store.range()->verified < block));
  CHECK_FALSE(world.store.discrepancies.empty());
}

TEST_CASE("new blocks of which two say different things are left for later, and the contradiction is told") {
  World world{11};
  const auto block = world.lie(1, world.final(), world.honest.final_depth);
  world.honest.has_receipts = world.liar.has_receipts = false;
  const auto done = world.pass(CrossCheck::second_endpoint, {&world.liar, &world.honest});
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
  CHECK(world.store.range()->verified < block);
  CHECK_FALSE(world.store.discrepancies.empty());
}

TEST_CASE("asked to compare with a second endpoint, a source with one takes nothing") {
  World world{12};
  const auto done = world.pass(CrossCheck::second_endpoint, {&world.honest});
  REQUIRE_FALSE(done.has_value());
  CHECK(done.error().message.find("no second endpoint") != std::string::npos);
  CHECK(world.store.batches == 0);
}

TEST_CASE("the words for the checks") {
  for (const char* word : {"none", "second-endpoint", "receipts-root", "bloom"}) {
    const auto check = evm::parse_cross_check(word);
    REQUIRE(check.has_value());
    CHECK(evm::to_text(*check) == word);
  }
  CHECK_FALSE(evm::parse_cross_check("blooms").has_value());
}
