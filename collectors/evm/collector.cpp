#include "collectors/evm/collector.hpp"

#include "collectors/evm/batch_queue.hpp"
#include "collectors/evm/window_stream.hpp"
#include "core/failpoint.hpp"
#include "core/hex.hpp"
#include "core/log.hpp"
#include "net/tasks.hpp"

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

/// Reads to the end of the stream into the queue, and closes it.
awaitable<void> feed(WindowStream& stream, std::uint64_t from, std::uint64_t to, WindowStream::Take take,
                     BatchQueue& queue, Result<void>& outcome) {
  outcome = co_await stream.run(from, to, std::move(take));
  queue.close();
}

class EvmCollector : public Collector {
 public:
  EvmCollector(RegistryDescription registry, std::vector<net::RpcClient*> endpoints, EvmSettings settings)
      : registry_(std::move(registry)),
        settings_(settings),
        endpoints_(registry_, endpoints, WindowSize{settings.window, settings.largest_window}),
        reader_(registry_) {}

  const std::string& source() const override { return registry_.id; }
  std::chrono::seconds interval() const override { return settings_.poll; }
  awaitable<Result<void>> pass(BatchSink& sink) override;

 private:
  awaitable<Result<void>> read_all(BatchSink& sink);
  awaitable<Result<Heads>> heads();
  awaitable<Result<BlockHeader>> header(std::uint64_t number);
  awaitable<Result<void>> check_still_there(BlockRange position);
  awaitable<Result<std::uint64_t>> block_of_last_month(BlockHeader head);
  awaitable<Result<Start>> first_start(BlockHeader head);
  awaitable<Result<Start>> start(BatchSink& sink, BlockHeader head);
  awaitable<Result<void>> read(BatchSink& sink, Start start, std::uint64_t last);
  NameBatch to_batch(const Fetched& fetched, const Start& start) const;
  std::vector<NameEvent> fixed_tlds(const Start& start) const;
  awaitable<void> report(BatchSink& sink);
  awaitable<void> report_now_and_then(BatchSink& sink);
  Error error(std::string_view what, bool retry = false) const {
    return source_error(registry_.id + ": " + std::string{what}, retry);
  }

  RegistryDescription registry_;
  EvmSettings settings_;
  EndpointSet endpoints_;
  WindowReader reader_;
  SourceReport report_;
  std::chrono::steady_clock::time_point reported_ = std::chrono::steady_clock::time_point::min();
};

awaitable<Result<Heads>> EvmCollector::heads() {
  auto ask = [](Endpoint& endpoint) -> awaitable<Result<Heads>> {
    auto heads = co_await endpoint.chain().heads();
    if (heads) endpoint.saw(heads->latest.number);
    co_return heads;
  };
  co_return co_await endpoints_.first_answer(ask);
}

awaitable<Result<BlockHeader>> EvmCollector::header(std::uint64_t number) {
  auto ask = [number](Endpoint& endpoint) { return endpoint.chain().header(number); };
  co_return co_await endpoints_.first_answer(ask);
}

awaitable<Result<void>> EvmCollector::check_still_there(BlockRange position) {
  const auto block = co_await header(position.verified);
  if (!block) co_return block.error();
  const std::string hash = to_hex0x(view(block->hash));
  if (hash == position.verified_hash) co_return Result<void>{};
  co_return error(
      "block " + std::to_string(position.verified) + " was final when it was read as " +
      position.verified_hash + ", and the chain now has " + hash +
      " in its place: the chain was reorganised below its final block, or the endpoint follows another "
      "chain. Nothing was changed. Check the endpoints in [source." +
      registry_.id + "]; if the chain itself changed, read it anew into an empty database");
}

awaitable<Result<std::uint64_t>> EvmCollector::block_of_last_month(BlockHeader head) {
  const std::uint64_t sample = std::min(head.number, sample_blocks);
  if (sample == 0) co_return head.number;
  const auto earlier = co_await header(head.number - sample);
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
    co_return error("is to be read from block " + std::to_string(from) +
                        ", but the chain's last final block is " + std::to_string(head.number) +
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

NameBatch EvmCollector::to_batch(const Fetched& fetched, const Start& start) const {
  Window window = reader_.decode(fetched);
  NameBatch batch;
  batch.source = registry_.id;
  batch.ns = registry_.ns;
  batch.home = registry_.home;
  batch.events = std::move(window.events);
  if (start.first_time && fetched.from == start.range_from) {
    auto tlds = fixed_tlds(start);
    batch.events.insert(batch.events.begin(), std::make_move_iterator(tlds.begin()),
                        std::make_move_iterator(tlds.end()));
  }
  batch.malformed = std::move(window.malformed);
  const std::uint64_t last = fetched.to;
  batch.position = BlockRange{start.range_from, last, last, to_hex0x(view(fetched.last().hash))};
  batch.block_time = fetched.last().time;
  batch.final_to = last;
  return batch;
}

awaitable<Result<void>> EvmCollector::read(BatchSink& sink, Start start, std::uint64_t last) {
  BatchQueue queue{sink, settings_.batch_events, [&] { return report_now_and_then(sink); }};
  WindowStream stream{endpoints_, reader_, StreamBounds{.windows = settings_.in_flight},
                      WindowStream::Direction::up};
  auto take = [&](Fetched fetched) -> awaitable<Result<void>> {
    failpoint("after-fetch");
    report_.fetched = fetched.to;
    return queue.put(to_batch(fetched, start));
  };
  Result<void> outcome;
  std::vector<awaitable<void>> tasks;
  tasks.push_back(feed(stream, start.next, last, take, queue, outcome));
  tasks.push_back(queue.drain());
  co_await net::run_tasks(std::move(tasks), 2, std::nullopt);
  co_return queue.outcome() ? outcome : queue.outcome();
}

awaitable<void> EvmCollector::report(BatchSink& sink) {
  report_.source = registry_.id;
  report_.endpoints = endpoints_.health();
  reported_ = std::chrono::steady_clock::now();
  co_await sink.report(report_);
}

awaitable<void> EvmCollector::report_now_and_then(BatchSink& sink) {
  if (std::chrono::steady_clock::now() >= reported_ + settings_.report_every) co_await report(sink);
}

awaitable<Result<void>> EvmCollector::read_all(BatchSink& sink) {
  const auto admitted = co_await endpoints_.admit();
  if (!admitted) co_return admitted.error();
  const auto heads = co_await this->heads();
  if (!heads) co_return heads.error();
  report_.head = BlockMark{heads->latest.number, to_hex0x(view(heads->latest.hash)), heads->latest.time};
  report_.final_to = heads->final.number;
  const auto begin = co_await start(sink, heads->final);
  if (!begin) co_return begin.error();
  const std::uint64_t last = std::min(heads->final.number, settings_.to.value_or(heads->final.number));
  co_return co_await read(sink, *begin, last);
}

awaitable<Result<void>> EvmCollector::pass(BatchSink& sink) {
  auto outcome = co_await read_all(sink);
  co_await report(sink);
  co_return outcome;
}

}  // namespace
}  // namespace splitroot::collectors::evm

namespace splitroot::collectors {

std::unique_ptr<Collector> make_evm_collector(RegistryDescription registry,
                                              std::vector<net::RpcClient*> endpoints, EvmSettings settings) {
  return std::make_unique<evm::EvmCollector>(std::move(registry), std::move(endpoints), settings);
}

}  // namespace splitroot::collectors
