#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/iana/root_zone.hpp"

namespace splitroot::collectors {

/// A server that hands out the root zone by AXFR (RFC 5936) over TCP.
struct AxfrServer {
  std::string host;
  std::uint16_t port = 53;
  bool operator==(const AxfrServer&) const = default;
};

/// `axfr://host`, `axfr://host:port`, `axfr://[2001:db8::1]:port`. Error (usage) says what is wrong.
Result<AxfrServer> parse_axfr_url(std::string_view url);

struct AxfrLimits {
  std::chrono::milliseconds deadline{60'000};  ///< of the whole transfer, connecting included
  std::size_t largest = 64U << 20;             ///< octets received
};

struct Transfer {
  RootZone zone;
  std::string digest;  ///< SHA-256 (hex) over the records in wire form, in the order received
};

/// Transfers the root zone. Errors (source) are one line and name the server; those of the network may be
/// retried.
boost::asio::awaitable<Result<Transfer>> transfer_root_zone(AxfrServer server, AxfrLimits limits,
                                                            RootZoneRules rules);

}  // namespace splitroot::collectors
