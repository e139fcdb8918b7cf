#include "collectors/iana/dns_connection.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <charconv>

#include "core/display.hpp"

namespace splitroot::collectors {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::string_view scheme = "axfr://";
constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

/// Why an operation failed, as a reason that may pass.
Error network_error(error_code failure, std::string_view while_doing) {
  if (failure == asio::error::eof) {
    return source_error("the server ended the transfer before the closing SOA", true);
  }
  return source_error(std::string{while_doing} + ": " + failure.message(), true);
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

std::string axfr_url(const AxfrServer& server) {
  const bool is_ipv6 = server.host.find(':') != std::string::npos;
  return std::string{scheme} + (is_ipv6 ? "[" + server.host + "]" : server.host) + ":" +
         std::to_string(server.port);
}

DnsConnection::DnsConnection(asio::any_io_executor executor, AxfrLimits limits,
                             const std::optional<TsigKey>& key)
    : socket_(std::move(executor)), limits_(limits) {
  if (key) tsig_.emplace(*key);
}

asio::awaitable<Result<void>> DnsConnection::connect(AxfrServer server) {
  tcp::resolver resolver{socket_.get_executor()};
  const std::string port = std::to_string(server.port);
  auto [unresolved, addresses] = co_await resolver.async_resolve(server.host, port, as_tuple);
  if (unresolved) co_return network_error(unresolved, "its address cannot be found");
  auto [refused, address] = co_await asio::async_connect(socket_, addresses, as_tuple);
  if (refused) co_return network_error(refused, "cannot connect");
  co_return Result<void>{};
}

asio::awaitable<Result<void>> DnsConnection::ask(std::string query) {
  if (tsig_) query = tsig_->sign(std::move(query), now());
  std::string framed{static_cast<char>(query.size() >> 8), static_cast<char>(query.size() & 0xff)};
  framed += query;
  auto [failure, size] = co_await asio::async_write(socket_, asio::buffer(framed), as_tuple);
  if (failure) co_return network_error(failure, "cannot send");
  co_return Result<void>{};
}

asio::awaitable<Result<std::string>> DnsConnection::receive() {
  std::array<unsigned char, 2> length{};
  auto [cut, head] = co_await asio::async_read(socket_, asio::buffer(length), as_tuple);
  if (cut) co_return network_error(cut, "cannot receive");
  std::string message(static_cast<std::size_t>(length[0]) << 8 | length[1], '\0');
  received_ += message.size() + length.size();
  if (received_ > limits_.largest) {
    co_return source_error("more than " + std::to_string(limits_.largest) +
                           " octets: no root zone is that large");
  }
  auto [torn, size] = co_await asio::async_read(socket_, asio::buffer(message), as_tuple);
  if (torn) co_return network_error(torn, "cannot receive");
  if (tsig_) {
    if (auto checked = tsig_->check(message, now()); !checked) co_return checked.error();
  }
  co_return message;
}

Result<void> DnsConnection::finish() const { return tsig_ ? tsig_->finish() : Result<void>{}; }

}  // namespace splitroot::collectors
