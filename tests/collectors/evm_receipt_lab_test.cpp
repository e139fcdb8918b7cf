#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "collectors/evm/receipt.hpp"
#include "core/json.hpp"
#include "evm_fakes.hpp"
#include "net/http.hpp"

// Recomputes what the blocks of a real node (tests/peers/lab) commit to.

using namespace splitroot;
using namespace splitroot::collectors::evm;
using namespace std::string_literals;

namespace {

/// The lab's node, asked one question at a time.
class Node {
 public:
  explicit Node(const std::string& folder) {
    std::ifstream file{folder + "/ports.json", std::ios::binary};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const auto ports = parse_json(text, "ports.json").value();
    net::RpcEndpoint endpoint;
    endpoint.url = "http://127.0.0.1:" + std::to_string(uint_member(ports, "eth").value());
    endpoint.requests_per_second = 0;
    rpc_ = net::make_rpc_client(http_, endpoint);
  }

  net::RpcAnswer ask(std::string method, std::string params) {
    std::optional<Result<net::RpcAnswer>> answer;
    boost::asio::co_spawn(io_, rpc_->call({std::move(method), std::move(params)}),
                          [&](std::exception_ptr, Result<net::RpcAnswer> got) { answer = std::move(got); });
    io_.run();
    io_.restart();
    REQUIRE_MESSAGE(answer->has_value(), answer->error().message);
    return answer->value();
  }

 private:
  boost::asio::io_context io_;
  net::HttpClient http_{io_.get_executor()};
  std::unique_ptr<net::RpcClient> rpc_;
};

Hash256 hash_member(const rapidjson::Value& object, const char* name) {
  return parse_hash(string_member(object, name).value()).value();
}

/// How many logs the block holds.
std::size_t check_block(Node& node, const std::string& number) {
  CAPTURE(number);
  const auto block = node.ask("eth_getBlockByNumber", "[" + json_string(number) + ",false]");
  const auto answer = node.ask("eth_getBlockReceipts", "[" + json_string(number) + "]");
  const auto receipts = parse_receipts(*answer.result);
  REQUIRE_MESSAGE(receipts.has_value(), receipts.error().message);
  CHECK(receipts_root(*receipts) == hash_member(*block.result, "receiptsRoot"));
  Bloom all{};
  std::size_t logs = 0;
  for (const Receipt& receipt : *receipts) {
    all = all | receipt.bloom;
    logs += receipt.logs.size();
  }
  CHECK(parse_bloom(string_member(*block.result, "logsBloom").value()) == all);
  return logs;
}

}  // namespace

TEST_CASE("every block of a real node has the receipts root and bloom that we compute") {
  const char* folder = std::getenv("SPLITROOT_LAB");
  if (folder == nullptr || *folder == '\0') {
    MESSAGE("skipped: SPLITROOT_LAB names no lab (tests/peers/lab up DIR)");
    return;
  }
  Node node{folder};
  const auto head = parse_quantity(text_of(*node.ask("eth_blockNumber", "[]").result)).value();
  std::size_t logs = 0;
  // The genesis block's receipts are unknown to some nodes.
  for (std::uint64_t number = 1; number <= head; ++number) logs += check_block(node, to_quantity(number));
  CHECK(head > 20);
  CHECK(logs > 500);
}
