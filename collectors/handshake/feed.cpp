#include "collectors/handshake/feed.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/tasks.hpp"

namespace splitroot::collectors::handshake {

using boost::asio::awaitable;

BlockFeed::BlockFeed(Chain& chain, FeedSettings settings)
    : chain_(chain),
      settings_(settings),
      batch_size_(std::max<std::size_t>(std::min(settings.most_blocks, settings.first_blocks), 1)) {}

awaitable<Result<void>> BlockFeed::run(std::uint64_t first, std::uint64_t last, BlockTaker& taker) {
  next_ = turn_ = first;
  failure_.reset();
  boost::asio::steady_timer turned{co_await boost::asio::this_coro::executor,
                                   boost::asio::steady_timer::time_point::max()};
  std::vector<awaitable<void>> lanes;
  for (std::size_t i = 0; i < settings_.lanes; ++i) lanes.push_back(lane(last, taker, turned));
  co_await net::run_tasks(std::move(lanes), settings_.lanes, std::nullopt);
  if (failure_) co_return *failure_;
  co_return Result<void>{};
}

awaitable<void> BlockFeed::lane(std::uint64_t last, BlockTaker& taker, boost::asio::steady_timer& turned) {
  while (!failure_ && next_ <= last) {
    const std::uint64_t first = next_;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(batch_size_, last - first + 1));
    next_ += count;
    const auto served = co_await serve(first, count, taker, turned);
    if (!served && !failure_) failure_ = served.error();
    turned.cancel();
  }
}

/// Fetches a claimed range, in more than one answer where one would be too large, and hands each on in its
/// turn.
awaitable<Result<void>> BlockFeed::serve(std::uint64_t first, std::size_t count, BlockTaker& taker,
                                         boost::asio::steady_timer& turned) {
  while (count > 0 && !failure_) {
    auto blocks = co_await fetch(first, count);
    while (turn_ != first && !failure_)
      co_await turned.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
    if (failure_) break;
    if (!blocks) co_return blocks.error();
    const std::size_t got = blocks->blocks.size();
    adapt(*blocks);
    auto taken = co_await taker.take(std::move(*blocks));
    if (!taken) co_return taken.error();
    first += got;
    count -= got;
    turn_ = first;
    turned.cancel();
  }
  co_return Result<void>{};
}

/// An answer that is too large fails like any other: one block alone is the second try.
awaitable<Result<RawBlocks>> BlockFeed::fetch(std::uint64_t first, std::size_t count) {
  auto blocks = co_await chain_.blocks(first, count);
  if (!blocks && count > 1) {
    batch_size_ = std::max<std::size_t>(count / 4, 1);
    blocks = co_await chain_.blocks(first, 1);
  }
  co_return blocks;
}

/// As many blocks next time as fill a request at the size of these, at most twice as many.
void BlockFeed::adapt(const RawBlocks& blocks) {
  const std::size_t octets = std::max<std::size_t>(blocks.octets(), 1);
  const std::size_t fitting = blocks.blocks.size() * settings_.octets / octets;
  const std::size_t most = std::min(std::max(batch_size_, blocks.blocks.size()) * 2, settings_.most_blocks);
  batch_size_ = std::clamp<std::size_t>(fitting, 1, std::max<std::size_t>(most, 1));
}

}  // namespace splitroot::collectors::handshake
