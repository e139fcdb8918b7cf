#include "collectors/evm/window.hpp"

#include <algorithm>

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

const BlockHeader* find_header(const std::vector<BlockHeader>& headers, std::uint64_t number) {
  const auto found =
      std::lower_bound(headers.begin(), headers.end(), number,
                       [](const BlockHeader& header, std::uint64_t n) { return header.number < n; });
  return found != headers.end() && found->number == number ? &*found : nullptr;
}

/// Block `to`, and every block whose logs do not say its time; in their order.
std::vector<std::uint64_t> headers_needed(const std::vector<Log>& logs, std::uint64_t to) {
  std::vector<std::uint64_t> numbers;
  for (const Log& log : logs) {
    if (!log.block_time && (numbers.empty() || numbers.back() != log.block)) numbers.push_back(log.block);
  }
  if (numbers.empty() || numbers.back() != to) numbers.push_back(to);
  return numbers;
}

/// The block whose logs name another hash than its header, or each other; nullopt when all agree.
std::optional<std::uint64_t> contradicted_block(const Fetched& fetched) {
  const Log* before = nullptr;
  for (const Log& log : fetched.logs) {
    const BlockHeader* header = find_header(fetched.headers, log.block);
    if (header != nullptr && header->hash != log.block_hash) return log.block;
    if (before != nullptr && before->block == log.block && before->block_hash != log.block_hash)
      return log.block;
    before = &log;
  }
  return std::nullopt;
}

}  // namespace

awaitable<Result<WindowAnswer>> WindowReader::fetch(Chain& chain, std::uint64_t from,
                                                    std::uint64_t to) const {
  Fetched fetched{from, to, {}, {}, 0, false};
  for (std::string& params : filter_.params(from, to)) {
    auto answer = co_await chain.logs(std::move(params));
    if (!answer) co_return answer.error();
    if (const auto* refusal = std::get_if<RangeRefusal>(&*answer)) co_return WindowAnswer{*refusal};
    auto& given = std::get<LogsGiven>(*answer);
    if (const auto why = filter_.doubt(given.logs, from, to)) co_return WindowAnswer{Doubt{*why}};
    fetched.octets += given.octets;
    merge_logs(fetched.logs, std::move(given.logs));
  }
  // After the logs, and of the same node: one that does not have block `to` yet cannot have given its logs.
  auto headers = co_await chain.headers(headers_needed(fetched.logs, to));
  if (!headers) co_return headers.error();
  fetched.headers = std::move(*headers);
  if (const auto block = contradicted_block(fetched)) {
    co_return WindowAnswer{Doubt{"block " + std::to_string(*block) + " has another hash than its logs say"}};
  }
  co_return WindowAnswer{std::move(fetched)};
}

awaitable<Result<WindowAnswer>> WindowReader::fetch_blocks(Chain& chain,
                                                           std::vector<BlockHeader> headers) const {
  std::vector<std::string> params;
  for (const BlockHeader& header : headers) {
    for (std::string& question : filter_.params(header.hash)) params.push_back(std::move(question));
  }
  const std::size_t questions = params.size() / headers.size();
  auto answers = co_await chain.logs_each(std::move(params));
  if (!answers) co_return answers.error();
  Fetched fetched{headers.front().number, headers.back().number, {}, {}, 0, true};
  for (std::size_t i = 0; i < answers->size(); ++i) {
    auto& logs = (*answers)[i];
    const std::uint64_t number = headers[i / questions].number;
    if (const auto why = filter_.doubt(logs, number, number)) co_return WindowAnswer{Doubt{*why}};
    merge_logs(fetched.logs, std::move(logs));
  }
  fetched.headers = std::move(headers);
  if (const auto block = contradicted_block(fetched)) {
    co_return WindowAnswer{Doubt{"block " + std::to_string(*block) + " has another hash than its logs say"}};
  }
  co_return WindowAnswer{std::move(fetched)};
}

Window WindowReader::decode(const Fetched& fetched) {
  Window window;
  window.events.reserve(fetched.logs.size());
  for (const Log& log : fetched.logs) {
    const BlockHeader* header = find_header(fetched.headers, log.block);
    const Timestamp time =
        header != nullptr ? header->time : from_unix(log.block_time.value_or(0)).value_or(Timestamp{});
    decoder_.read(log, time, window);
  }
  return window;
}

}  // namespace splitroot::collectors::evm
