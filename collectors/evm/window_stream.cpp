#include "collectors/evm/window_stream.hpp"

#include <algorithm>

#include "net/tasks.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

/// Failed exchanges in a row that a smaller window is tried for: a node may time out on a large one.
constexpr int most_failures = 3;

Error contradicted(const Endpoint& endpoint, std::uint64_t from, std::uint64_t to) {
  return source_error(endpoint.name() + ": what it says of the blocks " + std::to_string(from) + " to " +
                          std::to_string(to) + " is contradicted; nothing of it was taken",
                      true);
}

}  // namespace

WindowStream::Slots::iterator WindowStream::next_unasked() {
  auto slot = std::find_if(slots_.begin(), slots_.end(), [](const Slot& each) { return !each.asked; });
  const bool room = slot == slots_.begin() || held_ < bounds_.octets;
  return room ? slot : slots_.end();
}

bool WindowStream::more_to_come() const {
  return std::any_of(slots_.begin(), slots_.end(),
                     [](const Slot& slot) { return !slot.fetched && !slot.error; });
}

/// Gives up what nobody has asked for yet from `after` on (all of it, where that is the end).
void WindowStream::cut(Slots::iterator after) {
  const auto first = after == slots_.end() ? slots_.begin() : after;
  for (auto slot = first; slot != slots_.end();) {
    slot->last = true;
    slot = slot->asked ? std::next(slot) : slots_.erase(slot);
  }
  changed_.notify();
}

/// Cuts the slot to what the endpoint takes at a time, and has; the rest becomes a slot of its own behind it.
void WindowStream::clip(Slots::iterator slot, Endpoint& endpoint) {
  const std::uint64_t more = endpoint.window().size() - 1;
  Slot rest{slot->from, slot->to, false, std::nullopt, std::nullopt, false};
  const std::uint64_t whole = slot->to - slot->from;
  if (direction_ == Direction::up) {
    slot->to = std::min({slot->to, slot->from + more, endpoint.head.value_or(slot->from)});
    rest.from = slot->to + 1;
  } else {
    slot->from = slot->to - std::min(slot->to - slot->from, more);
    rest.to = slot->from - 1;  // may wrap, where the slot keeps all of its blocks from 0 on
  }
  const bool all = slot->to - slot->from == whole;
  if (!all && !slot->last) slots_.insert(std::next(slot), rest);
  changed_.notify();
}

void WindowStream::failed(const Slot& slot, Endpoint& endpoint, const Error& error, Attempts& attempts,
                          Failures& failures) {
  endpoint.failed(error);
  const bool smaller = error.retry && ++failures[&endpoint] <= most_failures &&
                       endpoint.window().refused(slot.to - slot.from + 1, RangeRefusal{});
  if (!smaller) attempts.out(endpoint, error);
}

/// The answer where it is one; nullptr when there is another to be asked for.
Fetched* WindowStream::usable(const Slot& slot, Endpoint& endpoint, WindowAnswer& answer,
                              Attempts& attempts) {
  const std::uint64_t asked = slot.to - slot.from + 1;
  if (const auto* refusal = std::get_if<RangeRefusal>(&answer)) {
    if (endpoint.window().refused(asked, *refusal)) return nullptr;
    attempts.out(endpoint, source_error(endpoint.name() + ": refuses even the logs of one block, " +
                                        std::to_string(slot.from) + ": give another endpoint"));
    return nullptr;
  }
  if (const auto* doubt = std::get_if<Doubt>(&answer)) {
    const Error error =
        source_error(endpoint.name() + ": an eth_getLogs answer cannot be believed: " + doubt->reason +
                         "; nothing of it was taken",
                     true);
    endpoint.failed(error);
    attempts.out(endpoint, error);
    return nullptr;
  }
  auto& fetched = std::get<Fetched>(answer);
  endpoint.succeeded();
  endpoint.window().answered(asked, fetched.octets);
  return &fetched;
}

void WindowStream::keep(Slot& slot, Fetched fetched) {
  held_ += fetched.octets;
  slot.fetched = std::move(fetched);
}

/// Every endpoint's answer was contradicted, or could not be had: the receipts decide.
awaitable<void> WindowStream::keep_proved(Slot& slot, CrossChecker::Doubted doubted, Attempts& attempts) {
  auto proved = co_await checker_.prove(std::move(doubted.given), std::move(doubted.blocks));
  if (proved) co_return keep(slot, std::move(*proved));
  Error error = attempts.error();
  error.message += "; receipts do not decide it: " + proved.error().message;
  slot.error = std::move(error);
}

awaitable<void> WindowStream::fetch(Slots::iterator slot) {
  slot->asked = true;
  Attempts attempts;
  Failures failures;
  std::optional<CrossChecker::Doubted> doubted;
  for (;;) {
    const std::uint64_t edge = direction_ == Direction::up ? slot->from : slot->to;
    Endpoint* endpoint = co_await endpoints_.next_with(edge, attempts);
    if (endpoint == nullptr) break;
    clip(slot, *endpoint);
    auto answer = co_await reader_.fetch(endpoint->chain(), slot->from, slot->to);
    if (!answer) {
      failed(*slot, *endpoint, answer.error(), attempts, failures);
      continue;
    }
    Fetched* fetched = usable(*slot, *endpoint, *answer, attempts);
    if (fetched == nullptr) continue;
    const auto believed = co_await checker_.believes(sink_, *endpoint, *fetched, doubted);
    if (believed && *believed) co_return keep(*slot, std::move(*fetched));
    attempts.out(*endpoint, believed ? contradicted(*endpoint, slot->from, slot->to) : believed.error());
  }
  const bool same_range = doubted && doubted->given.from == slot->from && doubted->given.to == slot->to;
  if (same_range) co_await keep_proved(*slot, std::move(*doubted), attempts);
  if (slot->fetched) co_return;
  if (!slot->error) slot->error = attempts.error();
  slot->last = true;
  if (const auto after = std::next(slot); after != slots_.end()) cut(after);
}

awaitable<void> WindowStream::work() {
  for (;;) {
    const auto slot = next_unasked();
    if (slot != slots_.end()) {
      co_await fetch(slot);
      changed_.notify();
    } else if (!more_to_come()) {
      co_return;
    } else {
      co_await changed_.wait();
    }
  }
}

awaitable<void> WindowStream::hand_on(Take take) {
  while (!slots_.empty()) {
    Slot& front = slots_.front();
    if (front.error) {
      outcome_ = *front.error;
      break;
    }
    if (!front.fetched) {
      co_await changed_.wait();
      continue;
    }
    Fetched fetched = std::move(*front.fetched);
    held_ -= fetched.octets;
    slots_.pop_front();
    changed_.notify();
    if (auto taken = co_await take(std::move(fetched)); !taken) {
      outcome_ = taken.error();
      break;
    }
  }
  stop();
}

awaitable<Result<void>> WindowStream::run(std::uint64_t from, std::uint64_t to, Take take) {
  if (from > to) co_return Result<void>{};
  slots_.push_back(Slot{from, to, false, std::nullopt, std::nullopt, false});
  std::vector<awaitable<void>> tasks;
  tasks.push_back(hand_on(std::move(take)));
  for (std::size_t i = 0; i < std::max<std::size_t>(1, bounds_.windows); ++i) tasks.push_back(work());
  const std::size_t all = tasks.size();
  co_await net::run_tasks(std::move(tasks), all, std::nullopt);
  co_return outcome_;
}

}  // namespace splitroot::collectors::evm
