#include "fake_server.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <charconv>

namespace splitroot::net::test {
namespace {

namespace asio = boost::asio;
using asio::use_awaitable;
using asio::ip::tcp;

std::size_t content_length(const std::string& head) {
  constexpr std::string_view name = "Content-Length: ";
  const auto at = head.find(name);
  std::size_t length = 0;
  if (at != std::string::npos)
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
  return length;
}

}  // namespace

Reply reply(int status, std::string body, std::string headers) {
  return {"HTTP/1.1 " + std::to_string(status) + " Whatever\r\n" + headers +
              "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
          Reply::End::keep,
          {}};
}

FakeServer::FakeServer(Handler handler)
    : acceptor_(context_, tcp::endpoint{asio::ip::address_v4::loopback(), 0}),
      handler_(std::move(handler)),
      port_(acceptor_.local_endpoint().port()) {
  asio::co_spawn(context_, listen(), asio::detached);
  thread_ = std::thread{[this] { context_.run(); }};
}

FakeServer::~FakeServer() {
  context_.stop();
  thread_.join();
}

std::string FakeServer::url(std::string_view path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + std::string{path};
}

asio::awaitable<void> FakeServer::listen() {
  for (;;) {
    const auto socket = std::make_shared<Socket>(co_await acceptor_.async_accept(use_awaitable));
    ++connections_;
    asio::co_spawn(context_, serve(socket), [](std::exception_ptr) {});
  }
}

asio::awaitable<void> FakeServer::serve(std::shared_ptr<Socket> socket) {
  const auto buffer = std::make_shared<std::string>();
  for (;;) {
    const auto received = co_await read_request(socket, buffer);
    auto answer = handler_(received);
    const auto end = answer.end;
    co_await send(socket, std::move(answer));
    if (end == Reply::End::hang) {
      asio::steady_timer forever{context_, asio::steady_timer::time_point::max()};
      co_await forever.async_wait(use_awaitable);
    }
    if (end == Reply::End::reset) socket->set_option(asio::socket_base::linger{true, 0});
    if (end != Reply::End::keep) co_return;
  }
}

asio::awaitable<Received> FakeServer::read_request(std::shared_ptr<Socket> socket,
                                                   std::shared_ptr<std::string> buffer) {
  Received received;
  auto space = asio::dynamic_buffer(*buffer);
  const auto head = co_await asio::async_read_until(*socket, space, "\r\n\r\n", use_awaitable);
  received.head = buffer->substr(0, head);
  buffer->erase(0, head);
  const auto length = content_length(received.head);
  if (buffer->size() < length) {
    auto more = asio::dynamic_buffer(*buffer);
    co_await asio::async_read(*socket, more, asio::transfer_exactly(length - buffer->size()), use_awaitable);
  }
  received.body = buffer->substr(0, length);
  buffer->erase(0, length);
  received.number = ++requests_;
  co_return received;
}

asio::awaitable<void> FakeServer::send(std::shared_ptr<Socket> socket, Reply answer) {
  const std::size_t step = answer.drip.count() > 0 ? 1 : answer.bytes.size();
  for (std::size_t at = 0; at < answer.bytes.size(); at += step) {
    const auto part = asio::buffer(answer.bytes.data() + at, step);
    co_await asio::async_write(*socket, part, use_awaitable);
    if (answer.drip.count() == 0) continue;
    asio::steady_timer pause{context_, answer.drip};
    co_await pause.async_wait(use_awaitable);
  }
}

}  // namespace splitroot::net::test
