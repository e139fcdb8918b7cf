#include <doctest/doctest.h>

#include "collectors/evm/collector.hpp"
#include "evm_registry.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace evm_fakes;

namespace {

Result<void> pass(FakeNode& node, MemorySink& sink, EvmSettings settings = from(100)) {
  const auto collector = make_evm_collector(ens(), {&node}, settings);
  return run(collector->pass(sink));
}

std::string message_of(const Result<void>& result) { return result ? "" : result.error().message; }

}  // namespace

TEST_CASE("a pass reads every window and moves the position through empty ones") {
  FakeNode node;
  node.logs = {renewal(100), renewal(450), renewal(451), renewal(1000)};
  MemorySink sink;
  const auto done = pass(node, sink);
  REQUIRE_MESSAGE(done.has_value(), message_of(done));
  CHECK(blocks_of(sink) == std::vector<std::uint64_t>{100, 450, 451, 1000});
  REQUIRE(sink.batches.size() == 5);
  CHECK(sink.batches[0].source == "ens");
  CHECK(sink.batches[0].ns == "ens");
  CHECK(sink.batches[0].position == BlockRange{100, 299, 299, to_hex0x(view(block_hash(299)))});
  CHECK(sink.batches[2].events.empty());
  CHECK(sink.range() == BlockRange{100, 1000, 1000, to_hex0x(view(block_hash(1000)))});
  CHECK(sink.batches.back().is_final);
  CHECK(to_unix(sink.batches.back().block_time) == 1'700'012'000);
  CHECK(to_unix(*sink.batches[1].events.at(0).evidence.time) == 1'700'000'000 + 12 * 450);
}

TEST_CASE("the fixed TLD comes with the first batch of a new source, and once") {
  FakeNode node;
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  const auto events = sink.events();
  REQUIRE(events.size() == 1);
  CHECK(events[0].key == namehash("eth"));
  CHECK(events[0].label->bytes == "eth");
  CHECK(events[0].place == Place{});
  CHECK(events[0].status == NameStatus::active);
  CHECK(events[0].evidence == Evidence{"ethereum", 100, "", std::nullopt});
}

TEST_CASE("a second pass goes on where the first stopped") {
  FakeNode node;
  node.head = 500;
  node.logs = {renewal(450), renewal(501), renewal(700)};
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  CHECK(blocks_of(sink) == std::vector<std::uint64_t>{450});
  const std::size_t batches = sink.batches.size();
  REQUIRE(pass(node, sink).has_value());
  CHECK(sink.batches.size() == batches);
  node.head = 800;
  node.asked_ranges.clear();
  REQUIRE(pass(node, sink).has_value());
  CHECK(node.asked_ranges.front().first == 501);
  CHECK(blocks_of(sink) == std::vector<std::uint64_t>{450, 501, 700});
  CHECK(sink.range()->from == 100);
}

TEST_CASE("what the sink refused is read again") {
  FakeNode node;
  node.logs = {renewal(150)};
  MemorySink sink;
  sink.refuse = Error{Fault::database, "PostgreSQL is gone", true};
  CHECK(message_of(pass(node, sink)) == "PostgreSQL is gone");
  sink.refuse.reset();
  REQUIRE(pass(node, sink).has_value());
  CHECK(blocks_of(sink) == std::vector<std::uint64_t>{150});
}

TEST_CASE("another chain is refused with what to do") {
  FakeNode node;
  node.chain_id = 137;
  MemorySink sink;
  const auto message = message_of(pass(node, sink));
  CHECK(message ==
        "wrong chain: endpoint https://node.example says 137, ens needs 1: give an endpoint of ethereum in "
        "[source.ens]");
  CHECK(sink.batches.empty());
}

TEST_CASE("a chain that changed below its final block stops the source loudly") {
  FakeNode node;
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  node.fork = 1;
  node.head = 2000;
  const auto batches = sink.batches.size();
  const auto result = pass(node, sink);
  CHECK(message_of(result).find("reorganised below its final block") != std::string::npos);
  CHECK_FALSE(result.error().retry);
  CHECK(sink.batches.size() == batches);
}

TEST_CASE("a node that lags behind what has been read is an error to try again") {
  FakeNode node;
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  node.head = 900;
  const auto result = pass(node, sink);
  CHECK(message_of(result).find("do not know block 1000") != std::string::npos);
  CHECK(result.error().retry);
}

TEST_CASE("without a finalized tag the last blocks are left alone") {
  FakeNode node;
  node.knows_finalized = false;
  node.logs = {renewal(936), renewal(937)};
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  CHECK(sink.range()->verified == 936);
  CHECK(sink.batches.back().is_final);
  CHECK(sink.batches.back().final_to == 936);
  CHECK(blocks_of(sink) == std::vector<std::uint64_t>{936});
}

TEST_CASE("windows shrink for a node's limit, and no block is lost or read twice") {
  const std::vector<net::RpcError> refusals = {
      {-32005, "query returned more than 10000 results", ""},
      {-32602, "range 1000000 exceeds limit of 50", ""},
      {-32602, "query exceeds max results 20000, retry with the range 100-149", ""},
      {-32602, "invalid params", R"({"payload":"range too long"})"},
      {0, "answer too large", ""},
  };
  for (const net::RpcError& refusal : refusals) {
    CAPTURE(refusal.message);
    FakeNode node;
    std::vector<std::uint64_t> wanted;
    for (std::uint64_t block = 100; block <= 1000; block += 13) {
      node.logs.push_back(renewal(block));
      wanted.push_back(block);
    }
    std::uint64_t most = 50;
    node.refuse = [&](std::uint64_t first, std::uint64_t last) -> std::optional<net::RpcError> {
      if (last - first + 1 <= most) return std::nullopt;
      return refusal;
    };
    MemorySink sink;
    const auto done = pass(node, sink);
    REQUIRE_MESSAGE(done.has_value(), message_of(done));
    CHECK(blocks_of(sink) == wanted);
    std::uint64_t next = 100;
    for (const NameBatch& batch : sink.batches) {
      CHECK(batch.position.verified >= next);
      next = batch.position.verified + 1;
    }
    CHECK(next == 1001);
  }
}

TEST_CASE("a node that refuses single blocks is an error, not an endless loop") {
  FakeNode node;
  node.refuse = [](auto, auto) {
    return net::RpcError{-32005, "query returned more than 10000 results", ""};
  };
  MemorySink sink;
  CHECK(message_of(pass(node, sink)).find("give another endpoint") != std::string::npos);
  CHECK(node.asked_ranges.size() < 12);
}

TEST_CASE("another error of the node comes out as it is, after a few smaller tries") {
  FakeNode node;
  node.refuse = [](auto, auto) { return net::RpcError{-32000, "missing trie node", ""}; };
  MemorySink sink;
  const auto result = pass(node, sink);
  CHECK(message_of(result).find("missing trie node") != std::string::npos);
  CHECK(node.asked_ranges.size() == 4);
}

TEST_CASE("a window that times out is tried smaller, a few times") {
  FakeNode node;
  int failures = 2;
  node.fail = [&](const net::RpcCall& call) -> std::optional<Error> {
    if (call.method != "eth_getLogs" || failures == 0) return std::nullopt;
    --failures;
    return source_error("timed out", true);
  };
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  CHECK(node.asked_ranges.front() == std::pair<std::uint64_t, std::uint64_t>{100, 149});
  failures = 1'000;
  MemorySink other;
  CHECK(message_of(pass(node, other)) == "timed out");
  CHECK(failures > 990);
}

TEST_CASE("an answer with something foreign in it is not believed at all") {
  FakeLog other_contract = renewal(150);
  other_contract.address = "0x00000000000000000000000000000000000000aa";
  FakeLog other_event = renewal(150);
  other_event.topics[0] = word(7);
  FakeLog no_topics = renewal(150);
  no_topics.topics.clear();
  FakeLog removed = renewal(150);
  removed.extra = R"(,"removed":true)";
  FakeLog other_fork = renewal(150);
  other_fork.fork = 1;
  for (const FakeLog& bad : {other_contract, other_event, no_topics, removed, other_fork}) {
    FakeNode node;
    node.logs = {renewal(149), bad};
    MemorySink sink;
    const auto result = pass(node, sink);
    CHECK(message_of(result).find("cannot be believed") != std::string::npos);
    CHECK(result.error().retry);
    CHECK(sink.batches.empty());
  }
}

TEST_CASE("logs out of order, twice, or of blocks not asked for are not believed") {
  for (const auto& logs :
       {std::vector{renewal(150), renewal(149)}, std::vector{renewal(150, 1), renewal(150, 0)},
        std::vector{renewal(150), renewal(150)}}) {
    FakeNode node;
    node.logs = logs;
    MemorySink sink;
    CHECK(message_of(pass(node, sink)).find("out of order") != std::string::npos);
  }
  FakeNode node;
  node.answer = [](const net::RpcCall& call) -> std::optional<std::string> {
    if (call.method != "eth_getLogs") return std::nullopt;
    return "[" + renewal(99).json() + "]";
  };
  MemorySink sink;
  CHECK(message_of(pass(node, sink)).find("was not asked for") != std::string::npos);
}

TEST_CASE("an answer that is no list of logs proves nothing") {
  for (const char* text :
       {"null", "{}", "[{}]", "\"0x\"", R"([{"address":"0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea85"}])"}) {
    FakeNode node;
    node.answer = [&](const net::RpcCall& call) -> std::optional<std::string> {
      if (call.method != "eth_getLogs") return std::nullopt;
      return text;
    };
    MemorySink sink;
    const auto result = pass(node, sink);
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().retry);
    CHECK(sink.batches.empty());
  }
}

TEST_CASE("block times said in the logs save the headers") {
  FakeNode node;
  FakeLog timed = renewal(150);
  timed.extra = R"(,"blockTimestamp":"0x65536000")";
  node.logs = {timed};
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  CHECK(to_unix(*sink.batches[0].events.back().evidence.time) == 0x65536000);
  for (const net::RpcCall& call : node.asked) CHECK(call.params != R"(["0x96",false])");
}

TEST_CASE("many blocks' headers are asked for in batches") {
  FakeNode node;
  for (std::uint64_t block = 100; block < 280; ++block) node.logs.push_back(renewal(block));
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  CHECK(blocks_of(sink).size() == 180);
}

TEST_CASE("what cannot be decoded is handed on as found") {
  FakeNode node;
  FakeLog cut = renewal(150);
  cut.data = "short";
  node.logs = {cut};
  MemorySink sink;
  REQUIRE(pass(node, sink).has_value());
  REQUIRE(sink.batches[0].malformed.size() == 1);
  CHECK(sink.batches[0].malformed[0].raw.find(to_hex("short")) != std::string::npos);
}

TEST_CASE("without a first block about thirty days are read") {
  FakeNode node;
  node.head = 400'000;
  MemorySink sink;
  EvmSettings settings;
  settings.provisional = false;
  settings.window = 50'000;
  REQUIRE(pass(node, sink, settings).has_value());
  CHECK(sink.range()->from == 400'000 - 30 * 86'400 / 12);
  CHECK(sink.range()->verified == 400'000);

  FakeNode young;
  young.head = 5'000;
  MemorySink other;
  REQUIRE(pass(young, other, settings).has_value());
  CHECK(other.range()->from == 100);
}

TEST_CASE("the first block is the description's at least, but on a chain shorter than that") {
  FakeNode node;
  MemorySink sink;
  REQUIRE(pass(node, sink, from(0)).has_value());
  CHECK(sink.range()->from == 100);

  FakeNode small;
  small.head = 50;
  MemorySink other;
  REQUIRE(pass(small, other, from(3)).has_value());
  CHECK(other.range()->from == 3);

  MemorySink none;
  CHECK(message_of(pass(small, none, EvmSettings{})).find("not synchronised") != std::string::npos);
}

TEST_CASE("a pass may be told where to end") {
  FakeNode node;
  MemorySink sink;
  EvmSettings settings = from(100);
  settings.to = 333;
  REQUIRE(pass(node, sink, settings).has_value());
  CHECK(sink.range()->verified == 333);
  settings.to = 5'000;
  REQUIRE(pass(node, sink, settings).has_value());
  CHECK(sink.range()->verified == 1'000);
}

TEST_CASE("an endpoint that is down is an error at once") {
  FakeNode node;
  node.fail = [](const net::RpcCall&) -> std::optional<Error> { return source_error("refused", true); };
  MemorySink sink;
  CHECK(message_of(pass(node, sink)) == "refused");
  CHECK(node.asked.size() == 1);
}
