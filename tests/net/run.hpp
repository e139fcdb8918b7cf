#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <exception>
#include <optional>
#include <utility>
#include <vector>

#include "net/http.hpp"
#include "net/timeout.hpp"

namespace splitroot::net::test {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

/// Runs one operation to its end; what it throws comes out.
template <class T>
T run(asio::io_context& context, awaitable<T> operation) {
  std::exception_ptr thrown;
  std::optional<T> outcome;
  asio::co_spawn(context, detail::keep(std::move(operation), outcome),
                 [&thrown](std::exception_ptr failed) { thrown = failed; });
  context.restart();
  context.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*outcome);
}

template <class T>
T run(awaitable<T> operation) {
  asio::io_context context;
  return run(context, std::move(operation));
}

/// One exchange by a client of its own.
inline Result<HttpResponse> fetch(HttpRequest request) {
  asio::io_context context;
  HttpClient client{context.get_executor()};
  return run(context, client.fetch(std::move(request)));
}

/// A vector of what can only be moved.
template <class... Values>
auto list(Values... values) {
  std::vector<std::common_type_t<Values...>> out;
  (out.push_back(std::move(values)), ...);
  return out;
}

inline milliseconds since(Clock::time_point start) {
  return std::chrono::duration_cast<milliseconds>(Clock::now() - start);
}

}  // namespace splitroot::net::test
