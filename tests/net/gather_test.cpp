#include "net/gather.hpp"

#include <doctest/doctest.h>

#include <numeric>

#include "cancel.hpp"
#include "operations.hpp"

using namespace splitroot;
using namespace splitroot::net;
using namespace splitroot::net::test;

namespace {

std::vector<awaitable<int>> crowd_of(Crowd& crowd, int size, milliseconds longest) {
  std::vector<awaitable<int>> operations;
  for (int i = 0; i < size; ++i) operations.push_back(join_crowd(crowd, i, longest - milliseconds{i % 7}));
  return operations;
}

}  // namespace

TEST_CASE("outcomes stand in the order of the operations, and no more than the limit run at once") {
  for (const std::size_t most : {0, 1, 3, 10, 1'000}) {
    Crowd crowd;
    const int size = most < 3 ? 5 : 60;
    const auto values = run(gather(crowd_of(crowd, size, milliseconds{15}), most));
    std::vector<int> expected(static_cast<std::size_t>(size));
    std::iota(expected.begin(), expected.end(), 0);
    CHECK(values == expected);
    CHECK(crowd.most == std::clamp(static_cast<int>(most), 1, size));
    CHECK(crowd.now == 0);
  }
}

TEST_CASE("nothing to do is done") { CHECK(run(gather(std::vector<awaitable<int>>{}, 4)).empty()); }

TEST_CASE("ten thousand operations that never wait do not exhaust the stack") {
  std::vector<awaitable<Result<int>>> operations;
  for (int i = 0; i < 10'000; ++i) operations.push_back(succeed(at_once, i));
  const auto values = run(gather(std::move(operations), 1));
  REQUIRE(values.size() == 10'000);
  CHECK(values.back().value() == 9'999);
}

TEST_CASE("an Error is an outcome and stops nothing; a timeout inside is one too") {
  const auto outcomes = run(gather(
      list(succeed(soon, 1), fail(at_once), with_timeout(limit, succeed(never, 3)), succeed(soon, 4)), 2));
  REQUIRE(outcomes.size() == 4);
  CHECK(outcomes[0].value() == 1);
  CHECK(outcomes[1].error().message == "its own error");
  CHECK(outcomes[2].error().retry);
  CHECK(outcomes[3].value() == 4);
}

TEST_CASE("an exception cancels the rest, those not begun included, and comes out when they have ended") {
  Crowd crowd;
  const auto guest = [](Crowd& all) -> awaitable<Result<int>> {
    co_return co_await join_crowd(all, 0, never);
  };
  const auto start = Clock::now();
  CHECK_THROWS_AS(run(gather(list(guest(crowd), throw_up(soon), guest(crowd)), 2)), std::runtime_error);
  CHECK(crowd.started == 1);
  CHECK(since(start) < milliseconds{2'000});
  CHECK_THROWS_AS(run(gather(list(throw_up(at_once), throw_when_cancelled(never)), 2)), std::runtime_error);
}

TEST_CASE("cancelled from outside, all are") {
  Crowd crowd;
  const auto ended = run_and_cancel(gather(crowd_of(crowd, 20, never), 5), soon);
  CHECK(ended.aborted);
  CHECK(crowd.started == 5);
  CHECK(ended.took < milliseconds{2'000});
}

TEST_CASE("cancelled from outside, operations not begun do not come out as values") {
  const auto ended = run_and_cancel(gather(list(finish_when_cancelled(never), succeed(soon, 1)), 1), soon);
  CHECK(ended.aborted);
}

TEST_CASE("a timeout around a gathering cancels it whole") {
  Crowd crowd;
  const auto gathered = [](Crowd& all) -> awaitable<Result<std::vector<int>>> {
    co_return co_await gather(crowd_of(all, 20, never), 5);
  };
  const auto outcome = run(with_timeout(limit, gathered(crowd)));
  CHECK(outcome.error().message == "no answer within 100 ms");
}

TEST_CASE("an io_context may end with a gathering under way") {
  Crowd crowd;
  asio::io_context context;
  asio::co_spawn(context, gather(crowd_of(crowd, 20, never), 5),
                 [](std::exception_ptr, const std::vector<int>&) { FAIL("nothing was to come of it"); });
  context.run_for(soon);
  CHECK(crowd.started == 5);
}
