#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "collectors/handshake/network.hpp"
#include "core/ports/collector.hpp"
#include "net/json_rpc.hpp"

namespace splitroot::collectors {

struct HandshakeSettings {
  handshake::Network network;  ///< of handshake::network_by_name
  /// First block to read; nullopt: 30 days (4,320 blocks) before the last final one. Where reading has begun
  /// it goes on from there, and a `from` before its beginning is an error.
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;             ///< last block to read; nullopt: as far as is final
  std::optional<std::uint64_t> confirmations;  ///< blocks above a final one; nullopt: 6, on regtest 0
  std::size_t blocks_per_batch = 50;           ///< at most
  std::chrono::seconds poll{30};
};

/// Source `hns`, namespace `hns`: scans the raw blocks of an hsd node and takes every covenant in them. `rpc`
/// must outlive the collector.
std::unique_ptr<Collector> make_handshake_collector(net::RpcClient& rpc, HandshakeSettings settings);

}  // namespace splitroot::collectors
