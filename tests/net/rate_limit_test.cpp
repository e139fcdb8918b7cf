#include "net/rate_limit.hpp"

#include <doctest/doctest.h>

#include "cancel.hpp"
#include "net/gather.hpp"
#include "operations.hpp"

using namespace splitroot;
using namespace splitroot::net;
using namespace splitroot::net::test;

namespace {

awaitable<milliseconds> acquire(RateLimiter& limiter, Clock::time_point start) {
  co_await limiter.acquire();
  co_return since(start);
}

std::vector<milliseconds> acquire_many(RateLimiter& limiter, int count) {
  std::vector<awaitable<milliseconds>> operations;
  for (int i = 0; i < count; ++i) operations.push_back(acquire(limiter, Clock::now()));
  return run(gather(std::move(operations), 1'000));
}

}  // namespace

TEST_CASE("tokens come one an interval, after a burst, and an idle bucket holds no more than the burst") {
  RateLimiter limiter{10, 3};
  const auto start = Clock::now();
  const auto due = [&](int at) {
    const auto from = start + milliseconds{at};
    return std::chrono::round<milliseconds>(limiter.reserve(from) - start).count();
  };
  CHECK(due(0) == 0);
  CHECK(due(0) == 0);
  CHECK(due(0) == 0);
  CHECK(due(0) == 100);
  CHECK(due(0) == 200);
  CHECK(due(250) == 300);
  for (int i = 0; i < 3; ++i) CHECK(due(5'000) == 5'000);
  CHECK(due(5'000) == 5'100);
}

TEST_CASE("no rate, no limit; and the slowest rate stays within the clock") {
  for (const double rate :
       {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    RateLimiter limiter{rate};
    const auto at = Clock::now();
    for (int i = 0; i < 100; ++i) CHECK(limiter.reserve(at) == at);
  }
  RateLimiter slow{1e-300, 1e300};
  const auto at = Clock::now();
  for (int i = 0; i < 100; ++i) CHECK(slow.reserve(at) == at);
}

TEST_CASE("who waits is served in order, at the rate") {
  RateLimiter limiter{50, 1};
  const auto waited = acquire_many(limiter, 6);
  CHECK(std::is_sorted(waited.begin(), waited.end()));
  CHECK(waited.back() >= milliseconds{99});
  CHECK(waited.back() < milliseconds{2'000});
}

TEST_CASE("a cancelled wait throws and gives its token back") {
  RateLimiter limiter{1, 1};
  run(acquire(limiter, Clock::now()));
  for (int i = 0; i < 10; ++i) CHECK(run_and_cancel(acquire(limiter, Clock::now()), at_once).aborted);
  CHECK(run(acquire(limiter, Clock::now())) <= milliseconds{1'500});
}
