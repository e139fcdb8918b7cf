#include "collectors/handshake/collector.hpp"

#include <doctest/doctest.h>

#include "tests/collectors/handshake_fixture.hpp"

using namespace handshake_fixture;

namespace {

/// A node, a sink, and the collector between them.
struct Rig {
  FakeNode node;
  MemorySink sink;
  HandshakeSettings settings{node.network(), 0, std::nullopt, std::nullopt, 4, std::chrono::seconds{1}};

  Result<void> pass() {
    const auto collector = make_handshake_collector(node, settings);
    return run(collector->pass(sink));
  }
  std::string failure() {
    const auto result = pass();
    return result ? "" : result.error().message;
  }
};

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a first pass reads every block in batches, the next one only what is new") {
  Rig rig;
  rig.node.chain.add({output(2, {key_of("nft"), le(0, 4), "nft"})});
  rig.node.chain.grow(8);
  REQUIRE(rig.pass().has_value());
  REQUIRE(rig.sink.batches.size() == 3);
  const auto& first = rig.sink.batches[0];
  CHECK(first.source == "hns");
  CHECK(first.ns == "hns");
  CHECK(first.is_final);
  CHECK(first.position == BlockRange{0, 3, 3, rig.node.chain.hashes[3]});
  CHECK(to_unix(first.block_time) == genesis_time + 1800);
  REQUIRE(first.events.size() == 1);
  CHECK(first.events[0].label == RawLabel{"nft"});
  CHECK(first.events[0].evidence.block == 1);
  CHECK(rig.sink.range() == BlockRange{0, 9, 9, rig.node.chain.hashes[9]});
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.batches.size() == 3);
  rig.node.chain.add({output(2, {key_of("dao"), le(0, 4), "dao"})});
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.range() == BlockRange{0, 10, 10, rig.node.chain.hashes[10]});
  CHECK(rig.sink.batches.back().events.at(0).label == RawLabel{"dao"});
}

TEST_CASE("without `from` the last thirty days are read; confirmations and `to` hold it back") {
  Rig rig;
  rig.node.chain.grow(4330);
  rig.settings.from = std::nullopt;
  rig.settings.confirmations = 3;
  rig.settings.blocks_per_batch = 5000;
  rig.node.largest_batch = 10'000;
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.range()->from == 7);
  CHECK(rig.sink.range()->verified == 4327);
  Rig upto;
  upto.node.chain.grow(20);
  upto.settings.from = 5;
  upto.settings.to = 9;
  REQUIRE(upto.pass().has_value());
  CHECK(upto.sink.range() == BlockRange{5, 9, 9, upto.node.chain.hashes[9]});
  Rig young;
  young.settings.confirmations = 6;
  REQUIRE(young.pass().has_value());
  CHECK_FALSE(young.sink.range());
}

TEST_CASE("a node of another network is refused before a block is read") {
  Rig rig;
  rig.node.chain_name = "main";
  CHECK(says(rig.failure(), "endpoint 127.0.0.1:14037 is main, [source.hns] network says regtest"));
  rig.node.chain_name = "regtest";
  rig.node.answered_genesis = std::string(64, '0');
  CHECK(says(rig.failure(), "wrong chain: block 0"));
  CHECK(rig.sink.batches.empty());
}

TEST_CASE("a node that is down or refuses the key: what to do") {
  Rig rig;
  rig.node.down = source_error("127.0.0.1:14037: connection refused", true);
  const auto down = rig.pass();
  REQUIRE_FALSE(down.has_value());
  CHECK(down.error().retry);
  CHECK(says(down.error().message, "connection refused; run a node with `hsd"));
  CHECK(says(down.error().message, "127.0.0.1:14037"));
  rig.node.down = source_error("127.0.0.1:14037: refused our credentials (HTTP 401)");
  CHECK(says(rig.failure(), "api_key"));
  rig.node.down.reset();
  rig.node.chain.grow(3);
  rig.node.error_at = [](std::size_t height) {
    return height == 2 ? std::optional<std::string>{"Block not available (pruned data)"} : std::nullopt;
  };
  CHECK(says(rig.failure(),
             "getblockbyheight 2 with: Block not available (pruned data); run hsd without --prune"));
}

TEST_CASE("a reorganisation below the position stops reading loudly") {
  Rig rig;
  rig.node.chain.grow(9);
  REQUIRE(rig.pass().has_value());
  const auto before = rig.sink.range();
  rig.node.chain.reorganise(8);
  rig.node.chain.grow(5);
  const auto message = rig.failure();
  CHECK(says(message, before->verified_hash));
  CHECK(says(message, "confirmations"));
  CHECK(rig.sink.range() == before);
}

TEST_CASE("a chain that changes while it is read is noticed by its links") {
  Rig rig;
  rig.node.chain.grow(9);
  FakeChain other = rig.node.chain;
  other.reorganise(3);
  rig.node.block_at = [&](std::size_t height) {
    return to_hex(height < 5 ? other.blocks[height] : rig.node.chain.blocks[height]);
  };
  const auto result = rig.pass();
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().retry);
  CHECK(says(result.error().message, "reorganised"));
  CHECK(rig.sink.batches.empty());
  rig.node.block_at = [&](std::size_t height) { return to_hex(rig.node.chain.blocks[height]); };
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.range()->verified == 9);
}

TEST_CASE("a node that lost blocks is waited for") {
  Rig rig;
  rig.node.chain.grow(9);
  REQUIRE(rig.pass().has_value());
  rig.node.chain.blocks.resize(5);
  rig.node.chain.hashes.resize(5);
  const auto result = rig.pass();
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().retry);
  CHECK(says(result.error().message, "below 9 where reading stopped"));
}

TEST_CASE("blocks that are no blocks") {
  Rig rig;
  rig.node.chain.grow(3);
  rig.node.block_at = [](std::size_t) { return "xyz"; };
  CHECK(says(rig.failure(), "is not hex"));
  rig.node.block_at = [](std::size_t) { return "00ff"; };
  CHECK(says(rig.failure(), "block 0 from 127.0.0.1:14037: not a Handshake block"));
  CHECK(rig.sink.batches.empty());
}

TEST_CASE("an answer that is too large is asked for again block by block") {
  Rig rig;
  rig.node.chain.grow(9);
  rig.node.largest_batch = 3;
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.range()->verified == 9);
  CHECK(rig.sink.batches.front().position.verified == 0);
}

TEST_CASE("the next blocks are fetched while the sink takes these, and no more than those") {
  Rig rig;
  rig.node.chain.grow(15);
  std::vector<std::size_t> asked;
  rig.sink.while_taking = [&] { asked.push_back(rig.node.batches - 1); };
  REQUIRE(rig.pass().has_value());
  CHECK(asked == std::vector<std::size_t>{2, 3, 4, 4});
}

TEST_CASE("what the sink refuses is not read past") {
  Rig rig;
  rig.node.chain.grow(9);
  rig.sink.refuse = Error{Fault::database, "no room", false};
  CHECK(rig.failure() == "no room");
  CHECK_FALSE(rig.sink.range());
}

TEST_CASE("a `from` before the beginning is an error") {
  Rig rig;
  rig.node.chain.grow(9);
  rig.settings.from = 5;
  REQUIRE(rig.pass().has_value());
  rig.settings.from = 2;
  CHECK(says(rig.failure(), "from = 2 lies before block 5"));
  rig.settings.from = 8;
  CHECK(rig.failure() == "");
}
