#pragma once
#include <functional>
#include <vector>

#include "collectors/evm/signal.hpp"
#include "core/ports/batch_sink.hpp"

namespace splitroot::collectors::evm {

/// Hands batches to a sink while the next ones are being read. What comes while the sink is busy is joined to
/// one batch, so that few large merges write what many windows brought.
class BatchQueue {
 public:
  using AfterAccept = std::function<boost::asio::awaitable<void>()>;

  /// `events`: how many a joined batch may hold (more only if a single window brings more); 0 joins nothing.
  BatchQueue(BatchSink& sink, std::size_t events, AfterAccept after)
      : sink_(sink), events_(events), after_(std::move(after)) {}

  /// Takes a batch whose blocks lie directly above the one before. Waits while there is no room. An error is
  /// what the sink said of an earlier batch.
  boost::asio::awaitable<Result<void>> put(NameBatch batch);

  /// No further batches come.
  void close();

  /// Hands on until closed and empty; returns what the sink said.
  boost::asio::awaitable<void> drain();

  const Result<void>& outcome() const { return outcome_; }

 private:
  bool has_room() const;
  NameBatch joined();

  BatchSink& sink_;
  std::size_t events_;
  AfterAccept after_;
  std::vector<NameBatch> waiting_;
  std::size_t waiting_events_ = 0;
  bool closed_ = false;
  Signal changed_;
  Result<void> outcome_;
};

}  // namespace splitroot::collectors::evm
