#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "collectors/handshake/network.hpp"
#include "collectors/handshake/node.hpp"
#include "core/ports/collector.hpp"

namespace splitroot::collectors {

struct HandshakeSettings {
  handshake::Network network;  ///< of handshake::network_by_name
  /// First block to read; nullopt: the chain's first, since a name's state is what all of its covenants add
  /// up to. Where reading has begun it goes on from there, and a `from` before its beginning is an error.
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;  ///< last block to read; nullopt: the head
  /// Blocks above a final one: the depth at which coinbases mature, so that a deeper reorganisation undoes
  /// spent money.
  std::uint64_t confirmations = 100;
  std::size_t blocks_per_batch = 64;  ///< that one request asks for, at most
  std::size_t touches_per_merge = 200'000;
  std::chrono::seconds poll{30};
};

/// Source `hns`, namespace `hns`: scans the raw blocks of hsd nodes (at least one), takes every covenant in
/// them, and hands on what its names have become: final blocks first, then those above as provisional.
std::unique_ptr<Collector> make_handshake_collector(std::vector<std::unique_ptr<handshake::Node>> nodes,
                                                    HandshakeSettings settings);

}  // namespace splitroot::collectors
