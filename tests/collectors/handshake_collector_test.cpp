#include "collectors/handshake/collector.hpp"

#include <doctest/doctest.h>

#include "tests/collectors/handshake_fixture.hpp"

using namespace handshake_fixture;

namespace {

/// Nodes, a sink, and the collector between them.
struct Rig {
  FakeNode node;
  FakeNode spare;
  bool has_spare = false;
  MemorySink sink;
  HandshakeSettings settings;
  std::unique_ptr<Collector> collector;

  Rig() {
    settings.network = node.network();
    settings.confirmations = 0;
    settings.blocks_per_batch = 4;
    settings.touches_per_merge = 1;
  }

  Result<void> pass() {
    const auto nodes = has_spare ? std::vector{&node, &spare} : std::vector{&node};
    if (!collector) collector = collector_over(nodes, settings);
    return run(collector->pass(sink));
  }
  std::string failure() {
    const auto result = pass();
    return result ? "" : result.error().message;
  }
  void restart() { collector.reset(); }
  BlockRange read_to(std::uint64_t from, std::uint64_t to) const {
    return {from, to, to, node.chain.hashes[to]};
  }
};

std::string opening(const std::string& name) { return output(2, {key_of(name), le(0, 4), name}); }

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a first pass reads every block, the next one only what is new") {
  Rig rig;
  rig.node.chain.add({opening("nft")});
  rig.node.chain.grow(8);
  REQUIRE(rig.pass().has_value());
  const auto& first = rig.sink.batches[0];
  CHECK(first.source == "hns");
  CHECK(first.ns == "hns");
  CHECK(first.is_final);
  CHECK(rig.sink.batches.back().position.verified == 9);
  REQUIRE(rig.sink.events().size() == 1);
  CHECK(rig.sink.events()[0].label == RawLabel{"nft"});
  CHECK(rig.sink.events()[0].evidence.block == 1);
  CHECK(rig.sink.range() == rig.read_to(0, 9));
  const auto batches = rig.sink.batches.size();
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.batches.size() == batches);
  rig.node.chain.add({opening("dao")});
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.range() == rig.read_to(0, 10));
  CHECK(rig.sink.batches.back().events.at(0).label == RawLabel{"dao"});
  CHECK(to_unix(rig.sink.batches.back().block_time) == genesis_time + 6000);
}

TEST_CASE("blocks up to the last final one come as final, those above with their hashes") {
  Rig rig;
  rig.node.chain.grow(9);
  rig.settings.confirmations = 3;
  REQUIRE(rig.pass().has_value());
  std::uint64_t final_to = 0;
  for (const auto& batch : rig.sink.batches)
    if (batch.is_final) final_to = batch.position.verified;
  CHECK(final_to == 5);
  const auto& last = rig.sink.batches.back();
  CHECK_FALSE(last.is_final);
  CHECK(last.final_to == 5);
  REQUIRE(rig.sink.stored.provisional.size() == 4);
  CHECK(rig.sink.stored.provisional[0].number == 6);
  CHECK(rig.sink.stored.provisional[0].hash == rig.node.chain.hashes[6]);
  rig.node.chain.grow(2);
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.stored.final_to == 7);
  CHECK(rig.sink.stored.provisional.size() == 4);
  CHECK(rig.sink.reports.back().final_to == 7);
  CHECK(rig.sink.reports.back().head->number == 11);
}

TEST_CASE("`from` and `to` hold reading") {
  Rig rig;
  rig.node.chain.grow(20);
  rig.settings.from = 5;
  rig.settings.to = 9;
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.range() == rig.read_to(5, 9));
  Rig young;
  young.settings.confirmations = 6;
  REQUIRE(young.pass().has_value());
  CHECK(young.sink.range()->verified == 0);
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
  CHECK(says(down.error().message,
             "connection refused; there is no lasting public Handshake endpoint: run a node"));
  CHECK(says(down.error().message, "127.0.0.1:14037"));
  CHECK_FALSE(rig.sink.reports.back().endpoints.at(0).healthy);
  rig.node.down = source_error("127.0.0.1:14037: refused our credentials (HTTP 401)");
  CHECK(says(rig.failure(), "api_key"));
  rig.node.down.reset();
  rig.node.chain.grow(3);
  rig.node.error_at = [](std::size_t height) {
    return height == 2 ? std::optional<std::string>{"Block not available (pruned data)"} : std::nullopt;
  };
  CHECK(says(rig.failure(), "Block not available (pruned data)"));
  CHECK(says(rig.failure(), "run hsd without --prune"));
}

TEST_CASE("failures that were made good are counted, and are no trouble") {
  Rig rig;
  rig.node.made_good = 2;
  REQUIRE(rig.pass().has_value());
  const auto& health = rig.sink.reports.back().endpoints.at(0);
  CHECK(health.failures == 2);
  CHECK(health.requests > 2);
  CHECK(health.healthy);
}

TEST_CASE("a refusal by RPC and trouble by REST are both told, and the trouble may pass") {
  FakeNode refusing;
  refusing.down = source_error("refused our credentials (HTTP 403)");
  FakeNode troubled;
  troubled.down = source_error("connection reset", true);
  const auto network = refusing.network();
  const auto node = handshake::make_either_node(handshake::make_rpc_node(refusing, network),
                                                handshake::make_rpc_node(troubled, network));
  const auto tip = run(node->tip());
  REQUIRE(tip.has_error());
  CHECK(says(tip.error().message, "HTTP 403"));
  CHECK(says(tip.error().message, "nor by REST: hns: connection reset"));
  CHECK(tip.error().retry);
}

TEST_CASE("another node is asked when one fails, and only if it serves the same network") {
  Rig rig;
  rig.has_spare = true;
  rig.node.chain.grow(9);
  rig.spare.chain = rig.node.chain;
  rig.node.down = source_error("one: connection refused", true);
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.range() == rig.read_to(0, 9));
  CHECK_FALSE(rig.sink.reports.back().endpoints.at(0).healthy);
  CHECK(rig.sink.reports.back().endpoints.at(1).healthy);
  rig.spare.chain_name = "main";
  const auto none = rig.failure();
  CHECK(says(none, "is main"));
  CHECK(says(none, "connection refused"));
}

TEST_CASE("a reorganisation above the last final block is rewound to where the branches part") {
  Rig rig;
  rig.settings.confirmations = 5;
  rig.node.chain.grow(9);
  REQUIRE(rig.pass().has_value());
  rig.node.chain.reorganise(7);
  rig.node.chain.grow(1);
  REQUIRE(rig.pass().has_value());
  REQUIRE(rig.sink.batches.back().rewind_to.has_value());
  CHECK(rig.sink.batches.back().rewind_to->number == 6);
  CHECK(rig.sink.batches.back().rewind_to->hash == rig.node.chain.hashes[6]);
  CHECK(rig.sink.range() == rig.read_to(0, 10));
}

TEST_CASE("a reorganisation below the last final block stops reading loudly") {
  for (const bool restarted : {false, true}) {
    Rig rig;
    rig.settings.confirmations = 2;
    rig.node.chain.grow(9);
    REQUIRE(rig.pass().has_value());
    const auto before = rig.sink.range();
    const auto batches = rig.sink.batches.size();
    if (restarted) rig.restart();
    rig.node.chain.reorganise(6);
    rig.node.chain.grow(5);
    const auto message = rig.failure();
    CHECK(says(message, "reorganised below what was taken as final"));
    CHECK(says(message, "confirmations"));
    CHECK(rig.sink.range() == before);
    CHECK(rig.sink.batches.size() == batches);
  }
}

TEST_CASE("a reorganisation as deep as blocks have confirmations is found, after a restart too") {
  for (const bool restarted : {false, true}) {
    CAPTURE(restarted);
    Rig rig;
    rig.settings.confirmations = 3;
    rig.node.chain.grow(9);
    REQUIRE(rig.pass().has_value());
    if (restarted) rig.restart();
    rig.node.chain.reorganise(7);
    REQUIRE_MESSAGE(rig.pass().has_value(), rig.failure());
    CHECK(rig.sink.batches.back().rewind_to->number == 6);
    CHECK(rig.sink.range() == rig.read_to(0, 9));
  }
}

TEST_CASE("a head that goes back is no reorganisation until a hash differs") {
  Rig rig;
  rig.settings.confirmations = 5;
  rig.node.chain.grow(9);
  REQUIRE(rig.pass().has_value());
  const auto whole = rig.node.chain;
  const auto batches = rig.sink.batches.size();
  rig.node.chain.blocks.resize(8);
  rig.node.chain.hashes.resize(8);
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.batches.size() == batches);
  CHECK(rig.sink.range()->verified == 9);
  rig.node.chain.blocks.resize(3);
  rig.node.chain.hashes.resize(3);
  const auto behind = rig.pass();
  REQUIRE_FALSE(behind.has_value());
  CHECK(behind.error().retry);
  CHECK(says(behind.error().message, "below 3 up to which"));
  rig.node.chain = whole;
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.batches.size() == batches);
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
  rig.node.block_at = [&](std::size_t height) { return to_hex(rig.node.chain.blocks[height]); };
  Rig fresh;
  fresh.node.chain = rig.node.chain;
  REQUIRE(fresh.pass().has_value());
  CHECK(fresh.sink.range()->verified == 9);
}

TEST_CASE("blocks that are no blocks") {
  Rig rig;
  rig.node.chain.grow(3);
  rig.node.block_at = [](std::size_t) { return "xyz"; };
  CHECK(says(rig.failure(), "is not hex"));
  rig.node.block_at = [](std::size_t) { return "00ff"; };
  CHECK(says(rig.failure(), "block 0: not a Handshake block"));
  CHECK(rig.sink.batches.empty());
}

TEST_CASE("an answer that is too large is asked for again in smaller parts") {
  Rig rig;
  rig.node.chain.grow(30);
  rig.node.largest_batch = 3;
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.range()->verified == 30);
}

TEST_CASE("blocks are joined while the sink is busy, and no more than a merge takes wait for it") {
  Rig rig;
  for (int i = 0; i < 40; ++i) rig.node.chain.add({opening("n" + std::to_string(i))});
  rig.settings.touches_per_merge = 12;
  rig.settings.blocks_per_batch = 1;
  // The sink is busy until eight more blocks were asked for, or all of them.
  std::size_t wanted = 0;
  rig.sink.while_taking = [&] { wanted = std::min<std::size_t>(rig.node.batches + 8, 42); };
  rig.sink.is_busy = [&] { return rig.node.batches < wanted; };
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.batches.size() < 20);
  for (const auto& batch : rig.sink.batches) CHECK(batch.events.size() <= 12);
  CHECK(rig.sink.events().size() == 40);
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
  rig.restart();
  rig.settings.from = 2;
  CHECK(says(rig.failure(), "from = 2 lies before block 5"));
  rig.restart();
  rig.settings.from = 8;
  CHECK(rig.failure() == "");
}

TEST_CASE("names known by hash alone are spelled by the node, and its word is checked") {
  Rig rig;
  rig.node.chain.grow(4);
  rig.node.chain.add({output(5, {key_of("known"), le(1, 4)}), output(5, {key_of("lied"), le(1, 4)})});
  rig.node.chain.grow(2);
  rig.node.labels[to_hex(key_of("known"))] = "known";
  rig.node.labels[to_hex(key_of("lied"))] = "false";
  rig.settings.from = 3;
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.spelled == std::set<NameKey>{handshake_key("known")});
  CHECK(rig.sink.batches.back().events.at(0).label == RawLabel{"known"});
  CHECK_FALSE(rig.sink.batches.back().events.at(0).evidence.block);
  const auto batches = rig.sink.batches.size();
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.batches.size() == batches);
}

TEST_CASE("which names of the DNS are held back is told when reading begins and when it changes") {
  Rig rig;
  rig.settings.network.names.claim_period = 6;
  rig.settings.network.names.lockup_end = 8;
  const auto told = [&] {
    rig.node.chain.grow(1);
    REQUIRE(rig.pass().has_value());
    const auto& notices = rig.sink.batches.back().notices;
    return notices.empty() ? std::string{} : notices.at(0).text;
  };
  rig.node.chain.grow(2);
  const auto first = told();
  CHECK(says(first, "reserved on this chain below block 6"));
  CHECK(says(first, "icannlockup, which is not active"));
  CHECK(told() == "");
  CHECK(says(told(), "no names of the DNS are held back"));
  rig.node.lockup = "active";
  CHECK(says(told(), "popular ones below block 8"));
  CHECK(says(told(), "free since block 8"));
  CHECK(told() == "");
}

TEST_CASE("a regime that ended while nothing was read is told by the next reading") {
  Rig rig;
  rig.settings.network.names.claim_period = 6;
  rig.node.chain.grow(2);
  REQUIRE(rig.pass().has_value());
  rig.restart();
  rig.node.chain.grow(1);
  REQUIRE(rig.pass().has_value());
  CHECK(rig.sink.batches.back().notices.empty());
  rig.restart();
  rig.node.chain.grow(3);
  REQUIRE(rig.pass().has_value());
  REQUIRE(rig.sink.batches.back().notices.size() == 1);
  CHECK(says(rig.sink.batches.back().notices[0].text, "the reserve ended at block 6"));
}
