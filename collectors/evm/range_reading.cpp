#include "collectors/evm/range_reading.hpp"

#include "core/failpoint.hpp"
#include "net/tasks.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

/// Reads to the end of the stream into the queue, and closes it.
awaitable<void> feed(WindowStream& stream, const RangeReading& reading, BatchQueue& queue,
                     Result<void>& outcome) {
  auto take = [&](Fetched fetched) -> awaitable<Result<void>> {
    failpoint("after-fetch");
    if (reading.until && std::chrono::steady_clock::now() >= *reading.until) stream.stop();
    return queue.put(reading.to_batch(fetched));
  };
  outcome = co_await stream.run(reading.from, reading.to, take);
  queue.close();
}

}  // namespace

awaitable<Result<void>> read_range(EndpointSet& endpoints, const WindowReader& reader, CrossChecker& checker,
                                   BatchSink& sink, RangeReading reading) {
  BatchQueue queue{sink, reading.batch_events, reading.after_accept};
  WindowStream stream{endpoints, reader, checker, sink, reading.bounds, reading.direction};
  Result<void> outcome;
  std::vector<awaitable<void>> tasks;
  tasks.push_back(feed(stream, reading, queue, outcome));
  tasks.push_back(queue.drain());
  co_await net::run_tasks(std::move(tasks), 2, std::nullopt);
  co_return queue.outcome() ? outcome : queue.outcome();
}

}  // namespace splitroot::collectors::evm
