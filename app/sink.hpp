#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <map>

#include "core/ports/batch_sink.hpp"
#include "ingest/ingest.hpp"

namespace splitroot::app {

/// The one thread that writes. Collectors' coroutines hand it work and go on reading meanwhile.
class Writer {
 public:
  /// Runs `work` on the writing thread and comes back to the caller's executor with its result.
  template <class Work>
  auto run(Work work) -> boost::asio::awaitable<std::invoke_result_t<Work>> {
    co_return co_await boost::asio::co_spawn(thread_, invoke(std::move(work)), boost::asio::use_awaitable);
  }

  void join() { thread_.join(); }

 private:
  template <class Work>
  static auto invoke(Work work) -> boost::asio::awaitable<std::invoke_result_t<Work>> {
    co_return work();
  }

  boost::asio::thread_pool thread_{1};
};

/// Where collectors' batches go: through the writer into the ingest.
class IngestSink : public BatchSink {
 public:
  /// References outlive this.
  IngestSink(Writer& writer, ingest::Ingest& ingest, Store& store)
      : writer_(writer), ingest_(ingest), store_(store) {}

  boost::asio::awaitable<Result<void>> accept(NameBatch batch) override;
  boost::asio::awaitable<Result<void>> accept(StandingBatch batch) override;
  boost::asio::awaitable<Result<std::optional<BlockRange>>> position(std::string source) override;

  /// The source is read anew from `from`, as if it had no position, when its range does not reach down to it.
  void start_from(const std::string& source, std::uint64_t from) { start_from_[source] = from; }

 private:
  Writer& writer_;
  ingest::Ingest& ingest_;
  Store& store_;
  std::map<std::string, std::uint64_t> start_from_;
};

}  // namespace splitroot::app
