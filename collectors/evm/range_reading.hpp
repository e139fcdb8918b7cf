#pragma once
#include <chrono>
#include <functional>
#include <optional>

#include "collectors/evm/batch_queue.hpp"
#include "collectors/evm/window_stream.hpp"

namespace splitroot::collectors::evm {

/// One range to be read into a sink, and how.
struct RangeReading {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  WindowStream::Direction direction = WindowStream::Direction::up;
  std::function<NameBatch(const Fetched&)> to_batch;
  BatchQueue::AfterAccept after_accept;
  StreamBounds bounds;
  std::size_t batch_events = 0;  ///< as BatchQueue has it
  /// When to ask for no further windows; nullopt: at the end of the range.
  std::optional<std::chrono::steady_clock::time_point> until;
};

/// Reads and writes side by side. Ends when all of it (or all that was asked for by `until`) is in the sink,
/// or with the first error; what was accepted stays.
boost::asio::awaitable<Result<void>> read_range(EndpointSet& endpoints, const WindowReader& reader,
                                                CrossChecker& checker, BatchSink& sink, RangeReading reading);

}  // namespace splitroot::collectors::evm
