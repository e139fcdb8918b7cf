#include "collectors/evm/collector.hpp"

#include "collectors/evm/chain.hpp"
#include "collectors/evm/window.hpp"
#include "core/failpoint.hpp"
#include "core/hex.hpp"
#include "core/log.hpp"

namespace splitroot::collectors::evm {
namespace {

using boost::asio::awaitable;

constexpr std::chrono::seconds default_history = std::chrono::days{30};
/// Blocks over which the time between two is averaged.
constexpr std::uint64_t sample_blocks = 100'000;

/// Where a pass begins.
struct Start {
  std::uint64_t range_from = 0;  ///< first block of the source's range
  std::uint64_t next = 0;        ///< first block to read
  bool first_time = false;
};

class EvmCollector : public Collector {
 public:
  EvmCollector(RegistryDescription registry, net::RpcClient& rpc, EvmSettings settings)
      : registry_(std::move(registry)),
        settings_(settings),
        chain_(rpc),
        windows_(registry_, chain_, settings.window) {}

  const std::string& source() const override { return registry_.id; }
  std::chrono::seconds interval() const override { return settings_.poll; }
  awaitable<Result<void>> pass(BatchSink& sink) override;

 private:
  awaitable<Result<void>> check_chain();
  awaitable<Result<void>> check_still_there(BlockRange position);
  awaitable<Result<std::uint64_t>> block_of_last_month(BlockHeader head);
  awaitable<Result<Start>> first_start(BlockHeader head);
  awaitable<Result<Start>> start(BatchSink& sink, BlockHeader head);
  awaitable<Result<void>> read(BatchSink& sink, Start start, std::uint64_t last, bool is_final);
  NameBatch to_batch(Window window, const Start& start, bool is_final) const;
  std::vector<NameEvent> fixed_tlds(const Start& start) const;
  Error error(std::string_view what, bool retry = false) const {
    return source_error(registry_.id + ": " + std::string{what}, retry);
  }

  RegistryDescription registry_;
  EvmSettings settings_;
  Chain chain_;
  WindowReader windows_;
};

awaitable<Result<void>> EvmCollector::check_chain() {
  const auto id = co_await chain_.chain_id();
  if (!id) co_return id.error();
  if (*id == registry_.chain_id) co_return Result<void>{};
  co_return source_error("wrong chain: endpoint " + chain_.name() + " says " + std::to_string(*id) + ", " +
                         registry_.id + " needs " + std::to_string(registry_.chain_id) +
                         ": give an endpoint of " + registry_.chain + " in [source." + registry_.id + "]");
}

awaitable<Result<void>> EvmCollector::check_still_there(BlockRange position) {
  const auto block = co_await chain_.header(position.verified);
  if (!block) co_return block.error();
  const std::string hash = to_hex0x(view(block->hash));
  if (hash == position.verified_hash) co_return Result<void>{};
  co_return error(
      "block " + std::to_string(position.verified) + " was final when it was read as " +
      position.verified_hash + ", and " + chain_.name() + " now has " + hash +
      " in its place: the chain was reorganised below its final block, or the endpoint follows another "
      "chain. Nothing was changed. Check the endpoint in [source." +
      registry_.id + "]; if the chain itself changed, read it anew into an empty database");
}

awaitable<Result<std::uint64_t>> EvmCollector::block_of_last_month(BlockHeader head) {
  const std::uint64_t sample = std::min(head.number, sample_blocks);
  if (sample == 0) co_return head.number;
  const auto earlier = co_await chain_.header(head.number - sample);
  if (!earlier) co_return earlier.error();
  const auto elapsed =
      static_cast<std::uint64_t>(std::max<std::int64_t>(1, (head.time - earlier->time).count()));
  const auto seconds = static_cast<std::uint64_t>(default_history.count());
  co_return head.number - std::min(head.number, seconds * sample / elapsed);
}

awaitable<Result<Start>> EvmCollector::first_start(BlockHeader head) {
  std::uint64_t from = settings_.from.value_or(0);
  if (!settings_.from) {
    const auto month = co_await block_of_last_month(head);
    if (!month) co_return month.error();
    from = *month;
  }
  const bool short_chain = settings_.from && head.number < registry_.start_block;
  if (!short_chain) from = std::max(from, registry_.start_block);
  if (from > head.number) {
    co_return error("is to be read from block " + std::to_string(from) + ", but the last final block of " +
                        chain_.name() + " is " + std::to_string(head.number) +
                        ": the node is not synchronised, or "
                        "another chain's",
                    true);
  }
  co_return Start{from, from, true};
}

awaitable<Result<Start>> EvmCollector::start(BatchSink& sink, BlockHeader head) {
  const auto position = co_await sink.position(registry_.id);
  if (!position) co_return position.error();
  if (position->ranges.empty()) co_return co_await first_start(head);
  const BlockRange range = position->ranges.back();
  const auto there = co_await check_still_there(range);
  if (!there) co_return there.error();
  if (settings_.from && *settings_.from < range.from && range.from > registry_.start_block) {
    log::warning(registry_.id + ": has been read from block " + std::to_string(range.from) +
                 " on and goes on from its end; earlier blocks need an empty database");
  }
  co_return Start{range.from, range.verified + 1, false};
}

std::vector<NameEvent> EvmCollector::fixed_tlds(const Start& start) const {
  std::vector<NameEvent> events;
  for (const std::string& tld : registry_.tlds) {
    NameEvent event;
    event.key = namehash(tld);
    event.label = RawLabel{tld};
    event.place = Place{};
    event.status = NameStatus::active;
    event.evidence.chain = registry_.chain;
    event.evidence.block = std::min(registry_.start_block, start.range_from);
    events.push_back(std::move(event));
  }
  return events;
}

NameBatch EvmCollector::to_batch(Window window, const Start& start, bool is_final) const {
  NameBatch batch;
  batch.source = registry_.id;
  batch.ns = registry_.ns;
  batch.events = std::move(window.events);
  if (start.first_time) {
    auto tlds = fixed_tlds(start);
    batch.events.insert(batch.events.begin(), std::make_move_iterator(tlds.begin()),
                        std::make_move_iterator(tlds.end()));
  }
  batch.malformed = std::move(window.malformed);
  const std::uint64_t last = window.last.number;
  batch.position = BlockRange{start.range_from, last, last, to_hex0x(view(window.last.hash))};
  batch.block_time = window.last.time;
  batch.is_final = is_final;
  return batch;
}

awaitable<Result<void>> EvmCollector::read(BatchSink& sink, Start start, std::uint64_t last, bool is_final) {
  while (start.next <= last) {
    auto window = co_await windows_.read(start.next, last);
    if (!window) co_return window.error();
    failpoint("after-fetch");
    const std::uint64_t end = window->last.number;
    NameBatch batch = to_batch(std::move(*window), start, is_final);
    const auto accepted = co_await sink.accept(std::move(batch));
    if (!accepted) co_return accepted.error();
    start = Start{start.range_from, end + 1, false};
  }
  co_return Result<void>{};
}

awaitable<Result<void>> EvmCollector::pass(BatchSink& sink) {
  const auto right_chain = co_await check_chain();
  if (!right_chain) co_return right_chain.error();
  const auto head = co_await chain_.final_head();
  if (!head) co_return head.error();
  const auto begin = co_await start(sink, head->block);
  if (!begin) co_return begin.error();
  const std::uint64_t last = std::min(head->block.number, settings_.to.value_or(head->block.number));
  co_return co_await read(sink, *begin, last, head->by_node);
}

}  // namespace
}  // namespace splitroot::collectors::evm

namespace splitroot::collectors {

std::unique_ptr<Collector> make_evm_collector(RegistryDescription registry, net::RpcClient& rpc,
                                              EvmSettings settings) {
  return std::make_unique<evm::EvmCollector>(std::move(registry), rpc, settings);
}

}  // namespace splitroot::collectors
