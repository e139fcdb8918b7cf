#include <doctest/doctest.h>

#include "evm_registry.hpp"

// Events that no address is asked for: records of any resolver, and contracts found on chain.

using namespace splitroot;
using namespace splitroot::collectors;
using namespace evm_fakes;

namespace {

const std::string factory = "0x00000000000c2e074ec69a0dfb2997ba6c7d2e1e";
const std::string found = "0x00000000000000000000000000000000000000aa";
const std::string stranger = "0x00000000000000000000000000000000000000bb";

RegistryDescription described(const std::string& contracts) {
  return parse_registry(
             "id = \"demo\"\ntitle = \"Demo\"\nnamespace = \"demo\"\nchain = \"ethereum\"\nchain_id = 1\n"
             "start_block = 100\n" +
                 contracts,
             "demo.toml")
      .value();
}

const std::string made_signature = "Made(address indexed made)";
const std::string named_signature = "Named(bytes32 indexed node, bytes32 indexed label)";
const std::string said_signature = "Said(bytes32 indexed node, bytes what)";

RegistryDescription following() {
  return described(
      "[[contract]]\ntitle = \"Found\"\nfollow = true\nfrom_block = 100\n[[contract.event]]\nsignature = \"" +
      named_signature + "\"\nparent = \"node\"\nlabelhash = \"label\"\n" +
      "[[factory]]\ntitle = \"Maker\"\naddress = \"" + factory + "\"\nsignature = \"" + made_signature +
      "\"\ncontract = \"made\"\nfollow = \"Found\"\n");
}

FakeLog log_of(const std::string& address, const std::string& signature, std::vector<std::string> topics,
               std::uint64_t block) {
  FakeLog log;
  log.address = address;
  log.topics = {std::string{view(evm::parse_signature(signature)->topic0)}};
  for (std::string& topic : topics) log.topics.push_back(std::move(topic));
  log.block = block;
  return log;
}

FakeLog made(std::uint64_t block) {
  return log_of(factory, made_signature, {word_of(octets_of(found.substr(2)))}, block);
}

FakeLog named(const std::string& address, std::uint64_t block) {
  return log_of(address, named_signature, {word(1), word(block)}, block);
}

FakeNode node_with(std::vector<FakeLog> logs) {
  FakeNode node;
  node.filters = true;
  node.logs = std::move(logs);
  return node;
}

void pass(const RegistryDescription& registry, FakeNode& node, MemorySink& sink, EvmSettings settings) {
  const auto collector = make_evm_collector(registry, {&node}, settings);
  const auto done = run(collector->pass(sink));
  REQUIRE_MESSAGE(done.has_value(), done.error().message);
}

}  // namespace

TEST_CASE("contracts found on chain are read from their announcement on, in whatever windows") {
  for (const std::uint64_t window : {7U, 50U, 2000U}) {
    FakeNode node =
        node_with({named(found, 150), made(200), named(found, 201), named(stranger, 250), named(found, 900)});
    MemorySink sink;
    pass(following(), node, sink, from(100, window));
    CHECK(blocks_of(sink) == std::vector<std::uint64_t>{201, 900});
  }
}

TEST_CASE("a process that begins anew knows the contracts that were announced before") {
  FakeNode node = node_with({made(200), named(found, 201), named(found, 900)});
  node.head = 500;
  MemorySink sink;
  pass(following(), node, sink, from(100));
  node.head = 1'000;
  pass(following(), node, sink, from(100));
  CHECK(blocks_of(sink) == std::vector<std::uint64_t>{201, 900});
}

TEST_CASE("a registry that follows contracts is read upwards from its first block") {
  FakeNode node = node_with({made(110), named(found, 120), named(found, 990)});
  MemorySink sink;
  EvmSettings settings = from(0);
  settings.from.reset();
  settings.down_to = 100;
  pass(following(), node, sink, settings);
  CHECK(blocks_of(sink) == std::vector<std::uint64_t>{120, 990});
  CHECK(sink.range()->from == 100);
}

TEST_CASE("records of any contract and events of given ones are one history") {
  const auto registry = described(
      "[[contract]]\ntitle = \"Registry\"\naddress = \"" + factory +
      "\"\nfrom_block = 100\n[[contract.event]]\nsignature = \"" + named_signature +
      "\"\nparent = \"node\"\nlabelhash = \"label\"\n[[contract]]\ntitle = \"Anyone\"\nany_address = true\n" +
      "from_block = 100\n[[contract.event]]\nsignature = \"" + said_signature +
      "\"\nnode = \"node\"\nrecord = \"said\"\nrecord_value = \"what\"\n");
  FakeLog said = log_of(stranger, said_signature, {word(7)}, 300);
  said.data = word(32) + tail("this");
  FakeLog by_registry = said;
  by_registry.address = factory;
  by_registry.index = 1;
  FakeNode node =
      node_with({named(factory, 299), said, by_registry, named(factory, 301), named(stranger, 302)});
  MemorySink sink;
  pass(registry, node, sink, from(100));
  CHECK(blocks_of(sink) == std::vector<std::uint64_t>{299, 301});
  std::vector<RecordEvent> records;
  for (const NameBatch& batch : sink.batches)
    records.insert(records.end(), batch.records.begin(), batch.records.end());
  REQUIRE(records.size() == 2);
  CHECK(records[0].resolver == stranger);
  CHECK(records[0].value == "this");
  CHECK(records[1].resolver == factory);
}
