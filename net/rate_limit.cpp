#include "net/rate_limit.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <cmath>

namespace splitroot::net {
namespace {

namespace asio = boost::asio;

constexpr double longest_interval = 3600;  ///< seconds; a slower rate would leave the clock's range
constexpr double largest_burst = 1e6;

std::chrono::steady_clock::duration seconds(double count) {
  return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
      std::chrono::duration<double>{count});
}

}  // namespace

RateLimiter::RateLimiter(double per_second, double burst) {
  if (!(per_second > 0) || !std::isfinite(per_second)) return;
  const double interval = std::min(1 / per_second, longest_interval);
  interval_ = seconds(interval);
  allowance_ = seconds(interval * (std::clamp(burst, 1.0, largest_burst) - 1));
}

RateLimiter::Clock::time_point RateLimiter::reserve(Clock::time_point at) {
  if (interval_ == Clock::duration::zero()) return at;
  const auto due = std::max(next_, at - allowance_);
  next_ = due + interval_;
  return std::max(due, at);
}

asio::awaitable<void> RateLimiter::acquire() {
  const auto at = Clock::now();
  const auto due = reserve(at);
  if (due <= at) co_return;
  asio::steady_timer timer{co_await asio::this_coro::executor, due};
  const auto [failed] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  if (!failed) co_return;
  next_ -= interval_;
  throw boost::system::system_error{failed};
}

}  // namespace splitroot::net
