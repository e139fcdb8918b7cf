#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>

#include "collectors/handshake/chain.hpp"
#include "core/batch.hpp"

namespace splitroot::collectors::handshake {

/// What one pass does.
struct Plan {
  BlockRange range;  ///< as read; `verified` stands before `next`, its hash is empty before the first block
  Timestamp time;    ///< of block `range.verified`, where anything was read
  std::uint64_t next = 0;  ///< first block to read; none is when it lies above `last`
  std::uint64_t last = 0;
  std::uint64_t final_to = 0;          ///< blocks up to here are final
  std::optional<BlockMark> rewind_to;  ///< a reorganisation: where the branches part
  bool settles = false;                ///< blocks read before have become final
  std::vector<SourceNotice> notices;   ///< to be told with the first batch
  bool first_reading = false;          ///< nothing of this source is stored

  bool has_blocks() const { return next <= last; }
};

struct PlanSettings {
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;
  std::uint64_t confirmations = 0;
};

/// Compares where reading stands with the chain. Error
/// (source): the chain was reorganised below what is final, which nothing is done about; or the node is
/// behind.
boost::asio::awaitable<Result<Plan>> make_plan(Chain& chain, Tip tip, ChainPosition position,
                                               PlanSettings settings);

}  // namespace splitroot::collectors::handshake
