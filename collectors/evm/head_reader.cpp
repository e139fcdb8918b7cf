#include "collectors/evm/head_reader.hpp"

#include <algorithm>

#include "core/hex.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

/// True when each header names the one before it as its parent, and the first one `below` (where known).
bool linked(const std::vector<BlockHeader>& headers, std::string below) {
  for (const BlockHeader& header : headers) {
    if (!header.parent) return false;
    if (!below.empty() && to_hex0x(view(*header.parent)) != below) return false;
    below = to_hex0x(view(header.hash));
  }
  return true;
}

}  // namespace

awaitable<Result<std::optional<Fetched>>> HeadReader::ask(Endpoint& endpoint, std::uint64_t from,
                                                          std::uint64_t to, std::string below) {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t number = from; number <= to; ++number) numbers.push_back(number);
  auto headers = co_await endpoint.chain().headers(std::move(numbers));
  if (!headers) co_return headers.error();
  if (!linked(*headers, std::move(below))) co_return std::optional<Fetched>{};
  auto answer = co_await reader_.fetch_blocks(endpoint.chain(), std::move(*headers));
  if (!answer) co_return answer.error();
  if (const auto* doubt = std::get_if<Doubt>(&*answer)) {
    co_return source_error(endpoint.name() + ": an eth_getLogs answer cannot be believed: " + doubt->reason +
                               "; nothing of it was taken",
                           true);
  }
  co_return std::optional<Fetched>{std::get<Fetched>(std::move(*answer))};
}

awaitable<Result<std::optional<Fetched>>> HeadReader::read(BatchSink& sink, std::uint64_t from,
                                                           std::uint64_t to, std::string below) {
  to = std::min(to, from + (Chain::headers_at_once - 1));
  Attempts attempts;
  std::optional<CrossChecker::Doubted> doubted;
  while (Endpoint* endpoint = co_await endpoints_.next_with(to, attempts)) {
    auto blocks = co_await ask(*endpoint, from, to, below);
    if (!blocks) {
      endpoint->failed(blocks.error());
      attempts.out(*endpoint, blocks.error());
      continue;
    }
    endpoint->succeeded();
    if (!*blocks) co_return blocks;
    const auto believed = co_await checker_.believes(sink, *endpoint, **blocks, doubted);
    // The blocks are new: another endpoint may not have them yet.
    if (!believed) co_return std::optional<Fetched>{};
    if (*believed) co_return blocks;
    attempts.out(*endpoint,
                 source_error(endpoint->name() + ": what it says of new blocks is contradicted", true));
  }
  if (!doubted) co_return attempts.error();
  auto proved = co_await checker_.prove(std::move(doubted->given), std::move(doubted->blocks));
  if (!proved) co_return proved.error();
  co_return std::optional<Fetched>{std::move(*proved)};
}

}  // namespace splitroot::collectors::evm
