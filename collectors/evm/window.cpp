#include "collectors/evm/window.hpp"

#include <algorithm>

#include "collectors/evm/decode.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

/// Failed exchanges in a row that a smaller window is tried for: a node may time out on a large one.
constexpr int most_failures = 3;

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

}  // namespace

Error WindowReader::disbelief(std::string_view why) const {
  return source_error(chain_.name() + ": an eth_getLogs answer cannot be believed: " + std::string{why} +
                          "; nothing of it was taken",
                      true);
}

awaitable<Result<WindowReader::Fetched>> WindowReader::fetch(std::uint64_t from, std::uint64_t last) {
  for (int failures = 0;;) {
    const std::uint64_t to = from + std::min(last - from, size_.size() - 1);
    const std::uint64_t asked = to - from + 1;
    auto answer = co_await chain_.logs(filter_.params(from, to));
    if (!answer) {
      const bool smaller =
          answer.error().retry && ++failures <= most_failures && size_.refused(asked, RangeRefusal{});
      if (!smaller) co_return answer.error();
    } else if (const auto* refusal = std::get_if<RangeRefusal>(&*answer)) {
      if (size_.refused(asked, *refusal)) continue;
      co_return source_error(chain_.name() + ": refuses even the logs of one block, " + std::to_string(from) +
                             ": give another endpoint in [source." + registry_.id + "]");
    } else {
      size_.answered();
      Fetched fetched{std::move(std::get<std::vector<Log>>(*answer)), to};
      if (const auto why = filter_.doubt(fetched.logs, from, to)) co_return disbelief(*why);
      co_return fetched;
    }
  }
}

Result<Window> WindowReader::decode(const std::vector<Log>& logs,
                                    const std::vector<BlockHeader>& headers) const {
  Window window;
  window.events.reserve(logs.size());
  window.last = headers.back();
  for (const Log& log : logs) {
    const BlockHeader* header = find_header(headers, log.block);
    if (header != nullptr && header->hash != log.block_hash) {
      return disbelief("block " + std::to_string(log.block) + " has another hash than its logs say");
    }
    const Contract* contract = registry_.find(log.address);
    const EventRule* rule = contract == nullptr ? nullptr : find_event(*contract, log.topic[0]);
    if (rule == nullptr) continue;
    const Timestamp time =
        header != nullptr ? header->time : from_unix(*log.block_time).value_or(Timestamp{});
    Decoded decoded = decode_log(registry_, *rule, log, time);
    if (auto* event = std::get_if<NameEvent>(&decoded)) window.events.push_back(std::move(*event));
    if (auto* bad = std::get_if<Malformed>(&decoded)) window.malformed.push_back(std::move(*bad));
  }
  return window;
}

awaitable<Result<Window>> WindowReader::read(std::uint64_t from, std::uint64_t last) {
  const auto fetched = co_await fetch(from, last);
  if (!fetched) co_return fetched.error();
  const auto headers = co_await chain_.headers(headers_needed(fetched->logs, fetched->to));
  if (!headers) co_return headers.error();
  co_return decode(fetched->logs, *headers);
}

}  // namespace splitroot::collectors::evm
