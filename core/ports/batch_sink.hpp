#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>

#include "core/batch.hpp"
#include "core/result.hpp"

namespace splitroot {

/// Where collectors put what they have read. A batch is accepted whole, with its position, or not at all.
class BatchSink {
 public:
  virtual ~BatchSink() = default;
  virtual boost::asio::awaitable<Result<void>> accept(NameBatch batch) = 0;
  virtual boost::asio::awaitable<Result<void>> accept(StandingBatch batch) = 0;

  /// Where a source stopped; nullopt when it has never been read.
  virtual boost::asio::awaitable<Result<std::optional<BlockRange>>> position(std::string source) = 0;
};

}  // namespace splitroot
