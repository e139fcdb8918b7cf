#pragma once
#include <chrono>
#include <cstdint>

#include "net/json_rpc.hpp"

namespace splitroot::collectors::evm {

/// Counts and times what goes through it. `inner` must outlive it.
class MeteredRpc final : public net::RpcClient {
 public:
  explicit MeteredRpc(net::RpcClient& inner) : inner_(inner) {}

  boost::asio::awaitable<Result<std::vector<net::RpcAnswer>>> batch(std::vector<net::RpcCall> calls) override;
  boost::asio::awaitable<Result<net::RpcRaw>> raw(net::RpcCall call) override;
  const std::string& name() const override { return inner_.name(); }

  std::uint64_t replaced() const override { return inner_.replaced(); }

  std::uint64_t requests() const { return requests_; }
  int in_flight() const { return in_flight_; }
  /// Seconds of an exchange, the latest ones weighing most; 0 before the first.
  double seconds() const { return seconds_; }

 private:
  using Clock = std::chrono::steady_clock;
  void ended(Clock::time_point begun);

  net::RpcClient& inner_;
  std::uint64_t requests_ = 0;
  int in_flight_ = 0;
  double seconds_ = 0;
};

}  // namespace splitroot::collectors::evm
