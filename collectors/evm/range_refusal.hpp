#pragma once
#include <algorithm>
#include <cstdint>
#include <optional>

#include "net/json_rpc.hpp"

namespace splitroot::collectors::evm {

/// A node that would answer eth_getLogs for fewer blocks.
struct RangeRefusal {
  std::optional<std::uint64_t> blocks;  ///< how many it says it would take
};

/// Tells "too many blocks" and "too large an answer" from every other error. Providers agree neither on the
/// code (-32005 is also a rate limit; -32602, -32600, -32614, -32000, 35 …) nor on the words, so both are
/// looked at; the words of each known provider stand in the tests.
std::optional<RangeRefusal> range_refusal(const net::RpcError& error);

/// How many blocks to ask for at a time: halved on refusal (or what the node suggests), doubled again, up to
/// where it began, after sixteen answers in a row.
class WindowSize {
 public:
  explicit WindowSize(std::uint64_t most) : most_(std::max<std::uint64_t>(1, most)), size_(most_) {}

  std::uint64_t size() const { return size_; }
  void answered();
  /// False when `asked` was a single block: it cannot be asked for less.
  bool refused(std::uint64_t asked, const RangeRefusal& refusal);

 private:
  std::uint64_t most_;
  std::uint64_t size_;
  int in_a_row_ = 0;
};

}  // namespace splitroot::collectors::evm
