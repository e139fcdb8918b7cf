#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "collectors/handshake/network.hpp"
#include "core/result.hpp"
#include "net/json_rpc.hpp"

namespace splitroot::collectors::handshake {

/// Consecutive blocks as the node holds them.
struct RawBlocks {
  std::uint64_t first = 0;          ///< height of the first
  std::vector<std::string> blocks;  ///< octets of each
  std::string last_hash;            ///< of the last, hex, as the node says

  std::size_t octets() const;
  std::uint64_t end() const { return first + blocks.size(); }
};

/// An hsd node, asked by JSON-RPC. Errors say what the operator can do.
class Chain {
 public:
  Chain(net::RpcClient& rpc, Network network) : rpc_(rpc), network_(network) {}

  /// Height of the last block, once the node has shown that it serves this network (name and genesis hash).
  boost::asio::awaitable<Result<std::uint64_t>> head();

  /// Hash of the block at `height`, hex.
  boost::asio::awaitable<Result<std::string>> hash_at(std::uint64_t height);

  /// `count` blocks from `first` on, in one batch.
  boost::asio::awaitable<Result<RawBlocks>> blocks(std::uint64_t first, std::size_t count);

  const std::string& node() const { return rpc_.name(); }
  const Network& network() const { return network_; }

 private:
  Result<std::string> string_of(const net::RpcAnswer& answer, std::string_view asked) const;
  Error wrong_chain(std::string_view chain) const;
  Error explained(Error error) const;

  net::RpcClient& rpc_;
  Network network_;
};

}  // namespace splitroot::collectors::handshake
