#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <map>

#include "app/progress_board.hpp"
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
  IngestSink(Writer& writer, ingest::Ingest& ingest, Store& store, ProgressBoard& board)
      : writer_(writer), ingest_(ingest), store_(store), board_(board) {}

  boost::asio::awaitable<Result<void>> accept(NameBatch batch) override;
  boost::asio::awaitable<Result<void>> accept(StandingBatch batch) override;
  boost::asio::awaitable<Result<void>> accept(LeakageBatch batch) override;
  boost::asio::awaitable<Result<ChainPosition>> position(std::string source) override;
  boost::asio::awaitable<void> report(SourceReport report) override;
  boost::asio::awaitable<Result<void>> report(Discrepancy discrepancy) override;
  boost::asio::awaitable<Result<std::vector<NameRecord>>> names(std::string ns,
                                                                std::vector<NameKey> keys) override;
  boost::asio::awaitable<Result<std::vector<NameKey>>> unspelled(std::string ns, NameKey after,
                                                                 std::size_t most) override;

  /// Reading is to begin at `from` (or at `first_block`, where the registry begins, if that is later). A
  /// source whose range does not reach down to it is read anew from there; what is known already is only
  /// confirmed.
  void start_from(const std::string& source, std::uint64_t from, std::uint64_t first_block) {
    starts_[source] = {from, first_block};
  }

 private:
  template <class Batch>
  boost::asio::awaitable<Result<void>> accept_list(Batch batch);
  Writer& writer_;
  ingest::Ingest& ingest_;
  Store& store_;
  ProgressBoard& board_;
  struct Start {
    std::uint64_t from;
    std::uint64_t first_block;
  };
  bool reaches_down(const std::string& source, const BlockRange& range) const;

  /// Runs `query` over one snapshot of the store, on the writing thread.
  template <class Query>
  auto read(Query query) -> boost::asio::awaitable<Result<std::invoke_result_t<Query, Reader&>>> {
    using Answer = Result<std::invoke_result_t<Query, Reader&>>;
    auto work = [this, query]() -> Answer {
      try {
        const auto reader = store_.read();
        return query(*reader);
      } catch (const Failure& failure) {
        return failure.error();
      }
    };
    co_return co_await writer_.run(std::move(work));
  }

  std::map<std::string, Start> starts_;
};

}  // namespace splitroot::app
