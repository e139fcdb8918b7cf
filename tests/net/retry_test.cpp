#include "net/retry.hpp"

#include <doctest/doctest.h>

#include "cancel.hpp"
#include "operations.hpp"

using namespace splitroot;
using namespace splitroot::net;
using namespace splitroot::net::test;

namespace {

RetryPolicy quick() { return {4, milliseconds{1}, milliseconds{5}, milliseconds{2'000}}; }

/// Fails until its last attempt; counts.
struct Flaky {
  int* count;
  int failures;
  bool retry = true;
  awaitable<Result<int>> operator()() {
    const int number = ++*count;
    if (number <= failures) return failing(number, retry);
    return succeed(at_once, number);
  }
  static awaitable<Result<int>> failing(int number, bool retry) {
    co_return source_error("error " + std::to_string(number), retry);
  }
};

}  // namespace

TEST_CASE("a flaky operation is tried until it succeeds") {
  for (int failures = 0; failures < 4; ++failures) {
    int count = 0;
    CHECK(run(with_retry(quick(), Flaky{&count, failures})).value() == failures + 1);
    CHECK(count == failures + 1);
  }
}

TEST_CASE("attempts used up: the last error, the one before and the number of attempts") {
  int count = 0;
  const auto outcome = run(with_retry(quick(), Flaky{&count, 100}));
  REQUIRE(outcome.has_error());
  CHECK(outcome.error().message == "error 4 (after 4 attempts; the one before: error 3)");
  CHECK(outcome.error().retry);
  CHECK(outcome.error().fault == Fault::source);
  CHECK(count == 4);
}

TEST_CASE("an error not to be retried comes out as it is") {
  int count = 0;
  const auto outcome = run(with_retry(quick(), Flaky{&count, 100, false}));
  CHECK(outcome.error().message == "error 1");
  CHECK_FALSE(outcome.error().retry);
  CHECK(count == 1);
}

TEST_CASE("one attempt, or fewer, is one attempt") {
  for (const int attempts : {1, 0, -3}) {
    int count = 0;
    auto policy = quick();
    policy.attempts = attempts;
    CHECK(run(with_retry(policy, Flaky{&count, 100})).error().message == "error 1 (after 1 attempt)");
    CHECK(count == 1);
  }
}

TEST_CASE("an exception comes through at once") {
  int count = 0;
  auto operation = [&count]() {
    ++count;
    return throw_up(soon);
  };
  CHECK_THROWS_AS(run(with_retry(quick(), operation)), std::runtime_error);
  CHECK(count == 1);
}

TEST_CASE("the deadline ends an attempt that hangs") {
  auto policy = quick();
  policy.deadline = limit;
  const auto start = Clock::now();
  auto operation = []() { return succeed(never, 1); };
  const auto outcome = run(with_retry(policy, operation));
  REQUIRE(outcome.has_error());
  CHECK(outcome.error().message.find("(after 1 attempt)") != std::string::npos);
  CHECK(since(start) < milliseconds{2'000});
}

TEST_CASE("the deadline holds for attempts and waits together") {
  RetryPolicy policy{1'000'000, milliseconds{10}, milliseconds{10}, limit};
  int count = 0;
  const auto start = Clock::now();
  const auto outcome = run(with_retry(policy, Flaky{&count, 1'000'000}));
  REQUIRE(outcome.has_error());
  CHECK(count > 1);
  CHECK(since(start) < milliseconds{2'000});
}

TEST_CASE("the server's word on how long to wait is kept, and beyond the deadline there is no waiting") {
  int count = 0;
  auto operation = [&count](Attempt& attempt) {
    ++count;
    CHECK(attempt.number == count);
    attempt.wait_at_least = count == 1 ? milliseconds{150} : milliseconds{3'600'000};
    return fail(at_once, true);
  };
  const auto start = Clock::now();
  const auto outcome = run(with_retry(quick(), operation));
  CHECK(count == 2);
  CHECK(since(start) >= milliseconds{150});
  CHECK(since(start) < milliseconds{1'900});
  CHECK(outcome.error().message ==
        "its own error; we are to wait 3600 s (after 2 attempts; the one before: its own error)");
}

TEST_CASE("the wait is jittered, grows with the attempts and is capped") {
  RetryPolicy policy{100, milliseconds{100}, milliseconds{1'000}, std::chrono::hours{1}};
  Retries retries{policy};
  milliseconds longest{0};
  for (int number = 1; number < 60; ++number) {
    const auto attempt = retries.begin();
    const auto wait = retries.failed(attempt, source_error("x", true));
    REQUIRE(wait);
    CHECK(wait->count() >= 0);
    CHECK(*wait <= std::min(policy.cap, policy.base * (1L << std::min(number - 1, 10))));
    longest = std::max(longest, *wait);
  }
  CHECK(longest > milliseconds{500});
}

TEST_CASE("a policy of nonsense does no harm") {
  RetryPolicy policy{3, milliseconds{-5}, milliseconds{-7}, milliseconds{1'000}};
  int count = 0;
  CHECK(run(with_retry(policy, Flaky{&count, 2})).value() == 3);
}

TEST_CASE("cancelled from outside, in an attempt or between two") {
  auto hanging = []() { return succeed(never, 1); };
  CHECK(run_and_cancel(with_retry(quick(), hanging), soon).aborted);
  auto failing = [](Attempt& attempt) {
    attempt.wait_at_least = milliseconds{1'500};
    return fail(at_once, true);
  };
  const auto ended = run_and_cancel(with_retry(quick(), failing), soon);
  CHECK(ended.aborted);
  CHECK(ended.took < milliseconds{1'000});
}

TEST_CASE("a timeout around it, a timeout inside it") {
  auto hanging = []() { return succeed(never, 1); };
  CHECK(run(with_timeout(limit, with_retry(quick(), hanging))).error().message == "no answer within 100 ms");
  int count = 0;
  auto each = [&count]() {
    return with_timeout(soon, ++count < 3 ? succeed(never, 1) : succeed(at_once, 2));
  };
  CHECK(run(with_retry(quick(), each)).value() == 2);
  CHECK(count == 3);
}
