#include "evm_fakes.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "core/json.hpp"

namespace evm_fakes {

using boost::asio::awaitable;

std::string FakeLog::json() const {
  std::string list;
  for (const std::string& topic : topics) list += (list.empty() ? "\"" : ",\"") + to_hex0x(topic) + "\"";
  return R"({"address":")" + address + R"(","topics":[)" + list + R"(],"data":")" + to_hex0x(data) +
         R"(","blockNumber":")" + collectors::evm::to_quantity(block) + R"(","logIndex":")" +
         collectors::evm::to_quantity(index) + R"(","blockHash":")" +
         to_hex0x(view(block_hash(block, fork))) + R"(","transactionHash":")" +
         to_hex0x(view(keccak256("tx " + std::to_string(block)))) + R"(")" + extra + "}";
}

namespace {

net::RpcAnswer from_json(const std::string& text) {
  auto document = std::make_shared<rapidjson::Document>(parse_json(text, "fake").value());
  const rapidjson::Value* result = document.get();
  return {std::move(document), result, std::nullopt};
}

net::RpcAnswer from_error(net::RpcError error) { return {nullptr, nullptr, std::move(error)}; }

std::string first_param(const net::RpcCall& call) {
  const auto params = parse_json(call.params, "params").value();
  return params[0].GetString();
}

std::uint64_t quantity(const rapidjson::Value& object, const char* name) {
  return collectors::evm::parse_quantity(string_member(object, name).value()).value();
}

}  // namespace

std::string FakeNode::block(const net::RpcCall& call) const {
  const std::string which = first_param(call);
  if (which == "finalized" && !knows_finalized) return "null";
  const bool tag = which == "finalized" || which == "latest";
  const std::uint64_t number = tag ? head : collectors::evm::parse_quantity(which).value();
  if (number > head) return "null";
  return R"({"number":")" + collectors::evm::to_quantity(number) + R"(","hash":")" +
         to_hex0x(view(block_hash(number, fork))) + R"(","timestamp":")" +
         collectors::evm::to_quantity(genesis_time + 12 * number) + R"("})";
}

namespace {

bool is_listed(const rapidjson::Value& list, const std::string& text) {
  const auto is_same = [&](const rapidjson::Value& each) { return text_of(each) == text; };
  return std::any_of(list.Begin(), list.End(), is_same);
}

bool passes(const rapidjson::Value& filter, const FakeLog& log) {
  const auto* addresses = member(filter, "address");
  return (addresses == nullptr || is_listed(*addresses, log.address)) &&
         is_listed(filter["topics"][0], to_hex0x(log.topics.at(0)));
}

}  // namespace

net::RpcAnswer FakeNode::answer_logs(const net::RpcCall& call) {
  const auto params = parse_json(call.params, "params").value();
  const std::uint64_t from = quantity(params[0], "fromBlock");
  const std::uint64_t to = quantity(params[0], "toBlock");
  asked_ranges.emplace_back(from, to);
  if (auto error = refuse ? refuse(from, to) : std::nullopt) return from_error(std::move(*error));
  std::string list;
  for (const FakeLog& log : logs) {
    const bool wanted = !filters || passes(params[0], log);
    if (log.block >= from && log.block <= to && wanted) list += (list.empty() ? "" : ",") + log.json();
  }
  return from_json("[" + list + "]");
}

net::RpcAnswer FakeNode::answer_to(const net::RpcCall& call) {
  if (auto text = answer ? answer(call) : std::nullopt) return from_json(*text);
  if (call.method == "eth_chainId") return from_json('"' + collectors::evm::to_quantity(chain_id) + '"');
  if (call.method == "eth_getBlockByNumber") return from_json(block(call));
  if (call.method == "eth_getLogs") return answer_logs(call);
  return from_error({-32601, "the method does not exist", ""});
}

awaitable<Result<std::vector<net::RpcAnswer>>> FakeNode::batch(std::vector<net::RpcCall> calls) {
  std::vector<net::RpcAnswer> answers;
  most_under_way = std::max(most_under_way, ++under_way);
  const int wait = turns ? turns(calls.front()) : 0;
  for (int i = 0; i < wait; ++i) co_await boost::asio::post(boost::asio::use_awaitable);
  --under_way;
  for (const net::RpcCall& call : calls) {
    asked.push_back(call);
    if (auto failure = fail ? fail(call) : std::nullopt) co_return *failure;
    answers.push_back(answer_to(call));
  }
  co_return answers;
}

awaitable<Result<void>> MemorySink::accept(NameBatch batch) {
  if (refuse) co_return *refuse;
  stored.ranges = {batch.position};
  batches.push_back(std::move(batch));
  co_return Result<void>{};
}

awaitable<Result<void>> BusySink::accept(NameBatch batch) {
  for (int i = 0; i < 400; ++i) co_await boost::asio::post(boost::asio::use_awaitable);
  co_return co_await MemorySink::accept(std::move(batch));
}

std::vector<NameEvent> MemorySink::events() const {
  std::vector<NameEvent> all;
  for (const NameBatch& batch : batches) all.insert(all.end(), batch.events.begin(), batch.events.end());
  return all;
}

}  // namespace evm_fakes
