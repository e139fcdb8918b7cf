#include "collectors/iana/axfr.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>
#include <random>

#include "collectors/iana/axfr_decoder.hpp"
#include "core/display.hpp"
#include "net/timeout.hpp"

namespace splitroot::collectors {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::string_view scheme = "axfr://";
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

/// One connection, held by the coroutine of its transfer; every wait ends when that is cancelled.
struct Connection {
  tcp::socket socket;
  AxfrLimits limits;
  std::size_t received = 0;
};

/// Why an operation failed, as a reason that may pass.
Error network_error(error_code failure, std::string_view while_doing) {
  if (failure == asio::error::eof) {
    return source_error("the server ended the transfer before the closing SOA", true);
  }
  return source_error(std::string{while_doing} + ": " + failure.message(), true);
}

asio::awaitable<Result<void>> connect(Connection& connection, AxfrServer server) {
  tcp::resolver resolver{connection.socket.get_executor()};
  const std::string port = std::to_string(server.port);
  auto [unresolved, addresses] = co_await resolver.async_resolve(server.host, port, as_tuple);
  if (unresolved) co_return network_error(unresolved, "its address cannot be found");
  auto [refused, address] = co_await asio::async_connect(connection.socket, addresses, as_tuple);
  if (refused) co_return network_error(refused, "cannot connect");
  co_return Result<void>{};
}

asio::awaitable<Result<void>> send_query(Connection& connection, std::uint16_t id) {
  const std::string query = axfr_query(id);
  std::string framed{static_cast<char>(query.size() >> 8), static_cast<char>(query.size() & 0xff)};
  framed += query;
  auto [failure, size] = co_await asio::async_write(connection.socket, asio::buffer(framed), as_tuple);
  if (failure) co_return network_error(failure, "cannot send");
  co_return Result<void>{};
}

/// One message: two octets of length, then so many (RFC 1035, section 4.2.2).
asio::awaitable<Result<std::string>> receive(Connection& connection) {
  std::array<unsigned char, 2> length{};
  auto [cut, head] = co_await asio::async_read(connection.socket, asio::buffer(length), as_tuple);
  if (cut) co_return network_error(cut, "cannot receive");
  std::string message(static_cast<std::size_t>(length[0]) << 8 | length[1], '\0');
  connection.received += message.size() + length.size();
  if (connection.received > connection.limits.largest) {
    co_return source_error("more than " + std::to_string(connection.limits.largest) +
                           " octets: no root zone is that large");
  }
  auto [torn, size] = co_await asio::async_read(connection.socket, asio::buffer(message), as_tuple);
  if (torn) co_return network_error(torn, "cannot receive");
  co_return message;
}

std::uint16_t random_id() {
  std::random_device device;
  return static_cast<std::uint16_t>(device());
}

/// Receives until the SOA has come again.
asio::awaitable<Result<void>> receive_zone(Connection& connection, AxfrDecoder& decoder) {
  for (;;) {
    const auto message = co_await receive(connection);
    if (!message) co_return message.error();
    const auto fed = decoder.feed(*message);
    if (!fed) co_return fed.error();
    if (*fed) co_return Result<void>{};
  }
}

asio::awaitable<Result<Transfer>> transfer(AxfrServer server, AxfrLimits limits, RootZoneRules rules) {
  Connection connection{tcp::socket{co_await asio::this_coro::executor}, limits};
  const std::uint16_t id = random_id();
  AxfrDecoder decoder{id};
  if (auto connected = co_await connect(connection, server); !connected) co_return connected.error();
  if (auto sent = co_await send_query(connection, id); !sent) co_return sent.error();
  if (auto received = co_await receive_zone(connection, decoder); !received) co_return received.error();
  co_return decoder.finish(rules);
}

Error not_an_axfr_url(std::string_view url, std::string_view why) {
  return usage_error("'" + display_text(url) + "': " + std::string{why} +
                     "; write axfr://host or axfr://host:port");
}

}  // namespace

Result<AxfrServer> parse_axfr_url(std::string_view url) {
  if (!url.starts_with(scheme)) return not_an_axfr_url(url, "no axfr URL");
  std::string_view rest = url.substr(scheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  AxfrServer server;
  std::string_view port;
  if (rest.starts_with('[')) {
    const auto end = rest.find(']');
    if (end == std::string_view::npos) return not_an_axfr_url(url, "the address's bracket is not closed");
    server.host = rest.substr(1, end - 1);
    port = rest.substr(end + 1);
  } else {
    server.host = rest.substr(0, rest.find(':'));
    port = rest.substr(server.host.size());
  }
  if (server.host.empty()) return not_an_axfr_url(url, "no host");
  if (server.host.find_first_of("/?#@ ") != std::string::npos) {
    return not_an_axfr_url(url, "more than a host and a port");
  }
  if (port.empty()) return server;
  const char* const end = port.data() + port.size();
  const auto [stop, failure] = std::from_chars(port.data() + 1, end, server.port);
  if (port.front() != ':' || failure != std::errc{} || stop != end || server.port == 0) {
    return not_an_axfr_url(url, "the port is no number from 1 to 65535");
  }
  return server;
}

asio::awaitable<Result<Transfer>> transfer_root_zone(AxfrServer server, AxfrLimits limits,
                                                     RootZoneRules rules) {
  auto result = co_await net::with_timeout(limits.deadline, transfer(server, limits, rules));
  if (result) co_return result;
  const std::string host = server.host.find(':') == std::string::npos ? server.host : "[" + server.host + "]";
  co_return source_error("axfr://" + host + ":" + std::to_string(server.port) + ": " + result.error().message,
                         result.error().retry);
}

}  // namespace splitroot::collectors
