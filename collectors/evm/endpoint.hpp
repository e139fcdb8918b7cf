#pragma once
#include <chrono>
#include <optional>

#include "collectors/evm/chain.hpp"
#include "collectors/evm/metered_rpc.hpp"
#include "collectors/evm/range_refusal.hpp"
#include "core/source.hpp"

namespace splitroot::collectors::evm {

/// One node as this source knows it: whether it is of the right chain, how it fares, what it takes at a time.
class Endpoint {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Standing {
    unknown,  ///< not asked yet which chain it follows: nothing it says is used
    right,
    wrong  ///< of another chain: never asked again
  };

  Endpoint(net::RpcClient& rpc, WindowSize window) : rpc_(rpc), chain_(rpc_), window_(window) {}
  Endpoint(const Endpoint&) = delete;
  Endpoint& operator=(const Endpoint&) = delete;

  Chain& chain() { return chain_; }
  WindowSize& window() { return window_; }
  const std::string& name() const { return rpc_.name(); }

  Standing standing = Standing::unknown;
  std::optional<std::uint64_t> head;  ///< the highest block it is known to have

  void saw(std::uint64_t block) { head = std::max(head.value_or(0), block); }
  void succeeded();
  /// Waits longer after each failure in a row: 1 s, 2 s, … 60 s.
  void failed(const Error& error);

  bool rests(Clock::time_point at) const { return at < rests_until_; }
  /// What is to be expected of it: seconds until the answer to one more question.
  double expected_wait() const { return (rpc_.in_flight() + 1) * rpc_.seconds(); }

  EndpointHealth health() const;

 private:
  MeteredRpc rpc_;
  Chain chain_;
  WindowSize window_;
  std::uint64_t failures_ = 0;
  int in_a_row_ = 0;
  Clock::time_point rests_until_ = Clock::time_point::min();
  std::string trouble_;
};

}  // namespace splitroot::collectors::evm
