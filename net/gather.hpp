#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "net/timeout.hpp"

namespace splitroot::net {

/// Runs `operations`, at most `limit` (0 counts as 1) at a time, started in their order; what they return
/// stands in that order. An Error is an outcome like any other and stops nothing; an exception cancels the
/// rest and comes out once they have ended. Cancelling the caller cancels them all.
template <class T>
boost::asio::awaitable<std::vector<T>> gather(std::vector<boost::asio::awaitable<T>> operations,
                                              std::size_t limit) {
  std::vector<std::optional<T>> kept(operations.size());
  std::vector<boost::asio::awaitable<void>> tasks;
  tasks.reserve(operations.size());
  for (std::size_t i = 0; i < operations.size(); ++i) {
    tasks.push_back(detail::keep(std::move(operations[i]), kept[i]));
  }
  co_await run_tasks(std::move(tasks), limit, std::nullopt);
  std::vector<T> outcomes;
  outcomes.reserve(kept.size());
  for (auto& outcome : kept) outcomes.push_back(std::move(*outcome));
  co_return outcomes;
}

}  // namespace splitroot::net
