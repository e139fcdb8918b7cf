#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <map>
#include <string>
#include <vector>

namespace splitroot::alerts {

/// A webhook's receiver on a real local socket: takes one request a connection and answers by its script (the
/// last answer repeats).
class Receiver {
 public:
  struct Request {
    std::string line;
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;
  };

  Receiver(boost::asio::io_context& context, std::vector<std::string> answers);

  std::string url() const;
  const std::vector<Request>& requests() const { return requests_; }
  void close() { acceptor_.close(); }

 private:
  boost::asio::awaitable<void> accept();
  boost::asio::awaitable<void> serve(boost::asio::ip::tcp::socket socket);

  boost::asio::ip::tcp::acceptor acceptor_;
  std::vector<std::string> answers_;
  std::vector<Request> requests_;
};

/// `HTTP/1.1 STATUS`, extra header lines (each with CRLF) and a body.
std::string answer(const std::string& status, const std::string& headers = "", const std::string& body = "");

}  // namespace splitroot::alerts
