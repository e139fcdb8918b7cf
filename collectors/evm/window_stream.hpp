#pragma once
#include <functional>
#include <list>
#include <map>
#include <optional>

#include "collectors/evm/cross_check.hpp"
#include "collectors/evm/endpoint_set.hpp"
#include "collectors/evm/signal.hpp"
#include "collectors/evm/window.hpp"

namespace splitroot::collectors::evm {

/// How much may be under way or wait to be taken.
struct StreamBounds {
  std::size_t windows = 4;         ///< asked for at a time
  std::size_t octets = 24U << 20;  ///< of answers that wait; the window due next is always asked for
};

/// Reads the blocks [from, to] window by window, several at a time from whichever endpoints are best, and
/// hands them on in order: upwards from `from`, or downwards from `to`. No block is left out or read twice.
class WindowStream {
 public:
  using Take = std::function<boost::asio::awaitable<Result<void>>(Fetched)>;
  enum class Direction { up, down };

  /// What is referred to must outlive the stream.
  WindowStream(EndpointSet& endpoints, const WindowReader& reader, CrossChecker& checker, BatchSink& sink,
               StreamBounds bounds, Direction direction)
      : endpoints_(endpoints),
        reader_(reader),
        checker_(checker),
        sink_(sink),
        bounds_(bounds),
        direction_(direction) {}

  /// Ends when everything has been taken, or with the first window (in order) that no endpoint gives, or with
  /// what `take` says. Once a stream.
  boost::asio::awaitable<Result<void>> run(std::uint64_t from, std::uint64_t to, Take take);

  /// Asks for no further windows; those under way are still taken.
  void stop() { cut(slots_.end()); }

 private:
  /// A window asked for, or a part of the range nobody has asked for yet.
  struct Slot {
    std::uint64_t from = 0;
    std::uint64_t to = 0;
    bool asked = false;
    std::optional<Fetched> fetched;
    std::optional<Error> error;
    bool last = false;  ///< what follows it has been given up: its rest, too, if it is split
  };
  using Slots = std::list<Slot>;
  using Failures = std::map<const Endpoint*, int>;

  boost::asio::awaitable<void> work();
  boost::asio::awaitable<void> hand_on(Take take);
  boost::asio::awaitable<void> fetch(Slots::iterator slot);
  Slots::iterator next_unasked();
  bool more_to_come() const;
  void clip(Slots::iterator slot, Endpoint& endpoint);
  Fetched* usable(const Slot& slot, Endpoint& endpoint, WindowAnswer& answer, Attempts& attempts);
  boost::asio::awaitable<void> keep_proved(Slot& slot, CrossChecker::Doubted doubted, Attempts& attempts);
  void keep(Slot& slot, Fetched fetched);
  void failed(const Slot& slot, Endpoint& endpoint, const Error& error, Attempts& attempts,
              Failures& failures);
  void cut(Slots::iterator after);

  EndpointSet& endpoints_;
  const WindowReader& reader_;
  CrossChecker& checker_;
  BatchSink& sink_;  ///< told of contradictions
  StreamBounds bounds_;
  Direction direction_;
  Slots slots_;
  std::size_t held_ = 0;  ///< octets fetched and not taken
  Signal changed_;
  Result<void> outcome_;
};

}  // namespace splitroot::collectors::evm
