#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>

#include "core/result.hpp"

namespace splitroot::net {

/// Attempts with full jitter between them: wait random(0, min(cap, base * 2^n)), or what the server asked for.
struct RetryPolicy {
  int attempts = 4;
  std::chrono::milliseconds base{250};
  std::chrono::milliseconds cap{8'000};
  std::chrono::milliseconds deadline{60'000};  ///< of all attempts and waits together
};

}  // namespace splitroot::net
