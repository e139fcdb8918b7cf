#pragma once
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "collectors/handshake/decode.hpp"
#include "collectors/handshake/feed.hpp"
#include "collectors/handshake/fold.hpp"
#include "collectors/handshake/plan.hpp"
#include "collectors/handshake/seen_keys.hpp"
#include "core/ports/batch_sink.hpp"

namespace splitroot::collectors::handshake {

struct DecodedBlock {
  BlockMark mark;
  Decoded decoded;
};

/// Blocks that have been decoded and wait to be folded.
struct Pending {
  std::vector<DecodedBlock> blocks;
  std::size_t touches = 0;

  void append(Pending later);
  /// Takes out the blocks up to `block`.
  Pending split_off(std::uint64_t block);
};

/// Blocks whose names have been folded, all final or none.
struct Ready {
  std::vector<BlockMark> blocks;
  Folded folded;
  std::vector<Malformed> malformed;
  bool is_final = true;
};

struct ScanSettings {
  Network network;
  FeedSettings feed;
  /// Touches that one merge takes at most (a block more): the more at once, the more of a name's life falls
  /// into one event.
  std::size_t touches = 200'000;
  /// A merge waits so long for them, where blocks come slower.
  std::chrono::milliseconds patience{4'000};
};

/// Carries out a plan, in three steps side by side: blocks are fetched and decoded ahead; what waits is folded
/// into a batch; the batch before is with the sink.
class Scan : public BlockTaker {
 public:
  Scan(Chain& chain, BatchSink& sink, ScanSettings settings, Plan plan);
  ~Scan() override { decoder_.join(); }

  boost::asio::awaitable<Result<void>> run();

  boost::asio::awaitable<Result<void>> take(RawBlocks blocks) override;

  /// The range as it stands in the sink, and the time of its last block.
  const BlockRange& range() const { return plan_.range; }
  Timestamp time() const { return plan_.time; }
  /// Names were met that the sink did not know and nobody has spelled.
  bool met_unspelled() const { return met_unspelled_; }

 private:
  boost::asio::awaitable<void> read();
  boost::asio::awaitable<void> prepare();
  boost::asio::awaitable<void> write();
  boost::asio::awaitable<Result<void>> prepare(Pending pending);
  boost::asio::awaitable<Result<void>> prepare(Pending pending, bool is_final);
  boost::asio::awaitable<Result<void>> send(Ready ready);
  bool may_be_stored(const NameKey& key);
  boost::asio::awaitable<Result<void>> look_up(const Touches& touches);
  boost::asio::awaitable<Result<void>> ask(std::vector<NameKey> keys);
  Result<void> join(Pending decoded, const RawBlocks& raw, const Hash256& previous);
  NameBatch batch(bool is_final);
  bool joins_more() const { return pending_.touches < settings_.touches; }
  void fail(Error error);
  void wake() { changed_->cancel(); }
  boost::asio::awaitable<void> until_changed();
  boost::asio::awaitable<void> until_worth_folding();
  boost::asio::awaitable<void> until_rewound();

  Chain& chain_;
  BatchSink& sink_;
  ScanSettings settings_;
  Plan plan_;
  BlockFeed feed_;
  boost::asio::thread_pool decoder_{1};
  Pending pending_;
  std::optional<Ready> ready_;
  std::string read_hash_;  ///< of the last block read, handed on or not
  bool all_read_ = false;
  bool all_prepared_ = false;
  bool writing_ = false;
  bool refused_ = false;
  std::optional<Error> failure_;
  std::unique_ptr<boost::asio::steady_timer> changed_;
  StatesByName states_;
  std::unique_ptr<SeenKeys> seen_;  ///< null where the store has to be asked for every key
  bool met_unspelled_ = false;
};

}  // namespace splitroot::collectors::handshake
