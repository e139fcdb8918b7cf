#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>

#include "core/batch.hpp"
#include "core/leakage.hpp"
#include "core/result.hpp"

namespace splitroot {

/// Where collectors put what they have read. A batch is accepted whole, with its position, or not at all.
class BatchSink {
 public:
  virtual ~BatchSink() = default;
  virtual boost::asio::awaitable<Result<void>> accept(NameBatch batch) = 0;
  virtual boost::asio::awaitable<Result<void>> accept(StandingBatch batch) = 0;
  virtual boost::asio::awaitable<Result<void>> accept(LeakageBatch batch) = 0;

  /// Where the reading of a source stands; no ranges when it has never been read.
  virtual boost::asio::awaitable<Result<ChainPosition>> position(std::string source) = 0;

  /// Tells how the source fares; a failure is logged, not returned.
  virtual boost::asio::awaitable<void> report(SourceReport report) = 0;

  /// Keeps two answers that contradict each other, and raises an alert.
  virtual boost::asio::awaitable<Result<void>> report(Discrepancy discrepancy) = 0;

  /// The names of `ns` with these keys as stored, in no order; those unknown are left out.
  virtual boost::asio::awaitable<Result<std::vector<NameRecord>>> names(std::string ns,
                                                                        std::vector<NameKey> keys) = 0;

  /// Keys of up to `most` names of `ns` that nobody has spelled, in key order after `after`.
  virtual boost::asio::awaitable<Result<std::vector<NameKey>>> unspelled(std::string ns, NameKey after,
                                                                         std::size_t most) = 0;
};

}  // namespace splitroot
