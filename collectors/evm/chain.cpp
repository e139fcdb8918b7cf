#include "collectors/evm/chain.hpp"

#include <utility>

#include "collectors/evm/log_text.hpp"
#include "core/hex.hpp"
#include "core/json.hpp"
#include "core/log.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

std::string block_params(std::string_view block) { return "[\"" + std::string{block} + "\",false]"; }

std::optional<BlockHeader> parse_header(const rapidjson::Value& value) {
  const auto number = string_member(value, "number");
  const auto hash = string_member(value, "hash");
  const auto time = string_member(value, "timestamp");
  if (!number || !hash || !time) return std::nullopt;
  const auto number_value = parse_quantity(*number);
  const auto hash_value = parse_hash(*hash);
  const auto seconds = parse_quantity(*time);
  if (!number_value || !hash_value || !seconds) return std::nullopt;
  BlockHeader header;
  header.number = *number_value;
  header.hash = *hash_value;
  header.time = from_unix(*seconds).value_or(Timestamp{});
  if (const auto parent = string_member(value, "parentHash")) header.parent = parse_hash(*parent);
  if (const auto root = string_member(value, "receiptsRoot")) header.receipts_root = parse_hash(*root);
  if (const auto bloom = string_member(value, "logsBloom")) header.bloom = parse_bloom(*bloom);
  return header;
}

}  // namespace

Error Chain::error(std::string_view what, bool retry) const {
  return source_error(rpc_.name() + ": " + std::string{what}, retry);
}

Error Chain::error(const net::RpcError& refused, std::string_view method) const {
  return error(std::string{method} + " was refused: " + refused.message + " (code " +
               std::to_string(refused.code) + ")");
}

awaitable<Result<std::vector<net::RpcAnswer>>> Chain::ask_all(std::vector<net::RpcCall> calls) {
  const std::size_t asked = calls.size();
  auto answers = co_await rpc_.batch(std::move(calls));
  if (answers && answers->size() != asked) {
    co_return error("answered " + std::to_string(answers->size()) + " of " + std::to_string(asked) +
                    " calls");
  }
  co_return answers;
}

awaitable<Result<net::RpcAnswer>> Chain::ask(std::string method, std::string params) {
  std::vector<net::RpcCall> calls;
  calls.push_back(net::RpcCall{std::move(method), std::move(params)});
  auto answers = co_await ask_all(std::move(calls));
  if (!answers) co_return answers.error();
  co_return std::move(answers->front());
}

awaitable<Result<std::uint64_t>> Chain::chain_id() {
  const auto answer = co_await ask("eth_chainId", "[]");
  if (!answer) co_return answer.error();
  if (answer->error) co_return error(*answer->error, "eth_chainId");
  const auto id = answer->result->IsString() ? parse_quantity(text_of(*answer->result)) : std::nullopt;
  if (!id)
    co_return error("eth_chainId was not answered with a number: is this an Ethereum JSON-RPC endpoint?",
                    false);
  co_return *id;
}

Result<BlockHeader> Chain::read_header(const net::RpcAnswer& answer,
                                       std::optional<std::uint64_t> number) const {
  const std::string wanted = number ? "block " + std::to_string(*number) : "the latest block";
  if (answer.error) return error(*answer.error, "eth_getBlockByNumber");
  if (answer.result->IsNull())
    return error("does not know " + wanted + ": it lags behind, or is of another chain");
  const auto header = parse_header(*answer.result);
  if (!header) return error(wanted + " came without number, hash or timestamp");
  if (number && header->number != *number) {
    return error("asked for " + wanted + ", it gave block " + std::to_string(header->number));
  }
  return *header;
}

awaitable<Result<BlockHeader>> Chain::latest() {
  const auto answer = co_await ask("eth_getBlockByNumber", block_params("latest"));
  if (!answer) co_return answer.error();
  co_return read_header(*answer, std::nullopt);
}

awaitable<Result<Heads>> Chain::heads() {
  std::vector<net::RpcCall> calls;
  for (const char* tag : {"latest", "finalized"}) {
    calls.push_back(net::RpcCall{"eth_getBlockByNumber", block_params(tag)});
  }
  const auto answers = co_await ask_all(std::move(calls));
  if (!answers) co_return answers.error();
  const auto latest = read_header(answers->front(), std::nullopt);
  if (!latest) co_return latest.error();
  const net::RpcAnswer& finalized = answers->back();
  if (!finalized.error && !finalized.result->IsNull()) {
    const auto block = read_header(finalized, std::nullopt);
    if (!block) co_return block.error();
    co_return Heads{*latest, *block};
  }
  if (!std::exchange(told_of_settling_, true)) {
    log::info(rpc_.name() + " names no finalized block: blocks " + std::to_string(settled_depth) +
              " below its head count as final");
  }
  const auto block = co_await header(latest->number - std::min(latest->number, settled_depth));
  if (!block) co_return block.error();
  co_return Heads{*latest, *block};
}

awaitable<Result<std::vector<BlockHeader>>> Chain::headers(std::vector<std::uint64_t> numbers) {
  std::vector<BlockHeader> headers;
  headers.reserve(numbers.size());
  for (std::size_t done = 0; done < numbers.size(); done = headers.size()) {
    const std::size_t until = std::min(numbers.size(), done + headers_at_once);
    std::vector<net::RpcCall> calls;
    for (std::size_t i = done; i < until; ++i) {
      calls.push_back(net::RpcCall{"eth_getBlockByNumber", block_params(to_quantity(numbers[i]))});
    }
    const auto answers = co_await ask_all(std::move(calls));
    if (!answers) co_return answers.error();
    for (std::size_t i = done; i < until; ++i) {
      const auto header = read_header((*answers)[i - done], numbers[i]);
      if (!header) co_return header.error();
      headers.push_back(*header);
    }
  }
  co_return headers;
}

awaitable<Result<BlockHeader>> Chain::header(std::uint64_t number) {
  std::vector<std::uint64_t> numbers(1, number);
  const auto found = co_await headers(std::move(numbers));
  if (!found) co_return found.error();
  co_return found->front();
}

awaitable<Result<std::vector<std::vector<Log>>>> Chain::logs_each(std::vector<std::string> params) {
  std::vector<net::RpcCall> calls;
  for (std::string& each : params) calls.push_back(net::RpcCall{"eth_getLogs", std::move(each)});
  const auto answers = co_await ask_all(std::move(calls));
  if (!answers) co_return answers.error();
  std::vector<std::vector<Log>> out;
  for (const net::RpcAnswer& answer : *answers) {
    if (answer.error) co_return error(*answer.error, "eth_getLogs");
    auto logs = parse_logs(*answer.result);
    if (!logs) co_return error(logs.error().message);
    out.push_back(std::move(*logs));
  }
  co_return out;
}

awaitable<Result<std::vector<std::vector<Receipt>>>> Chain::receipts(std::vector<BlockHeader> blocks) {
  std::vector<net::RpcCall> calls;
  for (const BlockHeader& block : blocks) {
    calls.push_back(net::RpcCall{"eth_getBlockReceipts", "[\"" + to_hex0x(view(block.hash)) + "\"]"});
  }
  const auto answers = co_await ask_all(std::move(calls));
  if (!answers) co_return answers.error();
  std::vector<std::vector<Receipt>> out;
  for (const net::RpcAnswer& answer : *answers) {
    if (answer.error) co_return error(*answer.error, "eth_getBlockReceipts");
    auto receipts = parse_receipts(*answer.result);
    if (!receipts) co_return error(receipts.error().message);
    out.push_back(std::move(*receipts));
  }
  co_return out;
}

Result<LogsAnswer> Chain::read_logs_answer(const net::RpcAnswer& answer, std::size_t octets) const {
  if (answer.error) {
    if (const auto refusal = range_refusal(*answer.error)) return LogsAnswer{*refusal};
    return error(*answer.error, "eth_getLogs");
  }
  auto logs = parse_logs(*answer.result);
  if (!logs) return error(logs.error().message);
  return LogsAnswer{LogsGiven{std::move(*logs), octets}};
}

awaitable<Result<LogsAnswer>> Chain::logs(std::string params) {
  net::RpcCall call{"eth_getLogs", std::move(params)};
  auto reply = co_await rpc_.raw(std::move(call));
  if (!reply) co_return reply.error();
  auto* text = std::get_if<net::RpcText>(&*reply);
  if (text == nullptr) co_return read_logs_answer(std::get<net::RpcAnswer>(*reply), 0);
  const std::size_t octets = text->size;
  if (auto logs = read_logs(text->result())) co_return LogsAnswer{LogsGiven{std::move(*logs), octets}};
  const auto answer = rpc_.read(std::move(*text));
  if (!answer) co_return answer.error();
  co_return read_logs_answer(*answer, octets);
}

}  // namespace splitroot::collectors::evm
