#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>

namespace splitroot::net {

/// A token bucket: `per_second` tokens flow in, at most `burst` are kept. Who waits is served in order. Must
/// outlive its waiters; one thread.
class RateLimiter {
 public:
  using Clock = std::chrono::steady_clock;

  /// No limit when `per_second` is not positive. `burst` below 1 counts as 1.
  explicit RateLimiter(double per_second, double burst = 1);

  /// Takes one token, waiting for it if need be. A cancelled wait gives its token back.
  boost::asio::awaitable<void> acquire();

  /// Takes the next token; the time from which it may be used.
  Clock::time_point reserve(Clock::time_point at);

 private:
  Clock::duration interval_{};   ///< between tokens; zero: no limit
  Clock::duration allowance_{};  ///< how far ahead of its time a token may be used: the burst
  Clock::time_point next_ = Clock::time_point::min();  ///< when the next token is due
};

}  // namespace splitroot::net
