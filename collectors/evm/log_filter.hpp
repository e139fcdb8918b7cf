#pragma once
#include <optional>
#include <string>
#include <vector>

#include "collectors/evm/bloom.hpp"
#include "collectors/evm/description.hpp"
#include "collectors/evm/log.hpp"

namespace splitroot::collectors::evm {

/// What to ask a node for, and whether it answered that: all contracts and all events of a description.
/// Events of given contracts and events of whichever contract logs them are two questions: eth_getLogs has
/// one filter.
class LogFilter {
 public:
  explicit LogFilter(const RegistryDescription& registry);

  /// The factories alone, and what they announce.
  static LogFilter of_factories(const RegistryDescription& registry);

  /// Parameters of eth_getLogs for the blocks [from, to], JSON, a question each; see merge_logs.
  std::vector<std::string> params(std::uint64_t from, std::uint64_t to) const;
  /// The same for the one block with this hash.
  std::vector<std::string> params(const Hash256& block) const;

  /// True for a log that is asked for.
  bool wants(const Log& log) const;

  /// False when no log that is asked for is in the block with this bloom.
  bool may_be_in(const Bloom& bloom) const;

  /// Why an answer for [from, to] cannot be believed: a log of another contract, event or block, one taken
  /// back, or out of order. nullopt when it can.
  std::optional<std::string> doubt(const std::vector<Log>& logs, std::uint64_t from, std::uint64_t to) const;

 private:
  struct Question {
    std::vector<Address> addresses;  ///< sorted; none: any
    std::vector<Hash256> topics;     ///< sorted
    std::string tail;                ///< of the parameters
    bool wants(const Log& log) const;
    bool may_be_in(const Bloom& bloom) const;
  };

  LogFilter() = default;
  void ask(std::vector<Address> addresses, std::vector<Hash256> topics);
  std::vector<std::string> params(const std::string& blocks) const;
  std::optional<std::string> doubt(const Log& log, const Log* before, std::uint64_t from,
                                   std::uint64_t to) const;

  std::vector<Question> questions_;
};

/// Adds the logs of another answer, both in chain order; one that is in both stands once.
void merge_logs(std::vector<Log>& logs, std::vector<Log> more);

}  // namespace splitroot::collectors::evm
