#include <doctest/doctest.h>

#include "collectors/evm/collector.hpp"
#include "collectors/evm/endpoint_set.hpp"
#include "evm_registry.hpp"

// Several endpoints for one source: which are used, which are left out, and what happens when they fail.

using namespace splitroot;
using namespace splitroot::collectors;
using namespace evm_fakes;

namespace {

Result<void> pass(std::vector<net::RpcClient*> nodes, MemorySink& sink, EvmSettings settings = from(100)) {
  const auto collector = make_evm_collector(ens(), std::move(nodes), settings);
  return run(collector->pass(sink));
}

std::vector<std::uint64_t> every(std::uint64_t step) {
  std::vector<std::uint64_t> blocks;
  for (std::uint64_t block = 100; block <= 1'000; block += step) blocks.push_back(block);
  return blocks;
}

void fill(FakeNode& node, std::uint64_t step) {
  for (const std::uint64_t block : every(step)) node.logs.push_back(renewal(block));
}

const EndpointHealth& health_of(const MemorySink& sink, std::size_t at) {
  return sink.reports.back().endpoints.at(at);
}

}  // namespace

TEST_CASE("an endpoint of another chain is left out, the source goes on with the others") {
  FakeNode wrong{"https://wrong.example"};
  wrong.chain_id = 137;
  FakeNode right{"https://right.example"};
  fill(right, 50);
  MemorySink sink;
  REQUIRE(pass({&wrong, &right}, sink).has_value());
  CHECK(blocks_of(sink) == every(50));
  CHECK(wrong.asked_ranges.empty());
  CHECK_FALSE(health_of(sink, 0).healthy);
  CHECK(health_of(sink, 0).trouble.find("says 137, ens needs 1") != std::string::npos);
  CHECK(health_of(sink, 1).healthy);
  CHECK(health_of(sink, 1).head == 1'000);
}

TEST_CASE("an endpoint with another first block is left out") {
  FakeNode right{"https://right.example"};
  fill(right, 50);
  FakeNode fork{"https://fork.example"};
  fork.fork = 1;
  MemorySink sink;
  REQUIRE(pass({&right, &fork}, sink).has_value());
  CHECK(blocks_of(sink) == every(50));
  CHECK(fork.asked_ranges.empty());
  CHECK(health_of(sink, 1).trouble.find("the first block of endpoint https://fork.example") !=
        std::string::npos);
}

TEST_CASE("all endpoints down or wrong is an error that names each") {
  FakeNode down{"https://down.example"};
  down.fail = [](const net::RpcCall&) -> std::optional<Error> {
    return source_error("https://down.example: refused", true);
  };
  FakeNode wrong{"https://wrong.example"};
  wrong.chain_id = 5;
  MemorySink sink;
  const auto collector = make_evm_collector(ens(), {&down, &wrong}, from(100));
  for (int i = 0; i < 2; ++i) {
    const auto result = run(collector->pass(sink));
    REQUIRE_FALSE(result.has_value());
    CHECK(result.error().message.find("https://down.example: refused") != std::string::npos);
    CHECK(result.error().retry);
  }
  CHECK(wrong.asked.size() == 1);
  CHECK(down.asked.size() == 2);
}

TEST_CASE("windows go to another endpoint when one begins to fail, and to both again when it is well") {
  FakeNode weak{"https://weak.example"};
  FakeNode strong{"https://strong.example"};
  fill(weak, 9);
  fill(strong, 9);
  int left = 3;
  weak.fail = [&](const net::RpcCall& call) -> std::optional<Error> {
    if (call.method != "eth_getLogs" || left-- > 0) return std::nullopt;
    return source_error("https://weak.example: HTTP 502", true);
  };
  MemorySink sink;
  REQUIRE(pass({&weak, &strong}, sink, from(100, 20)).has_value());
  CHECK(blocks_of(sink) == every(9));
  CHECK(sink.range()->verified == 1'000);
  CHECK(health_of(sink, 0).failures > 0);
  CHECK(health_of(sink, 0).trouble == "https://weak.example: HTTP 502");
  CHECK(health_of(sink, 1).failures == 0);
}

TEST_CASE("an endpoint whose answer contradicts itself is passed over, nothing of it is taken") {
  FakeNode liar{"https://liar.example"};
  FakeLog removed = renewal(501, 7);
  removed.extra = R"(,"removed":true)";
  fill(liar, 50);
  liar.logs.insert(liar.logs.begin() + 9, removed);
  FakeNode honest{"https://honest.example"};
  fill(honest, 50);
  MemorySink sink;
  REQUIRE(pass({&liar, &honest}, sink, from(100, 50)).has_value());
  CHECK(blocks_of(sink) == every(50));
}

TEST_CASE("an endpoint that lags is not asked for blocks it does not have") {
  FakeNode slow{"https://slow.example"};
  slow.head = 300;
  FakeNode quick{"https://quick.example"};
  fill(slow, 10);
  fill(quick, 10);
  MemorySink sink;
  // Whichever is asked for the head, what is read is read whole.
  for (const auto& nodes : {std::vector<net::RpcClient*>{&quick, &slow}, {&slow, &quick}}) {
    REQUIRE(pass(nodes, sink, from(100, 30)).has_value());
  }
  CHECK(blocks_of(sink) == every(10));
  for (const auto& [first, last] : slow.asked_ranges) CHECK(last <= 300);
}

TEST_CASE("several windows are under way at once and are handed on in order") {
  FakeNode node;
  fill(node, 3);
  int calls = 0;
  node.turns = [&](const net::RpcCall& call) {
    return call.method == "eth_getLogs" ? 40 - 7 * (calls++ % 6) : 0;
  };
  MemorySink sink;
  EvmSettings settings = from(100, 20);
  settings.in_flight = 5;
  REQUIRE(pass({&node}, sink, settings).has_value());
  CHECK(blocks_of(sink) == every(3));
  CHECK(node.most_under_way == 5);
  std::uint64_t next = 100;
  for (const NameBatch& batch : sink.batches) {
    CHECK(batch.position.verified == next + 19 + (next + 20 > 1'000 ? 1'000 - next - 19 : 0));
    next = batch.position.verified + 1;
  }
}

TEST_CASE("windows that come while the sink is busy are joined to one batch") {
  FakeNode node;
  fill(node, 3);
  BusySink sink;
  EvmSettings settings = from(100, 20);
  settings.batch_events = 30;
  REQUIRE(pass({&node}, sink, settings).has_value());
  CHECK(blocks_of(sink) == every(3));
  CHECK(sink.batches.size() < 15);
  CHECK(sink.batches.size() > 8);
  for (const NameBatch& batch : sink.batches) CHECK(batch.events.size() <= 30 + 7);
  CHECK(sink.range() == BlockRange{100, 1'000, 1'000, to_hex0x(view(block_hash(1'000)))});
}

TEST_CASE("what was read before a window that fails is handed on, what lies behind it is not") {
  FakeNode node;
  fill(node, 3);
  node.turns = [](const net::RpcCall& call) { return call.method == "eth_getBlockByNumber" ? 9 : 0; };
  node.refuse = [](std::uint64_t first, std::uint64_t last) -> std::optional<net::RpcError> {
    if (first > 505 || last < 505) return std::nullopt;
    return net::RpcError{-32000, "missing trie node", ""};
  };
  MemorySink sink;
  const auto result = pass({&node}, sink, from(100, 20));
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().message.find("missing trie node") != std::string::npos);
  CHECK(sink.range()->verified >= 499);
  CHECK(sink.range()->verified < 505);
}

TEST_CASE("an endpoint rests longer after each failure in a row, up to a minute") {
  FakeNode node;
  evm::Endpoint endpoint{node, evm::WindowSize{10, 10}};
  using std::chrono::seconds;
  for (const int rest : {1, 2, 4, 8, 16, 32, 60, 60}) {
    const auto before = evm::Endpoint::Clock::now();
    endpoint.failed(source_error("gone", true));
    CHECK(endpoint.rests(before + seconds{rest} - std::chrono::milliseconds{1}));
    CHECK_FALSE(endpoint.rests(evm::Endpoint::Clock::now() + seconds{rest}));
  }
  CHECK(endpoint.health().failures == 8);
  endpoint.succeeded();
  CHECK_FALSE(endpoint.rests(evm::Endpoint::Clock::now()));
  CHECK(endpoint.health().healthy);
}

TEST_CASE("failures that were made good are counted, and are no trouble") {
  FakeNode node;
  node.made_good = 3;
  MemorySink sink;
  REQUIRE(pass({&node}, sink).has_value());
  CHECK(health_of(sink, 0).failures == 3);
  CHECK(health_of(sink, 0).requests > 3);
  CHECK(health_of(sink, 0).healthy);
}
