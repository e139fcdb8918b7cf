#pragma once
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

namespace splitroot::collectors::evm {

/// Wakes the coroutines of one thread that wait for something to change; each looks again whether it has.
class Signal {
 public:
  boost::asio::awaitable<void> wait() {
    if (!timer_) {
      timer_.emplace(co_await boost::asio::this_coro::executor, boost::asio::steady_timer::time_point::max());
    }
    co_await timer_->async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }

  void notify() {
    if (timer_) timer_->cancel();
  }

 private:
  std::optional<boost::asio::steady_timer> timer_;
};

}  // namespace splitroot::collectors::evm
