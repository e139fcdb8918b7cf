#include "collectors/evm/chain.hpp"

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
  return BlockHeader{*number_value, *hash_value, from_unix(*seconds).value_or(Timestamp{})};
}

}  // namespace

Error Chain::error(std::string_view what, bool retry) const {
  return source_error(rpc_.name() + ": " + std::string{what}, retry);
}

Error Chain::error(const net::RpcError& refused, std::string_view method) const {
  return error(std::string{method} + " was refused: " + refused.message + " (code " +
               std::to_string(refused.code) + ")");
}

awaitable<Result<net::RpcAnswer>> Chain::ask(std::string method, std::string params) {
  std::vector<net::RpcCall> calls;
  calls.push_back(net::RpcCall{std::move(method), std::move(params)});
  auto answers = co_await rpc_.batch(std::move(calls));
  if (!answers) co_return answers.error();
  if (answers->size() != 1) co_return error("one call had " + std::to_string(answers->size()) + " answers");
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

awaitable<Result<BlockHeader>> Chain::settled_head() {
  const auto answer = co_await ask("eth_getBlockByNumber", block_params("latest"));
  if (!answer) co_return answer.error();
  const auto latest = read_header(*answer, std::nullopt);
  if (!latest) co_return latest.error();
  co_return co_await header(latest->number - std::min(latest->number, settled_depth));
}

awaitable<Result<FinalHead>> Chain::final_head() {
  const auto answer = co_await ask("eth_getBlockByNumber", block_params("finalized"));
  if (!answer) co_return answer.error();
  if (!answer->error && !answer->result->IsNull()) {
    const auto block = read_header(*answer, std::nullopt);
    if (!block) co_return block.error();
    co_return FinalHead{*block, true};
  }
  log::info(rpc_.name() + " names no finalized block: reading up to " + std::to_string(settled_depth) +
            " blocks below its head");
  const auto block = co_await settled_head();
  if (!block) co_return block.error();
  co_return FinalHead{*block, false};
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
    const auto answers = co_await rpc_.batch(std::move(calls));
    if (!answers) co_return answers.error();
    if (answers->size() != until - done) co_return error("answered only some of a batch");
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

awaitable<Result<LogsAnswer>> Chain::logs(std::string params) {
  const auto answer = co_await ask("eth_getLogs", std::move(params));
  if (!answer) co_return answer.error();
  if (answer->error) {
    if (const auto refusal = range_refusal(*answer->error)) co_return LogsAnswer{*refusal};
    co_return error(*answer->error, "eth_getLogs");
  }
  auto logs = parse_logs(*answer->result);
  if (!logs) co_return error(logs.error().message);
  co_return LogsAnswer{std::move(*logs)};
}

}  // namespace splitroot::collectors::evm
