#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "collectors/handshake/network.hpp"
#include "core/name.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
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

/// The end of a node's chain.
struct Tip {
  std::uint64_t height = 0;
  std::string hash;               ///< hex
  std::optional<Timestamp> time;  ///< about when it was mined
  /// Whether the soft fork `icannlockup` is active; nullopt where the node does not say.
  std::optional<bool> lockup_active;
};

/// An hsd node, however it is asked. Errors say what the operator can do.
class Node {
 public:
  virtual ~Node() = default;

  /// What may be shown of its address.
  virtual const std::string& name() const = 0;

  /// Exchanges so far that failed and were made again.
  virtual std::uint64_t replaced() const { return 0; }

  /// The last block, once the node has shown that it serves our network (name and genesis hash).
  virtual boost::asio::awaitable<Result<Tip>> tip() = 0;

  /// Hashes, hex, of the blocks at these heights; empty where the chain has none.
  virtual boost::asio::awaitable<Result<std::vector<std::string>>> hashes(
      std::vector<std::uint64_t> heights) = 0;

  /// `count` blocks from `first` on, in one exchange.
  virtual boost::asio::awaitable<Result<RawBlocks>> blocks(std::uint64_t first, std::size_t count) = 0;

  /// Octets of the names with these hashes; nullopt where the node knows none.
  virtual boost::asio::awaitable<Result<std::vector<std::optional<std::string>>>> labels(
      std::vector<NameKey> keys) = 0;
};

/// Asks by JSON-RPC. `rpc` must outlive the node.
std::unique_ptr<Node> make_rpc_node(net::RpcClient& rpc, Network network);

/// Asks by hsd's REST interface, which some operators give where they give no RPC: a block at a time, and no
/// names by hash. `http` must outlive the node.
std::unique_ptr<Node> make_rest_node(net::HttpClient& http, net::RpcEndpoint endpoint, Network network);

/// Asks the first, and goes over to the second for good once the first is refused (HTTP 401, 403, 404, 405,
/// or an RPC method that is not allowed) and the second answers.
std::unique_ptr<Node> make_either_node(std::unique_ptr<Node> first, std::unique_ptr<Node> second);

}  // namespace splitroot::collectors::handshake
