#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <sstream>

#include "collectors/handshake/collector.hpp"
#include "net/http.hpp"
#include "tests/collectors/handshake_fixture.hpp"
#include "tests/collectors/peer_script.hpp"

/// Against a real hsd on regtest: `tests/peers/lab up DIR`, then SPLITROOT_LAB=DIR.
using namespace handshake_fixture;

namespace {

std::string content(const std::string& path) {
  std::ifstream in{path};
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string lab_directory() {
  const char* directory = std::getenv("SPLITROOT_LAB");
  if (directory == nullptr) std::printf("skipped: no lab; set SPLITROOT_LAB to that of tests/peers/lab up\n");
  return directory == nullptr ? "" : directory;
}

/// The first text in quotes after `key` in the section of source hns.
std::string setting(const std::string& toml, std::string_view key) {
  const auto start = toml.find('"', toml.find(key, toml.find("[source.hns]"))) + 1;
  return toml.substr(start, toml.find('"', start) - start);
}

net::RpcEndpoint endpoint(const std::string& directory) {
  const auto toml = content(directory + "/lab.toml");
  net::RpcEndpoint out;
  out.url = setting(toml, "endpoints");
  out.api_key = Secret{setting(toml, "api_key")};
  out.retry.attempts = 2;
  return out;
}

/// The lab's node behind the real client, and a sink in memory.
struct Lab {
  boost::asio::io_context io;
  net::HttpClient http{io.get_executor()};
  std::unique_ptr<net::RpcClient> rpc;
  MemorySink sink;

  explicit Lab(const net::RpcEndpoint& where) : rpc(net::make_rpc_client(http, where)) {}

  template <class T>
  T run(boost::asio::awaitable<T> work) {
    auto future = boost::asio::co_spawn(io, std::move(work), boost::asio::use_future);
    io.restart();
    io.run();
    return future.get();
  }
  Result<void> pass(std::string_view network) {
    HandshakeSettings settings;
    settings.network = handshake::network_by_name(network).value();
    std::vector<std::unique_ptr<handshake::Node>> nodes;
    nodes.push_back(handshake::make_rpc_node(*rpc, settings.network));
    const auto collector = make_handshake_collector(std::move(nodes), settings);
    return run(collector->pass(sink));
  }
};

/// What the node itself answers to one question about a name.
std::vector<net::RpcAnswer> ask(Lab& lab, std::string_view method, const std::vector<std::string>& names) {
  std::vector<net::RpcCall> calls;
  for (const auto& name : names) calls.push_back({std::string{method}, "[" + json_string(name) + "]"});
  return lab.run(lab.rpc->batch(std::move(calls))).value();
}

/// When the node says that a block was made.
std::optional<Timestamp> time_of_block(Lab& lab, std::uint64_t height) {
  std::vector<net::RpcCall> calls{{"getblockbyheight", "[" + std::to_string(height) + ",1,0]"}};
  const auto answers = lab.run(lab.rpc->batch(std::move(calls))).value();
  const auto time = answers.at(0).error ? std::nullopt : uint_member(*answers[0].result, "time");
  return time ? from_unix(*time) : std::nullopt;
}

bool has_records_to_look_up(const rapidjson::Value& resource) {
  const auto* records = resource.IsObject() ? member(resource, "records") : nullptr;
  if (records == nullptr) return false;
  return std::any_of(records->Begin(), records->End(),
                     [](const auto& record) { return string_member(record, "type") != "TXT"; });
}

std::optional<std::string> holder_in(const rapidjson::Value& entry) {
  const auto* holder = member(entry, "holder");
  if (holder == nullptr || holder->IsNull()) return std::nullopt;
  const auto address = holder->IsObject() ? string_member(*holder, "string") : string_member(entry, "holder");
  return std::string{address.value_or("")};
}

NameStatus expected_status(const rapidjson::Value& entry) {
  if (string_member(entry, "lastAction") == "REVOKE") return NameStatus::revoked;
  return member(entry, "registered")->GetBool() ? NameStatus::active : NameStatus::auction;
}

}  // namespace

TEST_CASE("lab: every name of the manifest, with its holder, status and evidence, and no other") {
  const auto directory = lab_directory();
  if (directory.empty()) return;
  Lab lab{endpoint(directory)};
  const auto passed = lab.pass("regtest");
  REQUIRE_MESSAGE(passed.has_value(), (passed ? "" : passed.error().message));
  const auto all = lab.sink.events();
  std::map<std::string, NamePatch> names;
  for (auto& patch : collapse(all)) names.emplace(text_of(patch.state.key.bytes), patch);
  const auto manifest = parse_json(content(directory + "/manifest.json"), "manifest").value();
  std::size_t compared = 0;
  for (const auto& entry : manifest["names"].GetArray()) {
    if (string_member(entry, "namespace") != "hns") continue;
    ++compared;
    const std::string key{string_member(entry, "node").value()};
    CAPTURE(key);
    REQUIRE(names.contains(key));
    const auto& [state, first] = names.at(key);
    CHECK(to_hex(state.label.value().bytes) == string_member(entry, "labelHex"));
    CHECK(state.status == expected_status(entry));
    CHECK(state.evidence.block == uint_member(entry, "lastBlock"));
    CHECK(state.evidence.tx == string_member(entry, "lastTx"));
    if (const auto opened = uint_member(entry, "openedAt")) CHECK(first.block == opened);
    if (const auto block = uint_member(entry, "registeredBlock")) {
      CHECK(state.registered_at == time_of_block(lab, *block));
      if (const auto holder = holder_in(entry)) CHECK(state.holder == holder);
    } else {
      // Between auction and registration the winner holds it, as the node answers too.
      CHECK(state.holder == holder_in(entry).value_or(""));
    }
  }
  CHECK(compared > 0);
  CHECK(names.size() == compared);
}

TEST_CASE("lab: what resolves is what the node has records for") {
  const auto directory = lab_directory();
  if (directory.empty()) return;
  Lab lab{endpoint(directory)};
  REQUIRE(lab.pass("regtest").has_value());
  const auto patches = collapse(lab.sink.events());
  std::vector<std::string> labels;
  for (const auto& patch : patches) labels.push_back(patch.state.label.value().bytes);
  const auto resources = ask(lab, "getnameresource", labels);
  std::size_t resolving = 0;
  for (std::size_t i = 0; i < patches.size(); ++i) {
    CAPTURE(labels[i]);
    const bool resolves = !resources[i].error && has_records_to_look_up(*resources[i].result);
    CHECK(patches[i].state.resolves == resolves);
    resolving += resolves ? 1 : 0;
  }
  CHECK(resolving > 0);
  CHECK(lab.sink.batches.size() > 1);
  for (const auto& batch : lab.sink.batches) CHECK(batch.malformed.empty());
}

TEST_CASE("lab: wrong network, wrong key, nobody there") {
  const auto directory = lab_directory();
  if (directory.empty()) return;
  auto where = endpoint(directory);
  const auto main = Lab{where}.pass("main");
  REQUIRE_FALSE(main.has_value());
  CHECK(main.error().message.find("is regtest, [source.hns] network says main") != std::string::npos);
  where.api_key = Secret{"wrong"};
  const auto refused = Lab{where}.pass("regtest");
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message.find("api_key") != std::string::npos);
  CHECK(refused.error().message.find("wrong") == std::string::npos);
  where.url = "http://127.0.0.1:9";
  const auto down = Lab{where}.pass("regtest");
  REQUIRE_FALSE(down.has_value());
  CHECK(down.error().message.find("run a node with `hsd --index-tx") != std::string::npos);
}

TEST_CASE("lab: where an operator refuses RPC, REST gives the same") {
  const auto directory = lab_directory();
  if (directory.empty()) return;
  const auto where = endpoint(directory);
  Lab by_rpc{where};
  REQUIRE(by_rpc.pass("regtest").has_value());
  for (const std::string status : {"401", "403", "404", "405"}) {
    CAPTURE(status);
    Lines proxy{"exec node '" + peers_script("rest_only.mjs") + "' " + where.url + " " + status};
    std::string line;
    REQUIRE(proxy.next(line));
    auto refused = where;
    refused.url = "http://127.0.0.1:" + line.substr(line.find(' ') + 1);
    refused.requests_per_second = 0;
    Lab lab{refused};
    const auto regtest = handshake::network_by_name("regtest").value();
    std::vector<std::unique_ptr<handshake::Node>> nodes;
    nodes.push_back(handshake::make_either_node(handshake::make_rpc_node(*lab.rpc, regtest),
                                                handshake::make_rest_node(lab.http, refused, regtest)));
    HandshakeSettings settings;
    settings.network = regtest;
    const auto collector = make_handshake_collector(std::move(nodes), settings);
    const auto passed = lab.run(collector->pass(lab.sink));
    REQUIRE_MESSAGE(passed.has_value(), (passed ? "" : passed.error().message));
    CHECK(lab.sink.range() == by_rpc.sink.range());
    CHECK(lab.sink.states == by_rpc.sink.states);
    CHECK(lab.sink.events().size() > 0);
  }
}

TEST_CASE("lab: blocks whose answer is too large for us are asked for in parts") {
  const auto directory = lab_directory();
  if (directory.empty()) return;
  auto where = endpoint(directory);
  where.requests_per_second = 0;
  Lab whole{where};
  REQUIRE(whole.pass("regtest").has_value());
  where.largest_body = 128U << 10;
  Lab parts{where};
  const auto passed = parts.pass("regtest");
  REQUIRE_MESSAGE(passed.has_value(), (passed ? "" : passed.error().message));
  CHECK(parts.rpc->replaced() > 0);
  CHECK(parts.sink.range() == whole.sink.range());
  CHECK(parts.sink.states == whole.sink.states);
}
