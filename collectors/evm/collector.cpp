#include "collectors/evm/collector.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "collectors/evm/footing.hpp"
#include "collectors/evm/head_reader.hpp"
#include "collectors/evm/range_reading.hpp"
#include "core/failpoint.hpp"
#include "core/hex.hpp"
#include "core/log.hpp"

namespace splitroot::collectors::evm {
namespace {

using boost::asio::awaitable;
using Clock = std::chrono::steady_clock;

/// How often a chain may change between looking at it and reading it before that is left to the next pass.
constexpr int most_changes = 3;

BlockMark mark_of(const BlockHeader& header) {
  return {header.number, to_hex0x(view(header.hash)), header.time};
}

/// Where there is a second endpoint and nothing else is asked for, answers are held against its.
CrossCheck check_of(const EvmSettings& settings, std::size_t endpoints) {
  return settings.cross_check.value_or(endpoints > 1 ? CrossCheck::second_endpoint : CrossCheck::none);
}

/// Contracts found on chain are known to what comes after their announcement: such a registry is read upwards
/// from where reading should begin.
EvmSettings for_reading(const RegistryDescription& registry, EvmSettings settings) {
  if (!registry.follows_contracts()) return settings;
  settings.from = settings.down_to.value_or(settings.from.value_or(registry.start_block));
  settings.down_to.reset();
  return settings;
}

class EvmCollector : public Collector {
 public:
  EvmCollector(RegistryDescription registry, std::vector<net::RpcClient*> endpoints, EvmSettings settings)
      : registry_(std::move(registry)),
        settings_(for_reading(registry_, settings)),
        endpoints_(registry_, endpoints, WindowSize{settings.window, settings.largest_window}),
        reader_(registry_),
        footings_(registry_, endpoints_, settings_.from),
        checker_(registry_.id, endpoints_, reader_, check_of(settings, endpoints.size()),
                 settings.cross_check.has_value()),
        head_reader_(endpoints_, reader_, checker_) {}

  const std::string& source() const override { return registry_.id; }
  std::chrono::seconds interval() const override {
    return more_below_ ? std::chrono::seconds{0} : settings_.poll;
  }
  awaitable<Result<void>> pass(BatchSink& sink) override;

 private:
  /// What a pass upwards reads: final blocks up to `final_to`, those above it as provisional ones.
  struct Upwards {
    Footing footing;
    std::uint64_t final_to = 0;
    std::uint64_t top = 0;
    std::optional<std::uint64_t> settle;  ///< blocks up to here are final now; told with the next batch
  };

  awaitable<Result<void>> read_all(BatchSink& sink);
  Upwards plan(Footing footing, const ChainPosition& position, const Heads& heads) const;
  /// True: all is read; false: the chain changed meanwhile.
  awaitable<Result<bool>> read_up(BatchSink& sink);
  awaitable<Result<void>> read_final(BatchSink& sink, Upwards& task);
  awaitable<Result<bool>> read_provisional(BatchSink& sink, Upwards& task);
  awaitable<Result<void>> settle(BatchSink& sink, const Upwards& task, const ChainPosition& position);
  awaitable<Result<void>> read_down(BatchSink& sink);
  RangeReading reading(BatchSink& sink);
  NameBatch batch_of(const Fetched& fetched, std::uint64_t from);
  NameBatch next_up(const Fetched& fetched, Upwards& task);
  awaitable<Result<void>> find_contracts(BatchSink& sink);
  std::vector<NameEvent> fixed_tlds(const Fetched& first) const;
  awaitable<void> report(BatchSink& sink);
  awaitable<void> report_now_and_then(BatchSink& sink);

  RegistryDescription registry_;
  EvmSettings settings_;
  EndpointSet endpoints_;
  WindowReader reader_;
  FootingFinder footings_;
  CrossChecker checker_;
  HeadReader head_reader_;
  SourceReport report_;
  Clock::time_point reported_ = Clock::time_point::min();
  bool more_below_ = false;
  bool contracts_known_ = false;  ///< those announced before this process began
};

/// The chain's final block itself is read as a provisional one where any stand above it: it is remembered by
/// its hash then, so that a reorganisation that reaches below it shows.
EvmCollector::Upwards EvmCollector::plan(Footing footing, const ChainPosition& position,
                                         const Heads& heads) const {
  Upwards task;
  const std::uint64_t final = heads.final.number;
  task.top = std::min(heads.latest.number, settings_.to.value_or(heads.latest.number));
  task.final_to = std::max(final, position.ranges.empty() ? 0 : position.final_to);
  // Without a final block to stand on, what is above waits until there is one.
  const bool grounded = final >= footing.next || !position.provisional.empty() || final == 0;
  if (settings_.provisional && grounded && task.top >= final) {
    task.final_to =
        std::max(final - std::min<std::uint64_t>(final, 1), position.ranges.empty() ? 0 : position.final_to);
  } else {
    task.top = std::min(task.top, final);
  }
  if (!position.ranges.empty() && task.final_to > position.final_to) task.settle = task.final_to;
  task.footing = std::move(footing);
  return task;
}

std::vector<NameEvent> EvmCollector::fixed_tlds(const Fetched& first) const {
  std::vector<NameEvent> events;
  for (const std::string& tld : registry_.tlds) {
    NameEvent event;
    event.key = namehash(tld);
    event.label = RawLabel{tld};
    event.place = Place{};
    event.status = NameStatus::active;
    event.evidence.chain = registry_.chain;
    event.evidence.block = first.by_hash ? first.from : std::min(registry_.start_block, first.from);
    events.push_back(std::move(event));
  }
  return events;
}

NameBatch EvmCollector::batch_of(const Fetched& fetched, std::uint64_t from) {
  Window window = reader_.decode(fetched);
  NameBatch batch;
  batch.source = registry_.id;
  batch.ns = registry_.ns;
  batch.home = registry_.home;
  batch.events = std::move(window.events);
  batch.records = std::move(window.records);
  batch.notices = std::move(window.notices);
  batch.malformed = std::move(window.malformed);
  batch.position = BlockRange{from, fetched.to, fetched.to, to_hex0x(view(fetched.last().hash))};
  batch.block_time = fetched.last().time;
  return batch;
}

/// The batch of the blocks that come next, and the task moved on behind them.
NameBatch EvmCollector::next_up(const Fetched& fetched, Upwards& task) {
  Footing& footing = task.footing;
  NameBatch batch = batch_of(fetched, footing.range_from);
  if (std::exchange(footing.first_time, false)) {
    auto tlds = fixed_tlds(fetched);
    batch.events.insert(batch.events.begin(), std::make_move_iterator(tlds.begin()),
                        std::make_move_iterator(tlds.end()));
  }
  batch.rewind_to = std::exchange(footing.rewind_to, std::nullopt);
  footing.next = fetched.to + 1;
  footing.below = batch.position.verified_hash;
  return batch;
}

RangeReading EvmCollector::reading(BatchSink& sink) {
  RangeReading out;
  out.after_accept = [this, &sink] { return report_now_and_then(sink); };
  out.bounds.windows = settings_.in_flight;
  out.batch_events = settings_.batch_events;
  return out;
}

awaitable<Result<void>> EvmCollector::read_final(BatchSink& sink, Upwards& task) {
  const std::uint64_t last = std::min(task.final_to, task.top);
  if (task.footing.next > last) co_return Result<void>{};
  RangeReading reading = this->reading(sink);
  reading.from = task.footing.next;
  reading.to = last;
  reading.to_batch = [&](const Fetched& fetched) {
    report_.fetched = fetched.to;
    NameBatch batch = next_up(fetched, task);
    batch.final_to = fetched.to;
    return batch;
  };
  task.settle.reset();
  co_return co_await read_range(endpoints_, reader_, checker_, sink, std::move(reading));
}

awaitable<Result<bool>> EvmCollector::read_provisional(BatchSink& sink, Upwards& task) {
  while (task.footing.next <= task.top) {
    auto blocks = co_await head_reader_.read(sink, task.footing.next, task.top, task.footing.below);
    if (!blocks) co_return blocks.error();
    if (!*blocks) co_return false;
    failpoint("after-fetch");
    NameBatch batch = next_up(**blocks, task);
    batch.is_final = false;
    batch.final_to = task.final_to;
    for (const BlockHeader& header : (*blocks)->headers) batch.provisional.push_back(mark_of(header));
    task.settle.reset();
    report_.fetched = batch.position.verified;
    const auto accepted = co_await sink.accept(std::move(batch));
    if (!accepted) co_return accepted.error();
    co_await report_now_and_then(sink);
  }
  co_return true;
}

/// Nothing new was read, but some of what was read before is final now.
awaitable<Result<void>> EvmCollector::settle(BatchSink& sink, const Upwards& task,
                                             const ChainPosition& position) {
  const auto& marks = position.provisional;
  if (!task.settle || marks.empty() || marks.front().number > *task.settle) co_return Result<void>{};
  NameBatch batch;
  batch.source = registry_.id;
  batch.ns = registry_.ns;
  batch.home = registry_.home;
  batch.position = position.ranges.back();
  batch.block_time = marks.back().time;
  batch.is_final = false;
  batch.final_to = std::min(*task.settle, marks.back().number);
  co_return co_await sink.accept(std::move(batch));
}

awaitable<Result<bool>> EvmCollector::read_up(BatchSink& sink) {
  auto position = co_await sink.position(registry_.id);
  if (!position) co_return position.error();
  const auto heads = co_await endpoints_.heads(checker_.needs_second());
  if (!heads) co_return heads.error();
  report_.head = mark_of(heads->latest);
  report_.final_to = heads->final.number;
  auto footing = co_await footings_.find(*position, *heads);
  if (!footing) co_return footing.error();
  Upwards task = plan(std::move(*footing), *position, *heads);
  const auto final_read = co_await read_final(sink, task);
  if (!final_read) co_return final_read.error();
  const auto head_read = co_await read_provisional(sink, task);
  if (!head_read || !*head_read) co_return head_read;
  const auto settled = co_await settle(sink, task, *position);
  if (!settled) co_return settled.error();
  co_return true;
}

/// Reads what lies below the range, from the top down, for as long as one poll takes.
awaitable<Result<void>> EvmCollector::read_down(BatchSink& sink) {
  more_below_ = false;
  if (!settings_.down_to) co_return Result<void>{};
  const auto position = co_await sink.position(registry_.id);
  if (!position) co_return position.error();
  if (position->ranges.empty()) co_return Result<void>{};
  const auto& ranges = position->ranges;
  std::uint64_t floor = *settings_.down_to;
  // A chain that was read below the registry's first block is a test's, and shorter than that.
  if (ranges.back().from >= registry_.start_block) floor = std::max(floor, registry_.start_block);
  if (ranges.size() > 1) floor = std::max(floor, ranges[ranges.size() - 2].verified + 1);
  if (ranges.back().from <= floor) co_return Result<void>{};
  RangeReading reading = this->reading(sink);
  reading.from = floor;
  reading.to = ranges.back().from - 1;
  reading.direction = WindowStream::Direction::down;
  reading.until = Clock::now() + settings_.poll;
  reading.to_batch = [&](const Fetched& fetched) {
    NameBatch batch = batch_of(fetched, fetched.from);
    batch.final_to = std::max(position->final_to, fetched.to);
    return batch;
  };
  more_below_ = true;
  co_return co_await read_range(endpoints_, reader_, checker_, sink, std::move(reading));
}

/// Contracts announced in what has been read are not stored: they are asked for once more, and are few.
awaitable<Result<void>> EvmCollector::find_contracts(BatchSink& sink) {
  if (contracts_known_ || !registry_.follows_contracts()) co_return Result<void>{};
  const auto position = co_await sink.position(registry_.id);
  if (!position) co_return position.error();
  contracts_known_ = position->ranges.empty();
  if (contracts_known_) co_return Result<void>{};
  WindowReader announcements{registry_, LogFilter::of_factories(registry_)};
  CrossChecker unchecked{registry_.id, endpoints_, announcements, CrossCheck::none, false};
  WindowStream stream{endpoints_, announcements,        unchecked,
                      sink,       reading(sink).bounds, WindowStream::Direction::up};
  auto take = [&](Fetched fetched) -> awaitable<Result<void>> {
    reader_.decode(fetched);
    co_return Result<void>{};
  };
  const auto& ranges = position->ranges;
  auto outcome = co_await stream.run(ranges.front().from, ranges.back().verified, take);
  contracts_known_ = outcome.has_value();
  co_return outcome;
}

awaitable<void> EvmCollector::report(BatchSink& sink) {
  report_.source = registry_.id;
  report_.endpoints = endpoints_.health();
  reported_ = Clock::now();
  co_await sink.report(report_);
}

awaitable<void> EvmCollector::report_now_and_then(BatchSink& sink) {
  if (Clock::now() >= reported_ + settings_.report_every) co_await report(sink);
}

awaitable<Result<void>> EvmCollector::read_all(BatchSink& sink) {
  const auto admitted = co_await endpoints_.admit();
  if (!admitted) co_return admitted.error();
  const auto found = co_await find_contracts(sink);
  if (!found) co_return found.error();
  do {
    for (int changes = 0; changes < most_changes; ++changes) {
      const auto up = co_await read_up(sink);
      if (!up) co_return up.error();
      if (*up) break;
    }
    const auto down = co_await read_down(sink);
    if (!down) co_return down.error();
  } while (more_below_ && settings_.complete);
  co_return Result<void>{};
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
