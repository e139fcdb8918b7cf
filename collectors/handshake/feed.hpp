#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <optional>

#include "collectors/handshake/chain.hpp"

namespace splitroot::collectors::handshake {

/// Who takes what a feed has fetched: runs of blocks in chain order, one at a time.
class BlockTaker {
 public:
  virtual ~BlockTaker() = default;
  virtual boost::asio::awaitable<Result<void>> take(RawBlocks blocks) = 0;
};

struct FeedSettings {
  std::size_t lanes = 3;          ///< requests under way at a time
  std::size_t most_blocks = 64;   ///< in one request
  std::size_t first_blocks = 8;   ///< in the first ones, before it is known how large blocks are
  std::size_t octets = 4U << 20;  ///< of blocks that one request aims at
};

/// Fetches a range of blocks, several requests at a time. Memory holds what the lanes hold: each waits with
/// its blocks for its turn, and asks for no more before they are taken.
class BlockFeed {
 public:
  BlockFeed(Chain& chain, FeedSettings settings);

  /// Hands [first, last] to `taker`; returns at the first error, the feed's or the taker's, once nothing is
  /// under way.
  boost::asio::awaitable<Result<void>> run(std::uint64_t first, std::uint64_t last, BlockTaker& taker);

  /// First block that nobody has fetched yet.
  std::uint64_t fetched_to() const { return next_; }

 private:
  boost::asio::awaitable<void> lane(std::uint64_t last, BlockTaker& taker, boost::asio::steady_timer& turned);
  boost::asio::awaitable<Result<void>> serve(std::uint64_t first, std::size_t count, BlockTaker& taker,
                                             boost::asio::steady_timer& turned);
  boost::asio::awaitable<Result<RawBlocks>> fetch(std::uint64_t first, std::size_t count);
  void adapt(const RawBlocks& blocks);

  Chain& chain_;
  FeedSettings settings_;
  std::size_t batch_size_;
  std::uint64_t next_ = 0;  ///< first block no lane has claimed
  std::uint64_t turn_ = 0;  ///< block whose turn it is to be taken
  std::optional<Error> failure_;
};

}  // namespace splitroot::collectors::handshake
