#include "collectors/handshake/collector.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>

#include "collectors/handshake/block.hpp"
#include "collectors/handshake/chain.hpp"
#include "collectors/handshake/decode.hpp"
#include "core/display.hpp"
#include "core/failpoint.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {
namespace {

using boost::asio::awaitable;
using namespace boost::asio::experimental::awaitable_operators;

constexpr std::uint64_t thirty_days = 4'320;
/// Octets of blocks that one batch aims at: two batches are in memory at a time, one of them also as JSON.
constexpr std::size_t octets_per_batch = 8U << 20;

const std::string source_name = "hns";

/// What one pass reads: block by block from after `range.verified` up to `last`.
struct Task {
  BlockRange range;        ///< read so far; `verified_hash` empty before the first block
  std::uint64_t next = 0;  ///< height
  std::uint64_t last = 0;
  bool done() const { return next > last; }
};

class HandshakeCollector final : public Collector {
 public:
  HandshakeCollector(net::RpcClient& rpc, HandshakeSettings settings)
      : chain_(rpc, settings.network), settings_(settings), batch_size_(most_blocks()) {}

  const std::string& source() const override { return source_name; }
  std::chrono::seconds interval() const override { return settings_.poll; }

  awaitable<Result<void>> pass(BatchSink& sink) override {
    const auto head = co_await chain_.head();
    if (!head) co_return head.error();
    auto task = co_await plan(sink, *head);
    if (!task) co_return task.error();
    if (task->done()) co_return Result<void>{};
    auto batch = co_await read(*task);
    while (batch && !task->done()) {
      failpoint("after-fetch");
      // The node sends the next blocks while the sink takes these.
      auto taking = sink.accept(std::move(*batch));
      auto reading = read(*task);
      auto [taken, following] = co_await (std::move(taking) && std::move(reading));
      if (!taken) co_return taken.error();
      batch = std::move(following);
    }
    if (!batch) co_return batch.error();
    failpoint("after-fetch");
    co_return co_await sink.accept(std::move(*batch));
  }

 private:
  std::size_t most_blocks() const { return std::max<std::size_t>(settings_.blocks_per_batch, 1); }

  /// What is final and not yet read.
  awaitable<Result<Task>> plan(BatchSink& sink, std::uint64_t head) {
    const std::uint64_t depth = settings_.confirmations.value_or(settings_.network.confirmations);
    Task task;
    if (head < depth) co_return Task{{}, 1, 0};
    task.last = std::min(head - depth, settings_.to.value_or(head));
    const auto position = co_await sink.position(source_name);
    if (!position) co_return position.error();
    if (position->ranges.empty()) {
      task.next = settings_.from.value_or(task.last - std::min(task.last, thirty_days));
      task.range.from = task.next;
      co_return task;
    }
    task.range = position->ranges.back();
    task.next = task.range.verified + 1;
    auto resumed = co_await check(task.range, head);
    if (!resumed) co_return resumed.error();
    co_return task;
  }

  /// That the chain still holds the block at which reading stopped.
  awaitable<Result<void>> check(BlockRange range, std::uint64_t head) {
    if (settings_.from && *settings_.from < range.from)
      co_return usage_error(
          fmt::format("hns: from = {} lies before block {}, where reading began; earlier blocks can only "
                      "be read into a new database",
                      *settings_.from, range.from));
    if (head < range.verified)
      co_return source_error(
          fmt::format("hns: {} is at block {}, below {} where reading stopped: wait until it has "
                      "synced",
                      chain_.node(), head, range.verified),
          true);
    const auto hash = co_await chain_.hash_at(range.verified);
    if (!hash) co_return hash.error();
    if (*hash == range.verified_hash) co_return Result<void>{};
    co_return source_error(fmt::format(
        "hns: block {} on {} is {}, but {} was read: the chain was reorganised below what was taken as "
        "final. "
        "Nothing more is read. Set more `confirmations` under [source.hns] and collect into a new database",
        range.verified, chain_.node(), display_text(*hash), range.verified_hash));
  }

  /// The next batch; moves the task on.
  awaitable<Result<NameBatch>> read(Task& task) {
    const std::uint64_t left = task.last - task.next + 1;
    auto raw =
        co_await fetch(task.next, static_cast<std::size_t>(std::min<std::uint64_t>(left, batch_size_)));
    if (!raw) co_return raw.error();
    adapt(*raw);
    co_return decode(*raw, task);
  }

  /// An answer that is too large fails like any other: one block alone is the second try.
  awaitable<Result<handshake::RawBlocks>> fetch(std::uint64_t first, std::size_t count) {
    auto raw = co_await chain_.blocks(first, count);
    if (!raw && count > 1) raw = co_await chain_.blocks(first, 1);
    co_return raw;
  }

  /// As many blocks next time as fill a batch at the size of these, at most twice as many.
  void adapt(const handshake::RawBlocks& raw) {
    const std::size_t fitting = raw.blocks.size() * octets_per_batch / std::max<std::size_t>(raw.octets(), 1);
    batch_size_ = std::clamp<std::size_t>(fitting, 1, std::min(raw.blocks.size() * 2, most_blocks()));
  }

  Result<NameBatch> decode(const handshake::RawBlocks& raw, Task& task) {
    handshake::Decoded decoded;
    NameBatch batch;
    for (const auto& octets : raw.blocks) {
      const auto block = handshake::parse_block(octets);
      if (!block) return at(task.next, block.error().message);
      const auto time = from_unix(block->time);
      if (!time) return at(task.next, "its time leaves the calendar");
      if (!follows(task, *block)) return reorganised(task.next);
      handshake::decode_block(*block, task.next, *time, settings_.network.address_prefix, decoded);
      task.range.verified = task.range.fetched = task.next++;
      task.range.verified_hash = to_hex(view(block->hash));
      batch.block_time = *time;
    }
    if (task.range.verified_hash != raw.last_hash) return reorganised(task.range.verified);
    batch.source = batch.ns = source_name;
    batch.events = std::move(decoded.events);
    batch.malformed = std::move(decoded.malformed);
    batch.position = task.range;
    return batch;
  }

  static bool follows(const Task& task, const handshake::Block& block) {
    return task.range.verified_hash.empty() || task.range.verified_hash == to_hex(view(block.previous));
  }

  Error at(std::uint64_t height, std::string_view what) const {
    return source_error(fmt::format("hns: block {} from {}: {}", height, chain_.node(), what));
  }

  Error reorganised(std::uint64_t height) const {
    return source_error(
        fmt::format("hns: block {} from {} does not belong to the blocks read before: the chain was "
                    "reorganised meanwhile; the next pass reads it again",
                    height, chain_.node()),
        true);
  }

  handshake::Chain chain_;
  HandshakeSettings settings_;
  std::size_t batch_size_;
};

}  // namespace

std::unique_ptr<Collector> make_handshake_collector(net::RpcClient& rpc, HandshakeSettings settings) {
  return std::make_unique<HandshakeCollector>(rpc, settings);
}

}  // namespace splitroot::collectors
