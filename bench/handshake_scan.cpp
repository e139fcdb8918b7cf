#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <chrono>
#include <iostream>
#include <string>

#include "collectors/handshake/feed.hpp"
#include "net/http.hpp"
#include "tests/collectors/handshake_nameinfo.hpp"

/// bench/handshake_scan.sh runs it: `fetch` times the reading of all raw blocks, as the collector asks for
/// them and with nothing done to them; `compare` holds stored states (lines of name and state, hex) against
/// getnameinfo.
namespace {

using namespace splitroot;
namespace handshake = collectors::handshake;
using boost::asio::awaitable;

const auto regtest = handshake::network_by_name("regtest").value();

/// Throws blocks away.
class Sieve : public handshake::BlockTaker {
 public:
  awaitable<Result<void>> take(handshake::RawBlocks blocks) override {
    octets += blocks.octets();
    co_return Result<void>{};
  }
  std::size_t octets = 0;
};

struct Node {
  boost::asio::io_context io;
  net::HttpClient http{io.get_executor()};
  std::unique_ptr<net::RpcClient> rpc;

  Node(std::string url, std::string key) {
    net::RpcEndpoint endpoint;
    endpoint.url = std::move(url);
    endpoint.api_key = Secret{std::move(key)};
    endpoint.requests_per_second = 0;
    rpc = net::make_rpc_client(http, endpoint);
  }

  template <class T>
  T run(awaitable<T> work) {
    auto future = boost::asio::co_spawn(io, std::move(work), boost::asio::use_future);
    io.restart();
    io.run();
    return future.get();
  }
};

int fetch(Node& node) {
  std::vector<std::unique_ptr<handshake::Node>> nodes;
  nodes.push_back(handshake::make_rpc_node(*node.rpc, regtest));
  handshake::Chain chain{std::move(nodes)};
  const auto tip = node.run(chain.tip()).value();
  Sieve sieve;
  handshake::BlockFeed feed{chain, {}};
  const auto start = std::chrono::steady_clock::now();
  node.run(feed.run(0, tip.height, sieve)).value();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  std::cout << took.count() << ' ' << tip.height + 1 << ' ' << sieve.octets << '\n';
  return 0;
}

bool equal(const handshake::NameState& state, const rapidjson::Value& info, std::uint64_t height) {
  const bool lapsed = handshake::has_lapsed(state, height, regtest.names);
  if (lapsed || info.IsNull()) return lapsed == info.IsNull();
  auto theirs = handshake_nameinfo::state_in(info, state.resolves);
  return state == theirs &&
         text(handshake::phase_at(state, height, regtest.names)) == string_member(info, "state");
}

int compare(Node& node) {
  const auto tip = node.run(handshake::make_rpc_node(*node.rpc, regtest)->tip()).value();
  std::string name, state;
  std::size_t compared = 0;
  std::size_t different = 0;
  while (std::cin >> name >> state) {
    const auto label = from_hex(name).value();
    const auto stored = handshake::decode_states(from_hex(state).value()).value();
    const auto answer = node.run(node.rpc->call({"getnameinfo", "[" + json_string(label) + "]"})).value();
    ++compared;
    if (equal(stored.latest(), *member(*answer.result, "info"), tip.height)) continue;
    ++different;
    std::cerr << label << " differs\n";
  }
  std::cout << compared << " states compared, " << different << " differ\n";
  return compared > 0 && different == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  const std::string what = count == 4 ? words[1] : "";
  if (what != "fetch" && what != "compare") {
    std::cerr << "usage: bench_handshake_scan fetch|compare URL KEY\n";
    return 2;
  }
  Node node{words[2], words[3]};
  return what == "fetch" ? fetch(node) : compare(node);
}
