#include "collectors/handshake/scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "collectors/handshake/block.hpp"
#include "core/failpoint.hpp"
#include "core/hex.hpp"
#include "net/tasks.hpp"

namespace splitroot::collectors::handshake {
namespace {

using boost::asio::awaitable;

/// States kept from one merge to the next, at most.
constexpr std::size_t most_states = 200'000;
/// Keys that the sink is asked for at a time.
constexpr std::size_t keys_at_once = 20'000;

/// Blocks decoded, and what ties them to those before.
struct Parsed {
  Pending pending;
  Hash256 previous{};  ///< of the first
};

Error in_block(std::uint64_t height, std::string_view what) {
  return source_error(fmt::format("hns: block {}: {}", height, what));
}

Error reorganised(std::uint64_t height) {
  return source_error(
      fmt::format("hns: block {} does not belong to the blocks read before: the chain was reorganised "
                  "meanwhile; the next pass reads it again",
                  height),
      true);
}

Result<void> add(Parsed& parsed, std::string_view octets, std::uint64_t height) {
  const auto block = parse_block(octets);
  if (!block) return in_block(height, block.error().message);
  const auto time = from_unix(block->time);
  if (!time) return in_block(height, "its time leaves the calendar");
  auto& blocks = parsed.pending.blocks;
  if (blocks.empty())
    parsed.previous = block->previous;
  else if (blocks.back().mark.hash != to_hex(view(block->previous)))
    return reorganised(height);
  blocks.push_back({BlockMark{height, to_hex(view(block->hash)), *time}, Decoded{}});
  DecodedBlock& decoded = blocks.back();
  decode_block(*block, static_cast<std::uint32_t>(height), *time, decoded.decoded);
  parsed.pending.touches += decoded.decoded.touches.size();
  return {};
}

awaitable<Result<Parsed>> parse(const RawBlocks& raw) {
  Parsed parsed;
  std::uint64_t height = raw.first;
  for (const auto& octets : raw.blocks)
    if (auto added = add(parsed, octets, height++); !added) co_return added.error();
  if (parsed.pending.blocks.back().mark.hash != raw.last_hash) co_return reorganised(height - 1);
  co_return parsed;
}

awaitable<Folded> fold_all(Touches touches, StatesByName& states, const Folding& folding) {
  co_return fold(touches, states, folding);
}

/// Moves what was decoded to the lists that a batch is made of.
Touches take_apart(Pending pending, Ready& ready) {
  Touches touches;
  touches.reserve(pending.blocks.size());
  for (DecodedBlock& block : pending.blocks) {
    ready.blocks.push_back(std::move(block.mark));
    touches.push_back(std::move(block.decoded.touches));
    std::ranges::move(block.decoded.malformed, std::back_inserter(ready.malformed));
  }
  return touches;
}

}  // namespace

void Pending::append(Pending later) {
  std::ranges::move(later.blocks, std::back_inserter(blocks));
  touches += later.touches;
}

Pending Pending::split_off(std::uint64_t block) {
  Pending out;
  const auto end = std::ranges::find_if(blocks, [&](const auto& one) { return one.mark.number > block; });
  out.blocks.assign(std::make_move_iterator(blocks.begin()), std::make_move_iterator(end));
  blocks.erase(blocks.begin(), end);
  for (const auto& one : out.blocks) out.touches += one.decoded.touches.size();
  touches -= out.touches;
  return out;
}

Scan::Scan(Chain& chain, BatchSink& sink, ScanSettings settings, Plan plan)
    : chain_(chain),
      sink_(sink),
      settings_(settings),
      plan_(std::move(plan)),
      feed_(chain, settings.feed),
      read_hash_(plan_.range.verified_hash),
      seen_(plan_.first_reading ? std::make_unique<SeenKeys>() : nullptr) {}

awaitable<Result<void>> Scan::run() {
  changed_ = std::make_unique<boost::asio::steady_timer>(co_await boost::asio::this_coro::executor,
                                                         boost::asio::steady_timer::time_point::max());
  if (!plan_.has_blocks()) {
    if (plan_.rewind_to || plan_.settles)
      co_return co_await sink_.accept(batch(plan_.final_to >= plan_.range.verified));
    co_return Result<void>{};
  }
  std::vector<awaitable<void>> tasks;
  tasks.push_back(read());
  tasks.push_back(prepare());
  tasks.push_back(write());
  co_await net::run_tasks(std::move(tasks), 3, std::nullopt);
  if (failure_) co_return *failure_;
  co_return Result<void>{};
}

void Scan::fail(Error error) {
  if (!failure_) failure_ = std::move(error);
  wake();
}

awaitable<void> Scan::until_changed() {
  co_await changed_->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

/// Until there is as much as one merge takes, or blocks come too slowly to wait for more, or all are read.
awaitable<void> Scan::until_worth_folding() {
  while (pending_.blocks.empty() && !all_read_) co_await until_changed();
  const auto deadline = std::chrono::steady_clock::now() + settings_.patience;
  changed_->expires_at(deadline);
  while (joins_more() && !all_read_ && !failure_ && std::chrono::steady_clock::now() < deadline)
    co_await until_changed();
  changed_->expires_at(boost::asio::steady_timer::time_point::max());
}

awaitable<void> Scan::read() {
  const auto fed = co_await feed_.run(plan_.next, plan_.last, *this);
  all_read_ = true;
  // What was read before the error is whole: it is handed on all the same.
  if (!fed && !failure_) failure_ = fed.error();
  wake();
}

awaitable<Result<void>> Scan::take(RawBlocks raw) {
  auto parsing = parse(raw);
  auto parsed = co_await boost::asio::co_spawn(decoder_, std::move(parsing), boost::asio::use_awaitable);
  if (!parsed) co_return parsed.error();
  failpoint("after-fetch");
  while (!joins_more() && !failure_) co_await until_changed();
  if (failure_) co_return *failure_;
  co_return join(std::move(parsed->pending), raw, parsed->previous);
}

Result<void> Scan::join(Pending decoded, const RawBlocks& raw, const Hash256& previous) {
  if (!read_hash_.empty() && read_hash_ != to_hex(view(previous))) return reorganised(raw.first);
  read_hash_ = raw.last_hash;
  pending_.append(std::move(decoded));
  wake();
  return {};
}

awaitable<void> Scan::prepare() {
  bool prepared = true;
  while (prepared && !refused_) {
    co_await until_worth_folding();
    if (pending_.blocks.empty()) break;
    Pending taken = std::exchange(pending_, {});
    wake();
    const auto done = co_await prepare(std::move(taken));
    prepared = bool{done};
    if (!done) fail(done.error());
  }
  all_prepared_ = true;
  wake();
}

awaitable<Result<void>> Scan::prepare(Pending pending) {
  Pending final_part = pending.split_off(plan_.final_to);
  if (!final_part.blocks.empty()) {
    auto done = co_await prepare(std::move(final_part), true);
    if (!done) co_return done;
  }
  if (pending.blocks.empty()) co_return Result<void>{};
  co_return co_await prepare(std::move(pending), false);
}

/// What the sink knows of names is what stands after a rewinding, once that is done.
awaitable<void> Scan::until_rewound() {
  while (plan_.rewind_to && (ready_ || writing_) && !refused_) co_await until_changed();
}

awaitable<Result<void>> Scan::prepare(Pending pending, bool is_final) {
  Ready ready;
  ready.is_final = is_final;
  Touches touches = take_apart(std::move(pending), ready);
  co_await until_rewound();
  auto known = co_await look_up(touches);
  if (!known) co_return known;
  Folding folding;
  folding.rules = settings_.network.names;
  folding.address_prefix = settings_.network.address_prefix;
  folding.whole = plan_.range.from == 0;
  folding.final_to = plan_.final_to;
  folding.is_final = is_final;
  auto work = fold_all(std::move(touches), states_, folding);
  ready.folded = co_await boost::asio::co_spawn(decoder_, std::move(work), boost::asio::use_awaitable);
  while (ready_ && !refused_) co_await until_changed();
  ready_ = std::move(ready);
  wake();
  co_return Result<void>{};
}

awaitable<void> Scan::write() {
  while (!refused_) {
    while (!ready_ && !all_prepared_) co_await until_changed();
    if (!ready_) break;
    Ready taken = *std::exchange(ready_, std::nullopt);
    writing_ = true;
    wake();
    const auto sent = co_await send(std::move(taken));
    writing_ = false;
    refused_ = !sent;
    if (refused_) fail(sent.error());
    wake();
  }
}

awaitable<Result<void>> Scan::send(Ready ready) {
  const BlockMark last = ready.blocks.back();
  plan_.range.verified = last.number;
  plan_.range.verified_hash = last.hash;
  plan_.time = last.time;
  NameBatch out = batch(ready.is_final);
  out.events = std::move(ready.folded.events);
  out.records = std::move(ready.folded.records);
  out.malformed = std::move(ready.malformed);
  if (!ready.is_final) out.provisional = std::move(ready.blocks);
  auto accepted = co_await sink_.accept(std::move(out));
  if (!accepted) co_return accepted;
  plan_.rewind_to.reset();
  plan_.notices.clear();
  met_unspelled_ = met_unspelled_ || ready.folded.has_unspelled;
  co_return Result<void>{};
}

/// The batch so far: all but what blocks say.
NameBatch Scan::batch(bool is_final) {
  NameBatch out;
  out.source = out.ns = "hns";
  out.position = plan_.range;
  out.position.fetched = std::max(plan_.range.verified, feed_.fetched_to() == 0 ? 0 : feed_.fetched_to() - 1);
  out.is_final = is_final;
  out.final_to = is_final ? plan_.range.verified : plan_.final_to;
  out.rewind_to = plan_.rewind_to;
  out.block_time = plan_.time;
  out.notices = plan_.notices;
  return out;
}

bool Scan::may_be_stored(const NameKey& key) {
  if (seen_ == nullptr) return true;
  const bool met = seen_->may_hold(key);
  seen_->add(key);
  return met;
}

/// Sees to it that `states_` holds what is known of the names touched.
awaitable<Result<void>> Scan::look_up(const Touches& touches) {
  if (states_.size() > most_states) states_.clear();
  std::vector<NameKey> keys;
  for (const auto& run : touches)
    for (const auto& touch : run)
      if (states_.try_emplace(touch.key).second && may_be_stored(touch.key)) keys.push_back(touch.key);
  for (std::size_t from = 0; from < keys.size(); from += keys_at_once) {
    const auto end = keys.begin() + static_cast<std::ptrdiff_t>(std::min(from + keys_at_once, keys.size()));
    auto asked = co_await ask({keys.begin() + static_cast<std::ptrdiff_t>(from), end});
    if (!asked) co_return asked;
  }
  co_return Result<void>{};
}

awaitable<Result<void>> Scan::ask(std::vector<NameKey> keys) {
  const auto names = co_await sink_.names("hns", std::move(keys));
  if (!names) co_return names.error();
  for (const auto& name : *names) {
    if (!name.detail.state) continue;
    auto history = decode_states(*name.detail.state);
    if (!history) co_return history.error();
    if (plan_.rewind_to) history->rewind(plan_.rewind_to->number);
    states_[name.key] = std::move(*history);
  }
  co_return Result<void>{};
}

}  // namespace splitroot::collectors::handshake
