#include "collectors/evm/footing.hpp"

#include <algorithm>

#include "core/hex.hpp"
#include "core/log.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

constexpr std::chrono::seconds default_history = std::chrono::days{30};
/// Blocks over which the time between two is averaged.
constexpr std::uint64_t sample_blocks = 100'000;

std::string text_of(const Hash256& hash) { return to_hex0x(view(hash)); }

}  // namespace

awaitable<Result<BlockHeader>> FootingFinder::header(std::uint64_t number) {
  Attempts attempts;
  while (Endpoint* endpoint = co_await endpoints_.next_with(number, attempts)) {
    auto found = co_await endpoint->chain().header(number);
    if (found) {
      endpoint->succeeded();
      co_return found;
    }
    endpoint->failed(found.error());
    attempts.out(*endpoint, found.error());
  }
  co_return attempts.error();
}

awaitable<Result<std::uint64_t>> FootingFinder::block_of_last_month(BlockHeader head) {
  const std::uint64_t sample = std::min(head.number, sample_blocks);
  if (sample == 0) co_return head.number;
  const auto earlier = co_await header(head.number - sample);
  if (!earlier) co_return earlier.error();
  const auto elapsed =
      static_cast<std::uint64_t>(std::max<std::int64_t>(1, (head.time - earlier->time).count()));
  const auto seconds = static_cast<std::uint64_t>(default_history.count());
  co_return head.number - std::min(head.number, seconds * sample / elapsed);
}

awaitable<Result<Footing>> FootingFinder::first(BlockHeader head) {
  std::uint64_t from = from_.value_or(0);
  if (!from_) {
    const auto month = co_await block_of_last_month(head);
    if (!month) co_return month.error();
    from = *month;
  }
  const bool short_chain = from_ && head.number < registry_.start_block;
  if (!short_chain) from = std::max(from, registry_.start_block);
  if (from > head.number) {
    co_return error("is to be read from block " + std::to_string(from) +
                        ", but the chain's last final block is " + std::to_string(head.number) +
                        ": the node is not synchronised, or another chain's",
                    true);
  }
  co_return Footing{from, from, "", std::nullopt, true};
}

Error FootingFinder::below_final(const BlockMark& read, const std::string& now) const {
  return error("block " + std::to_string(read.number) + " was final when it was read as " + read.hash +
               ", and the chain now has " + now +
               " in its place: the chain was reorganised below its final block, or the endpoint follows "
               "another chain. Nothing was changed. Check the endpoints in [source." +
               registry_.id + "]; if the chain itself changed, read it anew into an empty database");
}

awaitable<Result<Footing>> FootingFinder::on_final(BlockRange range, Heads heads) {
  if (range.verified > heads.latest.number) {
    co_return error("its endpoints lag behind: they do not know block " + std::to_string(range.verified) +
                        ", which has been read",
                    true);
  }
  const auto block = co_await header(range.verified);
  if (!block) co_return block.error();
  const std::string now = text_of(block->hash);
  if (now != range.verified_hash)
    co_return below_final(BlockMark{range.verified, range.verified_hash, {}}, now);
  co_return Footing{range.from, range.verified + 1, range.verified_hash, std::nullopt, false};
}

awaitable<Result<Footing>> FootingFinder::on_provisional(ChainPosition position, Heads heads) {
  const BlockRange range = position.ranges.back();
  const auto& marks = position.provisional;
  Footing footing{range.from, range.verified + 1, range.verified_hash, std::nullopt, false};
  bool replaced = false;
  std::string now;
  for (auto mark = marks.rbegin(); mark != marks.rend(); ++mark) {
    if (mark->number > heads.latest.number) continue;
    const auto block = co_await header(mark->number);
    if (!block) co_return block.error();
    now = text_of(block->hash);
    if (now == mark->hash) {
      if (!replaced) co_return footing;
      log::info(registry_.id + ": the chain was reorganised above block " + std::to_string(mark->number));
      co_return Footing{range.from, mark->number + 1, mark->hash, *mark, false};
    }
    replaced = true;
  }
  if (!replaced) co_return footing;
  // The lowest of them was the chain's final block when it was read (Follower), unless that is its first one.
  if (position.final_to > 0) co_return below_final(marks.front(), now);
  const auto genesis = co_await header(0);
  if (!genesis) co_return genesis.error();
  const BlockMark first{0, text_of(genesis->hash), genesis->time};
  co_return Footing{range.from, 1, first.hash, first, false};
}

awaitable<Result<Footing>> FootingFinder::find(ChainPosition position, Heads heads) {
  if (position.ranges.empty()) co_return co_await first(heads.final);
  if (position.provisional.empty()) co_return co_await on_final(position.ranges.back(), heads);
  co_return co_await on_provisional(std::move(position), heads);
}

}  // namespace splitroot::collectors::evm
