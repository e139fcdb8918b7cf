#pragma once
#include <map>
#include <random>

#include "collectors/evm/receipt.hpp"
#include "evm_registry.hpp"

namespace evm_fakes {

using collectors::evm::Bloom;
using collectors::evm::Log;
using collectors::evm::Receipt;

/// A block with everything its header commits to.
struct MadeBlock {
  std::uint64_t number = 0;
  Hash256 hash{};
  Hash256 parent{};
  std::vector<Receipt> receipts;
  Hash256 root{};
  Bloom bloom{};

  std::vector<Log> logs() const;
};

/// A branch of a made-up chain whose receipts, roots and blooms are true.
class MadeChain {
 public:
  explicit MadeChain(std::uint32_t seed);

  /// Adds blocks with some logs of ours and some of others; `empty`: with none at all.
  void grow(std::uint64_t blocks, bool empty = false);
  /// Drops the blocks above `number`; what grows then is another branch.
  void fork_at(std::uint64_t number);

  std::uint64_t head() const { return blocks_.size() - 1; }
  const MadeBlock& at(std::uint64_t number) const { return blocks_.at(number); }
  const MadeBlock* find(const Hash256& hash) const;
  std::mt19937& random() { return random_; }
  std::uint64_t pick(std::uint64_t below) { return random_() % below; }

 private:
  Log made_log(std::uint64_t number, bool ours);
  std::vector<MadeBlock> blocks_;
  std::mt19937 random_;
};

/// A node over such a chain. `lie` may change what eth_getLogs tells of a block.
class ChainNode : public net::RpcClient {
 public:
  explicit ChainNode(const MadeChain& chain, std::string name = "https://node.example")
      : chain_(chain), name_(std::move(name)) {}

  std::uint64_t final_depth = 64;
  std::uint64_t lag = 0;  ///< blocks it does not have yet
  std::function<void(std::vector<Log>&, const MadeBlock&)> lie;
  /// Called before each exchange.
  std::function<void()> before;
  bool has_receipts = true;
  std::uint64_t receipts_asked = 0;

  boost::asio::awaitable<Result<std::vector<net::RpcAnswer>>> batch(std::vector<net::RpcCall> calls) override;
  const std::string& name() const override { return name_; }

 private:
  std::optional<std::string> answer_to(const net::RpcCall& call);
  std::string header(const std::string& which) const;
  std::optional<std::string> logs(const net::RpcCall& call);
  std::string logs_of(const MadeBlock& block);
  std::uint64_t head() const { return chain_.head() - std::min(chain_.head(), lag); }

  const MadeChain& chain_;
  std::string name_;
};

/// Keeps events as a store does: provisional blocks may be taken back, final ones never.
class StoreModel : public QuietSink {
 public:
  struct Row {
    std::uint64_t block = 0;
    NameKey key;
    std::string tx;
    auto operator<=>(const Row&) const = default;
  };

  boost::asio::awaitable<Result<void>> accept(NameBatch batch) override;
  std::vector<Row> sorted() const;

  std::vector<Row> rows;
  std::uint64_t rewinds = 0;
  std::uint64_t batches = 0;
  std::string breach;  ///< what a batch did that it must not; empty when all is well

 private:
  void require(bool holds, const char* what) {
    if (!holds && breach.empty()) breach = what;
  }
  void rewind(const BlockMark& to);
  void move(const NameBatch& batch);
};

/// The rows a chain's blocks [from, to] make.
std::vector<StoreModel::Row> rows_of(const MadeChain& chain, std::uint64_t from, std::uint64_t to);

}  // namespace evm_fakes
