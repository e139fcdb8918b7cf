#pragma once
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>

#include "net/timeout.hpp"
#include "run.hpp"

namespace splitroot::net::test {

template <class T>
struct Ended {
  bool aborted = false;  ///< threw operation_aborted
  bool threw = false;    ///< threw anything else
  std::optional<T> value;
  milliseconds took{0};
};

/// Runs an operation and cancels it from outside after a while.
template <class T>
Ended<T> run_and_cancel(awaitable<T> operation, milliseconds after) {
  asio::io_context context;
  asio::cancellation_signal signal;
  Ended<T> ended;
  const auto note = [&ended](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& error) {
      ended.aborted = error.code() == asio::error::operation_aborted;
    } catch (...) {
      ended.threw = true;
    }
  };
  const auto start = Clock::now();
  asio::co_spawn(context, detail::keep(std::move(operation), ended.value),
                 asio::bind_cancellation_slot(signal.slot(), note));
  asio::steady_timer timer{context, after};
  timer.async_wait(
      [&signal](const boost::system::error_code&) { signal.emit(asio::cancellation_type::terminal); });
  context.run();
  ended.took = since(start);
  return ended;
}

}  // namespace splitroot::net::test
