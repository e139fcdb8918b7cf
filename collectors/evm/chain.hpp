#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "collectors/evm/bloom.hpp"
#include "collectors/evm/log.hpp"
#include "collectors/evm/range_refusal.hpp"
#include "collectors/evm/receipt.hpp"
#include "core/result.hpp"
#include "core/time.hpp"
#include "net/json_rpc.hpp"

namespace splitroot::collectors::evm {

struct BlockHeader {
  std::uint64_t number = 0;
  Hash256 hash{};
  std::optional<Hash256> parent;
  Timestamp time;
  std::optional<Hash256> receipts_root;
  std::optional<Bloom> bloom;
};

/// A chain's last block, and the last one that is held to be final.
struct Heads {
  BlockHeader latest;
  BlockHeader final;
};

/// Logs, and how many octets brought them (0: not known).
struct LogsGiven {
  std::vector<Log> logs;
  std::size_t octets = 0;
};

using LogsAnswer = std::variant<LogsGiven, RangeRefusal>;

/// The few questions a name registry's history needs (Ethereum execution API). Errors name the endpoint.
class Chain {
 public:
  /// Blocks this far below the head count as final where a node knows no finalized tag: two epochs.
  static constexpr std::uint64_t settled_depth = 64;
  /// Headers asked for in one exchange.
  static constexpr std::size_t headers_at_once = 50;

  /// `rpc` must outlive the chain.
  explicit Chain(net::RpcClient& rpc) : rpc_(rpc) {}

  boost::asio::awaitable<Result<std::uint64_t>> chain_id();
  boost::asio::awaitable<Result<BlockHeader>> latest();
  boost::asio::awaitable<Result<Heads>> heads();

  /// Headers in the order asked for. A block the node does not know is an error (retry).
  boost::asio::awaitable<Result<std::vector<BlockHeader>>> headers(std::vector<std::uint64_t> numbers);
  boost::asio::awaitable<Result<BlockHeader>> header(std::uint64_t number);

  /// `params` as LogFilter makes them.
  boost::asio::awaitable<Result<LogsAnswer>> logs(std::string params);

  /// Several eth_getLogs of single blocks in one exchange, in their order. A block unknown by now is an
  /// Error.
  boost::asio::awaitable<Result<std::vector<std::vector<Log>>>> logs_each(std::vector<std::string> params);

  /// The receipts of these blocks, in their order, asked for by hash.
  boost::asio::awaitable<Result<std::vector<std::vector<Receipt>>>> receipts(std::vector<BlockHeader> blocks);

  const std::string& name() const { return rpc_.name(); }

 private:
  boost::asio::awaitable<Result<net::RpcAnswer>> ask(std::string method, std::string params);
  boost::asio::awaitable<Result<std::vector<net::RpcAnswer>>> ask_all(std::vector<net::RpcCall> calls);
  Error error(std::string_view what, bool retry = true) const;
  Error error(const net::RpcError& refused, std::string_view method) const;
  Result<LogsAnswer> read_logs_answer(const net::RpcAnswer& answer, std::size_t octets) const;
  Result<BlockHeader> read_header(const net::RpcAnswer& answer, std::optional<std::uint64_t> number) const;

  net::RpcClient& rpc_;
  bool told_of_settling_ = false;
};

}  // namespace splitroot::collectors::evm
