#include "net/timeout.hpp"

#include <doctest/doctest.h>

#include "cancel.hpp"
#include "operations.hpp"

using namespace splitroot;
using namespace splitroot::net;
using namespace splitroot::net::test;

namespace {

awaitable<Result<void>> wait_only(milliseconds duration, bool good) {
  Result<void> outcome;
  if (!good) outcome = source_error("its own error");
  co_await sleep_for(duration);
  co_return outcome;
}

}  // namespace

TEST_CASE("in time, the operation's own outcome comes at once: value, error, exception") {
  for (const auto after : {at_once, soon}) {
    const auto start = Clock::now();
    CHECK(run(with_timeout(never, succeed(after, 3))).value() == 3);
    const auto failed = run(with_timeout(never, fail(after)));
    REQUIRE(failed.has_error());
    CHECK(failed.error().message == "its own error");
    CHECK_THROWS_AS(run(with_timeout(never, throw_up(after))), std::runtime_error);
    CHECK(since(start) < milliseconds{2'000});
  }
}

TEST_CASE("late, the outcome is a timeout, whatever the operation makes of being cancelled") {
  for (int kind = 0; kind < 4; ++kind) {
    CAPTURE(kind);
    const auto start = Clock::now();
    auto operation = kind == 0   ? succeed(never, 3)
                     : kind == 1 ? fail(never)
                     : kind == 2 ? throw_up(never)
                                 : turn_cancel_into_error(never);
    const auto outcome = run(with_timeout(limit, std::move(operation)));
    REQUIRE(outcome.has_error());
    CHECK(outcome.error().message == "no answer within 100 ms");
    CHECK(outcome.error().retry);
    CHECK(since(start) >= limit);
    CHECK(since(start) < milliseconds{2'000});
  }
}

TEST_CASE("late, a value that was at hand is kept, and an exception that is no cancellation comes through") {
  CHECK(run(with_timeout(limit, finish_when_cancelled(never))).value() == 7);
  CHECK_THROWS_AS(run(with_timeout(limit, throw_when_cancelled(never))), std::runtime_error);
}

TEST_CASE("a limit of nothing still lets an operation that never waits come through") {
  CHECK(run(with_timeout(at_once, succeed(at_once, 3))).value() == 3);
  CHECK(run(with_timeout(at_once, succeed(never, 3))).has_error());
}

TEST_CASE("cancelled from outside, the operation is cancelled and nothing is left running") {
  const auto aborted = run_and_cancel(with_timeout(never, succeed(never, 3)), soon);
  CHECK(aborted.aborted);
  CHECK(aborted.took < milliseconds{2'000});
  const auto error = run_and_cancel(with_timeout(never, turn_cancel_into_error(never)), soon);
  REQUIRE(error.value);
  CHECK(error.value->error().message == "cancelled");
  CHECK(run_and_cancel(with_timeout(never, throw_when_cancelled(never)), soon).threw);
  CHECK(run_and_cancel(with_timeout(never, succeed(never, 3)), at_once).aborted);
}

TEST_CASE("timeouts nest: the nearer one decides") {
  const auto inner = run(with_timeout(never, with_timeout(limit, succeed(never, 3))));
  CHECK(inner.error().message == "no answer within 100 ms");
  const auto outer = run(with_timeout(limit, with_timeout(never, succeed(never, 3))));
  CHECK(outer.error().message == "no answer within 100 ms");
  CHECK(run_and_cancel(with_timeout(never, with_timeout(never, succeed(never, 3))), soon).aborted);
}

TEST_CASE("a coroutine that has had a timeout goes on as before") {
  const auto twice = []() -> awaitable<Result<int>> {
    const auto late = co_await with_timeout(limit, succeed(never, 1));
    const auto good = co_await with_timeout(never, succeed(soon, 2));
    co_await sleep_for(soon);
    co_return late.has_error() && good.has_value() ? 1 : 0;
  };
  CHECK(run(twice()).value() == 1);
}

TEST_CASE("an io_context may end with timeouts under way") {
  asio::io_context context;
  asio::co_spawn(context, with_timeout(never, with_timeout(never, succeed(never, 3))),
                 [](std::exception_ptr, const Result<int>&) { FAIL("nothing was to come of it"); });
  context.run_for(soon);
}

TEST_CASE("an operation without a value") {
  CHECK(run(with_timeout(never, wait_only(soon, true))).has_value());
  CHECK(run(with_timeout(never, wait_only(soon, false))).error().message == "its own error");
  CHECK(run(with_timeout(at_once, wait_only(soon, true))).has_error());
}

TEST_CASE("durations are shown in the unit that suits them") {
  CHECK(shown_duration(milliseconds{250}) == "250 ms");
  CHECK(shown_duration(milliseconds{5'000}) == "5 s");
  CHECK(shown_duration(milliseconds{7'500}) == "7.5 s");
}
