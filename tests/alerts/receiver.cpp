#include "tests/alerts/receiver.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <sstream>

#include "core/label.hpp"

namespace splitroot::alerts {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto as_value = asio::as_tuple(asio::use_awaitable);

Receiver::Receiver(asio::io_context& context, std::vector<std::string> answers)
    : acceptor_(context, tcp::endpoint{asio::ip::address_v4::loopback(), 0}), answers_(std::move(answers)) {
  asio::co_spawn(context, accept(), asio::detached);
}

std::string Receiver::url() const {
  return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port()) + "/hook?key=1";
}

asio::awaitable<void> Receiver::accept() {
  const auto executor = acceptor_.get_executor();
  for (;;) {
    auto [error, socket] = co_await acceptor_.async_accept(as_value);
    if (error) co_return;
    asio::co_spawn(executor, serve(std::move(socket)), asio::detached);
  }
}

namespace {

Receiver::Request parse_head(const std::string& head) {
  Receiver::Request request;
  std::istringstream in{head};
  std::getline(in, request.line);
  for (std::string line; std::getline(in, line) && line != "\r";) {
    const auto colon = line.find(": ");
    request.headers[lower_ascii(line.substr(0, colon))] = line.substr(colon + 2, line.size() - colon - 3);
  }
  return request;
}

}  // namespace

asio::awaitable<void> Receiver::serve(tcp::socket socket) {
  std::string data;
  auto [error, size] =
      co_await asio::async_read_until(socket, asio::dynamic_buffer(data), "\r\n\r\n", as_value);
  if (error) co_return;
  Request request = parse_head(data.substr(0, size));
  request.body = data.substr(size);
  const std::size_t length = std::stoul(request.headers["content-length"]);
  std::string rest(length - std::min(length, request.body.size()), '\0');
  co_await asio::async_read(socket, asio::buffer(rest), as_value);
  request.body += rest;
  const std::string reply = answers_[std::min(requests_.size(), answers_.size() - 1)];
  requests_.push_back(std::move(request));
  co_await asio::async_write(socket, asio::buffer(reply), as_value);
}

std::string answer(const std::string& status, const std::string& headers, const std::string& body) {
  return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n\r\n" + body;
}

}  // namespace splitroot::alerts
