#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/iana/tsig.hpp"

namespace splitroot::collectors {

/// A server that hands out the root zone by AXFR (RFC 5936) and IXFR (RFC 1995) over TCP.
struct AxfrServer {
  std::string host;
  std::uint16_t port = 53;
  bool operator==(const AxfrServer&) const = default;
};

/// `axfr://host`, `axfr://host:port`, `axfr://[2001:db8::1]:port`. Error (usage) says what is wrong.
Result<AxfrServer> parse_axfr_url(std::string_view url);

/// The URL of a server.
std::string axfr_url(const AxfrServer& server);

struct AxfrLimits {
  std::chrono::milliseconds deadline{60'000};  ///< of the whole transfer, connecting included
  std::size_t largest = 64U << 20;             ///< octets received
};

/// One question and the messages of its answer. Held by the coroutine of its transfer; every wait ends when
/// that is cancelled. Errors (source) are bare reasons; those of the network may pass. A TSIG that is missing
/// or wrong is one of them.
class DnsConnection {
 public:
  DnsConnection(boost::asio::any_io_executor executor, AxfrLimits limits, const std::optional<TsigKey>& key);

  boost::asio::awaitable<Result<void>> connect(AxfrServer server);
  boost::asio::awaitable<Result<void>> ask(std::string query);
  /// The next message, without the length that precedes it (RFC 1035, section 4.2.2).
  boost::asio::awaitable<Result<std::string>> receive();
  /// After the last message.
  Result<void> finish() const;

 private:
  boost::asio::ip::tcp::socket socket_;
  AxfrLimits limits_;
  std::optional<TsigSession> tsig_;
  std::size_t received_ = 0;
};

}  // namespace splitroot::collectors
