#pragma once
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace splitroot::net::test {

/// A request as it came: request line and headers as text, and the body.
struct Received {
  std::string head;
  std::string body;
  int number = 0;  ///< of this request among all the server has seen, from 1

  bool has(std::string_view text) const { return head.find(text) != std::string::npos; }
};

/// The octets to send, and what becomes of the connection afterwards.
struct Reply {
  enum class End { keep, close, reset, hang };
  std::string bytes;
  End end = End::keep;
  std::chrono::milliseconds drip{0};  ///< pause after each octet
};

/// A whole HTTP answer. `headers`: lines with CRLF.
Reply reply(int status, std::string body, std::string headers = "");
inline Reply json(std::string body, int status = 200) {
  return reply(status, std::move(body), "Content-Type: application/json\r\n");
}
inline Reply hang() { return {"", Reply::End::hang, {}}; }
inline Reply reset() { return {"", Reply::End::reset, {}}; }

/// A TCP server on 127.0.0.1 in a thread of its own, that does as it is told.
class FakeServer {
 public:
  using Handler = std::function<Reply(const Received&)>;

  explicit FakeServer(Handler handler);
  ~FakeServer();

  std::string url(std::string_view path = "/") const;
  unsigned short port() const { return port_; }
  int connections() const { return connections_; }
  int requests() const { return requests_; }

 private:
  using Socket = boost::asio::ip::tcp::socket;
  boost::asio::awaitable<void> listen();
  boost::asio::awaitable<void> serve(std::shared_ptr<Socket> socket);
  boost::asio::awaitable<Received> read_request(std::shared_ptr<Socket> socket,
                                                std::shared_ptr<std::string> buffer);
  boost::asio::awaitable<void> send(std::shared_ptr<Socket> socket, Reply reply);

  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  Handler handler_;
  unsigned short port_;
  std::atomic<int> connections_ = 0;
  std::atomic<int> requests_ = 0;
  std::thread thread_;
};

}  // namespace splitroot::net::test
