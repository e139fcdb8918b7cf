#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "collectors/evm/log.hpp"

namespace splitroot::collectors::evm {

/// True when two answers tell the same log; when its block was is left aside, not all nodes say it.
bool same(const Log& left, const Log& right);

/// Blocks, ascending, of which one list says something else than the other. Both are in chain order.
std::vector<std::uint64_t> blocks_that_differ(std::span<const Log> left, std::span<const Log> right);

/// What differs in the first of `blocks`, in words: `block 12 has 3 logs, not 2`.
std::string first_difference(std::span<const Log> left, std::span<const Log> right,
                             const std::vector<std::uint64_t>& blocks);

/// The logs of these blocks.
std::vector<Log> of_blocks(std::span<const Log> logs, const std::vector<std::uint64_t>& blocks);

/// As an eth_getLogs answer has them, JSON, cut at `most` octets.
std::string to_json(std::span<const Log> logs, std::size_t most);

}  // namespace splitroot::collectors::evm
