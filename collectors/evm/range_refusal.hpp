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

/// How many blocks to ask one node for at a time. Doubled with each answer as long as two such answers would
/// stay below `wanted_octets`; halved on refusal, or cut to what the node suggests, and then not raised
/// beyond what it refused before sixteen answers in a row.
class WindowSize {
 public:
  static constexpr std::size_t wanted_octets = 4U << 20;

  WindowSize(std::uint64_t first, std::uint64_t most);

  std::uint64_t size() const { return size_; }
  /// `asked` blocks were answered with so many octets.
  void answered(std::uint64_t asked, std::size_t octets);
  /// False when `asked` was a single block: it cannot be asked for less.
  bool refused(std::uint64_t asked, const RangeRefusal& refusal);

 private:
  std::uint64_t most_;
  std::uint64_t size_;
  std::uint64_t ceiling_;  ///< the most it is held to bear
  int in_a_row_ = 0;
};

}  // namespace splitroot::collectors::evm
