#include "collectors/evm/cross_check.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "collectors/evm/log_compare.hpp"
#include "collectors/evm/receipt.hpp"
#include "core/log.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

constexpr std::size_t most_kept = 1U << 20;
/// Receipts of a busy block are some hundred kilobytes.
constexpr std::size_t receipts_at_once = 8;

constexpr std::array words{
    std::pair{CrossCheck::none, std::string_view{"none"}},
    std::pair{CrossCheck::second_endpoint, std::string_view{"second-endpoint"}},
    std::pair{CrossCheck::receipts_root, std::string_view{"receipts-root"}},
    std::pair{CrossCheck::bloom, std::string_view{"bloom"}},
};

using Found = Result<std::optional<Contradiction>>;

/// The first header whose parent is not the one before it, as a complaint.
std::optional<std::string> broken_link(const std::vector<BlockHeader>& headers) {
  for (std::size_t i = 1; i < headers.size(); ++i) {
    if (headers[i].parent == headers[i - 1].hash) continue;
    return "block " + std::to_string(headers[i].number) + " is not on top of the block below it";
  }
  return std::nullopt;
}

std::vector<std::uint64_t> numbers_from(std::uint64_t from, std::uint64_t to) {
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t number = from; number <= to; ++number) numbers.push_back(number);
  return numbers;
}

}  // namespace

std::optional<CrossCheck> parse_cross_check(std::string_view word) {
  for (const auto& [check, text] : words) {
    if (text == word) return check;
  }
  return std::nullopt;
}

std::string_view to_text(CrossCheck check) {
  return std::find_if(words.begin(), words.end(), [&](const auto& each) { return each.first == check; })
      ->second;
}

Discrepancy CrossChecker::discrepancy(const Fetched& given, const std::vector<std::uint64_t>& blocks,
                                      std::string reason, const Endpoint& endpoint) const {
  Discrepancy out;
  out.source = source_;
  out.from = blocks.empty() ? given.from : blocks.front();
  out.to = blocks.empty() ? given.to : blocks.back();
  out.check = to_text(check_);
  out.reason = std::move(reason);
  out.endpoint = endpoint.name();
  out.answer = to_json(of_blocks(given.logs, blocks), most_kept);
  return out;
}

/// What another endpoint has of the same blocks, in as many windows as it wants.
awaitable<Result<std::vector<Log>>> CrossChecker::same_blocks(Endpoint& second, const Fetched& given) {
  if (given.by_hash) {
    const auto answer = co_await reader_.fetch_blocks(second.chain(), given.headers);
    if (!answer) co_return answer.error();
    if (const auto* doubt = std::get_if<Doubt>(&*answer))
      co_return source_error(second.name() + ": " + doubt->reason, true);
    co_return std::get<Fetched>(*answer).logs;
  }
  std::vector<Log> logs;
  for (std::uint64_t next = given.from; next <= given.to;) {
    const std::uint64_t to = next + std::min(given.to - next, second.window().size() - 1);
    auto answer = co_await reader_.fetch(second.chain(), next, to);
    if (!answer) co_return answer.error();
    if (const auto* doubt = std::get_if<Doubt>(&*answer))
      co_return source_error(second.name() + ": " + doubt->reason, true);
    if (const auto* refusal = std::get_if<RangeRefusal>(&*answer)) {
      if (second.window().refused(to - next + 1, *refusal)) continue;
      co_return source_error(second.name() + ": refuses even the logs of one block");
    }
    auto& fetched = std::get<Fetched>(*answer);
    second.window().answered(to - next + 1, fetched.octets);
    logs.insert(logs.end(), std::make_move_iterator(fetched.logs.begin()),
                std::make_move_iterator(fetched.logs.end()));
    next = to + 1;
  }
  co_return logs;
}

/// One that says the same is enough; where one says something else first, the others are asked as well.
awaitable<Found> CrossChecker::with_second(Endpoint& first, const Fetched& given) {
  Attempts attempts;
  attempts.out(first, source_error(first.name() + ": gave the answer that is to be checked", true));
  std::optional<Contradiction> contradiction;
  while (Endpoint* second = co_await endpoints_.next_with(given.to, attempts)) {
    const auto logs = co_await same_blocks(*second, given);
    if (!logs) {
      second->failed(logs.error());
      attempts.out(*second, logs.error());
      continue;
    }
    second->succeeded();
    attempts.out(*second, source_error(second->name() + ": says something else", true));
    auto blocks = blocks_that_differ(given.logs, *logs);
    if (blocks.empty()) {
      if (contradiction) contradiction->outvoted = true;
      co_return contradiction;
    }
    if (contradiction) continue;
    auto found = discrepancy(given, blocks, first_difference(given.logs, *logs, blocks), first);
    found.other = second->name();
    found.other_answer = to_json(of_blocks(*logs, blocks), most_kept);
    contradiction = Contradiction{std::move(found), std::move(blocks), false};
  }
  if (contradiction) co_return contradiction;
  Error error = attempts.error();
  error.message = "no second endpoint to check against: " + error.message;
  co_return error;
}

awaitable<Result<std::vector<BlockHeader>>> CrossChecker::all_headers(Endpoint& endpoint,
                                                                      const Fetched& given) {
  if (given.by_hash) co_return given.headers;
  auto headers = co_await endpoint.chain().headers(numbers_from(given.from, given.to));
  if (!headers) co_return headers.error();
  if (const auto why = broken_link(*headers)) co_return source_error(endpoint.name() + ": " + *why, true);
  if (headers->back().hash != given.last().hash) {
    co_return source_error(endpoint.name() + ": block " + std::to_string(given.to) + " has changed", true);
  }
  co_return headers;
}

/// The receipts of a block held against its header. The root covers what logs say, not where they stand.
CrossChecker::Proved CrossChecker::proved(const BlockHeader& header,
                                          const std::vector<Receipt>& receipts) const {
  Proved block{header, {}, ""};
  if (receipts_root(receipts) != *header.receipts_root) {
    block.broken = "the receipts of block " + std::to_string(header.number) +
                   " do not have the root that its header names";
  }
  for (const Receipt& receipt : receipts) {
    for (const Log& log : receipt.logs) {
      if (!receipt.in_root || !reader_.filter().wants(log)) continue;
      if (log.block != header.number || log.block_hash != header.hash)
        block.broken =
            "a receipt of block " + std::to_string(header.number) + " holds a log of another block";
      block.logs.push_back(log);
    }
  }
  return block;
}

awaitable<Result<std::vector<CrossChecker::Proved>>> CrossChecker::proved(Endpoint& endpoint,
                                                                          std::vector<BlockHeader> headers) {
  std::vector<Proved> out;
  for (std::size_t done = 0; done < headers.size(); done = out.size()) {
    const std::size_t until = std::min(headers.size(), done + receipts_at_once);
    const std::vector<BlockHeader> some(headers.begin() + static_cast<std::ptrdiff_t>(done),
                                        headers.begin() + static_cast<std::ptrdiff_t>(until));
    auto receipts = co_await endpoint.chain().receipts(some);
    if (!receipts) co_return receipts.error();
    for (std::size_t i = 0; i < some.size(); ++i) {
      if (!some[i].receipts_root) co_return source_error(endpoint.name() + ": headers without receiptsRoot");
      out.push_back(proved(some[i], (*receipts)[i]));
    }
  }
  co_return out;
}

awaitable<Found> CrossChecker::with_receipts(Endpoint& endpoint, const Fetched& given) {
  auto headers = co_await all_headers(endpoint, given);
  if (!headers) co_return headers.error();
  if (check_ == CrossCheck::bloom) {
    for (const BlockHeader& header : *headers) {
      if (!header.bloom) co_return source_error(endpoint.name() + ": headers without logsBloom");
    }
    // A block with logs in the answer is looked at as well: the bloom does not tell one log from two.
    std::erase_if(*headers, [&](const BlockHeader& header) {
      return !reader_.filter().may_be_in(*header.bloom) && of_blocks(given.logs, {header.number}).empty();
    });
  }
  const auto blocks = co_await proved(endpoint, std::move(*headers));
  if (!blocks) co_return blocks.error();
  for (const Proved& block : *blocks) {
    if (block.broken.empty()) continue;
    auto found = discrepancy(given, {block.header.number}, block.broken, endpoint);
    found.other = "receipts";
    found.other_answer = to_json(block.logs, most_kept);
    co_return Contradiction{std::move(found), {block.header.number}, false};
  }
  std::vector<Log> logs;
  for (const Proved& block : *blocks) logs.insert(logs.end(), block.logs.begin(), block.logs.end());
  auto differing = blocks_that_differ(given.logs, logs);
  if (differing.empty()) co_return std::optional<Contradiction>{};
  auto found = discrepancy(given, differing, first_difference(given.logs, logs, differing), endpoint);
  found.other = "receipts of " + endpoint.name();
  found.other_answer = to_json(of_blocks(logs, differing), most_kept);
  co_return Contradiction{std::move(found), std::move(differing), false};
}

awaitable<Found> CrossChecker::check(Endpoint& endpoint, const Fetched& given) {
  if (check_ == CrossCheck::none) co_return std::optional<Contradiction>{};
  if (check_ == CrossCheck::second_endpoint) co_return co_await with_second(endpoint, given);
  co_return co_await with_receipts(endpoint, given);
}

awaitable<Result<bool>> CrossChecker::believes(BatchSink& sink, Endpoint& endpoint, const Fetched& given,
                                               std::optional<Doubted>& doubted) {
  auto found = co_await check(endpoint, given);
  if (!found) {
    if (strict_) co_return found.error();
    if (!std::exchange(warned_, true))
      log::warning(source_ + ": not everything can be checked: " + found.error().message);
    co_return true;
  }
  if (!*found) co_return true;
  const auto kept = co_await sink.report(std::move((*found)->discrepancy));
  if (!kept) co_return kept.error();
  if ((*found)->outvoted) co_return true;
  doubted = Doubted{given, std::move((*found)->blocks)};
  co_return false;
}

awaitable<Result<Fetched>> CrossChecker::prove(Fetched given, std::vector<std::uint64_t> blocks) {
  auto ask = [&](Endpoint& endpoint) -> awaitable<Result<std::vector<Proved>>> {
    auto headers = co_await endpoint.chain().headers(blocks);
    if (!headers) co_return headers.error();
    auto found = co_await proved(endpoint, std::move(*headers));
    if (!found) co_return found.error();
    for (const Proved& block : *found) {
      if (!block.broken.empty()) co_return source_error(endpoint.name() + ": " + block.broken, true);
    }
    co_return found;
  };
  const auto found = co_await endpoints_.first_answer(ask);
  if (!found) co_return found.error();
  std::erase_if(given.logs,
                [&](const Log& log) { return std::binary_search(blocks.begin(), blocks.end(), log.block); });
  for (const Proved& block : *found) {
    given.logs.insert(given.logs.end(), block.logs.begin(), block.logs.end());
    given.headers.push_back(block.header);
  }
  std::sort(given.logs.begin(), given.logs.end(), [](const Log& a, const Log& b) {
    return std::pair{a.block, a.index} < std::pair{b.block, b.index};
  });
  const auto by_number = [](const BlockHeader& a, const BlockHeader& b) { return a.number < b.number; };
  std::stable_sort(given.headers.begin(), given.headers.end(), by_number);
  const auto twice = [](const BlockHeader& a, const BlockHeader& b) { return a.number == b.number; };
  given.headers.erase(std::unique(given.headers.begin(), given.headers.end(), twice), given.headers.end());
  co_return given;
}

}  // namespace splitroot::collectors::evm
