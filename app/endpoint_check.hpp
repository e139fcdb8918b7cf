#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <string>

#include "net/json_rpc.hpp"

namespace splitroot::app {

/// One endpoint as `doctor` finds it.
struct EndpointFinding {
  std::string endpoint;  ///< fit to be shown
  bool well = false;
  std::string words;  ///< what it answers, or what is wrong with it
};

/// Chain, head, whether the node knows its final block, and whether it gives the logs of many blocks at a
/// time.
boost::asio::awaitable<EndpointFinding> check_evm_endpoint(net::RpcClient& rpc, std::uint64_t chain_id,
                                                           std::string contract);

/// Network and height.
boost::asio::awaitable<EndpointFinding> check_handshake_endpoint(net::RpcClient& rpc, std::string network);

}  // namespace splitroot::app
