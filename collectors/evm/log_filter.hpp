#pragma once
#include <optional>
#include <string>
#include <vector>

#include "collectors/evm/bloom.hpp"
#include "collectors/evm/description.hpp"
#include "collectors/evm/log.hpp"

namespace splitroot::collectors::evm {

/// What to ask a node for, and whether it answered that: all contracts and all events of a description.
class LogFilter {
 public:
  explicit LogFilter(const RegistryDescription& registry);

  /// Parameters of eth_getLogs for the blocks [from, to], JSON.
  std::string params(std::uint64_t from, std::uint64_t to) const;

  /// The same for the one block with this hash.
  std::string params(const Hash256& block) const;

  /// True for a log that is asked for.
  bool wants(const Log& log) const;

  /// False when no log that is asked for is in the block with this bloom.
  bool may_be_in(const Bloom& bloom) const;

  /// Why an answer for [from, to] cannot be believed: a log of another contract, event or block, one taken
  /// back, or out of order. nullopt when it can.
  std::optional<std::string> doubt(const std::vector<Log>& logs, std::uint64_t from, std::uint64_t to) const;

 private:
  std::optional<std::string> doubt(const Log& log, const Log* before, std::uint64_t from,
                                   std::uint64_t to) const;

  std::vector<Address> addresses_;  ///< sorted
  std::vector<Hash256> topics_;     ///< sorted
  std::string tail_;                ///< of the parameters
};

}  // namespace splitroot::collectors::evm
