#pragma once
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>

#include "core/ports/batch_sink.hpp"
#include "core/result.hpp"

namespace splitroot {

/// One source. `pass` reads from where the sink says it stopped up to what is final now, batch by batch.
class Collector {
 public:
  virtual ~Collector() = default;
  virtual const std::string& source() const = 0;

  /// One pass; returns once everything final at its start has been accepted. An error leaves what was
  /// accepted in place; the next pass goes on from there.
  virtual boost::asio::awaitable<Result<void>> pass(BatchSink& sink) = 0;

  /// Time to wait between passes while following.
  virtual std::chrono::seconds interval() const = 0;
};

}  // namespace splitroot
