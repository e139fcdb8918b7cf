#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

#include "net/tasks.hpp"
#include "run.hpp"

namespace splitroot::net::test {

/// Operations with every outcome there is; the parameters say after how long.
inline awaitable<Result<int>> succeed(milliseconds after, int value) {
  if (after.count() > 0) co_await sleep_for(after);
  co_return value;
}

inline awaitable<Result<int>> fail(milliseconds after, bool retry = false) {
  if (after.count() > 0) co_await sleep_for(after);
  co_return source_error("its own error", retry);
}

inline awaitable<Result<int>> throw_up(milliseconds after) {
  if (after.count() > 0) co_await sleep_for(after);
  throw std::runtime_error{"thrown"};
}

/// Takes a cancellation for an error of its own, and says so.
inline awaitable<Result<int>> turn_cancel_into_error(milliseconds after) {
  asio::steady_timer timer{co_await asio::this_coro::executor, after};
  const auto [failed] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (failed) co_return source_error("cancelled");
  co_return 1;
}

/// Has its value at hand when it is cancelled.
inline awaitable<Result<int>> finish_when_cancelled(milliseconds after) {
  asio::steady_timer timer{co_await asio::this_coro::executor, after};
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  co_return 7;
}

/// Throws something of its own when cancelled.
inline awaitable<Result<int>> throw_when_cancelled(milliseconds after) {
  asio::steady_timer timer{co_await asio::this_coro::executor, after};
  const auto [failed] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (failed) throw std::runtime_error{"thrown"};
  co_return 1;
}

/// Counts how many of it run at once.
struct Crowd {
  int now = 0;
  int most = 0;
  int started = 0;
};
inline awaitable<int> join_crowd(Crowd& crowd, int value, milliseconds stay) {
  ++crowd.started;
  crowd.most = std::max(crowd.most, ++crowd.now);
  co_await sleep_for(stay);
  --crowd.now;
  co_return value;
}

constexpr milliseconds at_once{0};
constexpr milliseconds soon{20};
constexpr milliseconds limit{100};
constexpr milliseconds never{60'000};

}  // namespace splitroot::net::test
