#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "net/tasks.hpp"

namespace splitroot::net {

/// `250 ms`, `5 s`, `7.5 s`.
std::string shown_duration(std::chrono::milliseconds duration);

/// `no answer within 5 s`: Error (source, retry).
Error timeout_error(std::chrono::milliseconds limit);

namespace detail {

/// Puts the outcome where the caller, who outlives this coroutine, finds it.
template <class T>
boost::asio::awaitable<void> keep(boost::asio::awaitable<T> operation, std::optional<T>& outcome) {
  outcome.emplace(co_await std::move(operation));
}

}  // namespace detail

/// The operation's own outcome as soon as it has one, value or error; timeout_error when it has none within
/// `limit`. The operation is cancelled then, and waited for, so that it never outlives what it refers to.
/// What it throws comes through.
template <class T>
boost::asio::awaitable<Result<T>> with_timeout(std::chrono::milliseconds limit,
                                               boost::asio::awaitable<Result<T>> operation) {
  std::optional<Result<T>> outcome;
  std::vector<boost::asio::awaitable<void>> tasks;
  tasks.push_back(detail::keep(std::move(operation), outcome));
  const bool in_time = co_await run_tasks(std::move(tasks), 1, limit);
  if (outcome && (in_time || outcome->has_value())) co_return std::move(*outcome);
  co_return timeout_error(limit);
}

}  // namespace splitroot::net
