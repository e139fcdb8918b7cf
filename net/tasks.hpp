#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <optional>
#include <vector>

namespace splitroot::net {

/// Waits. Cancelling the coroutine ends the wait (and throws operation_aborted).
boost::asio::awaitable<void> sleep_for(std::chrono::milliseconds duration);

/// Runs every task, at most `limit` at a time, and returns when none is left running: nothing outlives it.
/// After `deadline` the tasks are cancelled and the answer is false; true means all ran to their end in time.
/// The first exception cancels the rest and comes out once they have ended. Cancelling the caller cancels
/// the tasks. What with_timeout and gather are made of.
boost::asio::awaitable<bool> run_tasks(std::vector<boost::asio::awaitable<void>> tasks, std::size_t limit,
                                       std::optional<std::chrono::milliseconds> deadline);

}  // namespace splitroot::net
