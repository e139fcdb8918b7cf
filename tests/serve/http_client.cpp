#include "tests/serve/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>

namespace splitroot::serve {

using boost::asio::ip::tcp;

Fetched send_raw(unsigned short port, const std::string& octets) {
  boost::asio::io_context io;
  tcp::socket socket{io};
  socket.connect({boost::asio::ip::address_v4::loopback(), port});
  boost::system::error_code error;
  boost::asio::write(socket, boost::asio::buffer(octets), error);
  std::string all;
  boost::asio::read(socket, boost::asio::dynamic_buffer(all), error);
  Fetched out;
  const auto end = all.find("\r\n\r\n");
  if (end == std::string::npos) return out;
  out.status = std::stoi(all.substr(9, 3));
  out.head = all.substr(0, end + 2);
  out.body = all.substr(end + 4);
  return out;
}

Fetched fetch(unsigned short port, const std::string& target, const std::string& method,
              const std::string& headers) {
  return send_raw(port,
                  method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n");
}

}  // namespace splitroot::serve
