#include "app/endpoint_check.hpp"

#include "collectors/evm/log.hpp"
#include "serve/words.hpp"

namespace splitroot::app {
namespace {

using boost::asio::awaitable;

/// Public endpoints allow a thousand blocks and more; one that does not costs many requests.
constexpr std::uint64_t usual_range = 1'000;

std::optional<std::uint64_t> quantity(const net::RpcAnswer& answer) {
  if (answer.result == nullptr || !answer.result->IsString()) return std::nullopt;
  return collectors::evm::parse_quantity(text_of(*answer.result));
}

awaitable<Result<std::uint64_t>> ask_number(net::RpcClient& rpc, std::string method) {
  net::RpcCall call{method, "[]"};
  const auto answer = co_await rpc.call(std::move(call));
  if (!answer) co_return answer.error();
  const auto number = quantity(*answer);
  if (!number) co_return source_error(rpc.name() + ": " + method + " answers with no number");
  co_return *number;
}

awaitable<std::string> finality(net::RpcClient& rpc) {
  net::RpcCall call{"eth_getBlockByNumber", R"(["finalized",false])"};
  const auto answer = co_await rpc.call(std::move(call));
  const bool known = answer && answer->result != nullptr && answer->result->IsObject();
  co_return known ? "knows its final block"
                  : "does not know its final block (64 below the head counts as final)";
}

awaitable<std::string> log_range(net::RpcClient& rpc, std::uint64_t head, std::string contract) {
  const std::uint64_t from = head < usual_range ? 0 : head - usual_range + 1;
  net::RpcCall call{"eth_getLogs", R"([{"address":")" + contract + R"(","fromBlock":")" +
                                       collectors::evm::to_quantity(from) + R"(","toBlock":")" +
                                       collectors::evm::to_quantity(head) + R"("}])"};
  const auto answer = co_await rpc.call(std::move(call));
  const std::string logs = "logs of " + serve::grouped(head - from + 1) + " blocks at a time";
  if (answer) co_return "gives " + logs;
  co_return "does not give " + logs + " (" + answer.error().message + ")";
}

}  // namespace

awaitable<EndpointFinding> check_evm_endpoint(net::RpcClient& rpc, std::uint64_t chain_id,
                                              std::string contract) {
  EndpointFinding finding{rpc.name(), false, ""};
  const auto chain = co_await ask_number(rpc, "eth_chainId");
  const auto head = co_await ask_number(rpc, "eth_blockNumber");
  if (!chain || !head) {
    finding.words = chain ? head.error().message : chain.error().message;
    co_return finding;
  }
  finding.words = "chain " + std::to_string(*chain) + ", head " + serve::grouped(*head);
  if (*chain != chain_id) {
    finding.words += "; this registry is on chain " + std::to_string(chain_id) + ": take it out of endpoints";
    co_return finding;
  }
  finding.well = true;
  const std::string final_block = co_await finality(rpc);
  const std::string logs = co_await log_range(rpc, *head, std::move(contract));
  finding.words += ", " + final_block + ", " + logs;
  co_return finding;
}

awaitable<EndpointFinding> check_handshake_endpoint(net::RpcClient& rpc, std::string network) {
  EndpointFinding finding{rpc.name(), false, ""};
  net::RpcCall call{"getblockchaininfo", "[]"};
  const auto answer = co_await rpc.call(std::move(call));
  if (!answer) {
    finding.words = answer.error().message;
    co_return finding;
  }
  const auto chain = string_member(*answer->result, "chain");
  const auto height = uint_member(*answer->result, "blocks");
  if (!chain || !height) {
    finding.words = rpc.name() + ": getblockchaininfo names no chain and height";
    co_return finding;
  }
  finding.well = *chain == network;
  finding.words = "network " + std::string{*chain} + ", height " + serve::grouped(*height);
  if (!finding.well) finding.words += "; [source.hns] network is " + network;
  co_return finding;
}

}  // namespace splitroot::app
