#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "core/result.hpp"
#include "net/tasks.hpp"
#include "net/timeout.hpp"

namespace splitroot::net {

/// Attempts with full jitter between them: wait random(0, min(cap, base * 2^n)), or what the server asked
/// for.
struct RetryPolicy {
  int attempts = 4;
  std::chrono::milliseconds base{250};
  std::chrono::milliseconds cap{8'000};
  std::chrono::milliseconds deadline{60'000};  ///< of all attempts and waits together
};

/// What an operation learns of its attempt, and may ask for the next one.
struct Attempt {
  int number = 1;
  std::chrono::milliseconds wait_at_least{0};  ///< set from the server's Retry-After
};

/// The book-keeping of with_retry.
class Retries {
 public:
  explicit Retries(RetryPolicy policy);

  Attempt begin();
  std::chrono::milliseconds left() const;

  /// How long to wait before the next attempt; nullopt when there shall be none: the error is no matter of
  /// retrying, or the attempts or the time are used up.
  std::optional<std::chrono::milliseconds> failed(const Attempt& attempt, const Error& error);

  /// The last error, saying how many attempts were made (unless there was one, of an error not to be
  /// retried).
  Error give_up() const;

 private:
  using Clock = std::chrono::steady_clock;
  RetryPolicy policy_;
  Clock::time_point end_;
  int attempts_ = 0;
  Error last_;
  std::string before_;  ///< the error before the last
};

namespace detail {

template <class Op>
auto attempt_once(Op& op, Attempt& attempt) {
  if constexpr (std::is_invocable_v<Op&, Attempt&>) {
    return op(attempt);
  } else {
    return op();
  }
}

template <class Op>
using Attempted = decltype(attempt_once(std::declval<Op&>(), std::declval<Attempt&>()));

}  // namespace detail

/// Calls `op` (taking nothing, or Attempt&; returning awaitable<Result<T>>) until it succeeds, fails for good
/// (`Error::retry` false), or attempts or time are used up. An attempt still under way at the deadline is
/// cancelled. Exceptions come through at once.
/// Name the callable before you await: `auto op = [&]…; co_await with_retry(policy, op);` (g++ 12 frees a
/// capturing lambda inside a co_await expression twice).
template <class Op>
detail::Attempted<Op> with_retry(RetryPolicy policy, Op op) {
  Retries retries{policy};
  for (;;) {
    Attempt attempt = retries.begin();
    auto outcome = co_await with_timeout(retries.left(), detail::attempt_once(op, attempt));
    if (outcome) co_return outcome;
    const auto wait = retries.failed(attempt, outcome.error());
    if (!wait) co_return retries.give_up();
    co_await sleep_for(*wait);
  }
}

}  // namespace splitroot::net
