#include "collectors/evm/metered_rpc.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

constexpr double weight_of_latest = 0.3;

/// Counts an exchange as under way for as long as it lives, cancelled ones too.
class Underway {
 public:
  explicit Underway(int& count) : count_(count) { ++count_; }
  ~Underway() { --count_; }
  Underway(const Underway&) = delete;
  Underway& operator=(const Underway&) = delete;

 private:
  int& count_;
};

}  // namespace

void MeteredRpc::ended(Clock::time_point begun) {
  const double taken = std::chrono::duration<double>(Clock::now() - begun).count();
  seconds_ = seconds_ == 0 ? taken : seconds_ + weight_of_latest * (taken - seconds_);
}

awaitable<Result<std::vector<net::RpcAnswer>>> MeteredRpc::batch(std::vector<net::RpcCall> calls) {
  ++requests_;
  const Underway underway{in_flight_};
  const auto begun = Clock::now();
  auto answers = co_await inner_.batch(std::move(calls));
  ended(begun);
  co_return answers;
}

awaitable<Result<net::RpcRaw>> MeteredRpc::raw(net::RpcCall call) {
  ++requests_;
  const Underway underway{in_flight_};
  const auto begun = Clock::now();
  auto reply = co_await inner_.raw(std::move(call));
  ended(begun);
  co_return reply;
}

}  // namespace splitroot::collectors::evm
