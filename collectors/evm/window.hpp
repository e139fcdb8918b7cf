#pragma once
#include <boost/asio/awaitable.hpp>
#include <vector>

#include "collectors/evm/chain.hpp"
#include "collectors/evm/description.hpp"
#include "collectors/evm/log_filter.hpp"
#include "core/batch.hpp"
#include "core/result.hpp"

namespace splitroot::collectors::evm {

/// The blocks [from, to] as read: what their logs say, and the header of block `to`.
struct Window {
  std::vector<NameEvent> events;
  std::vector<Malformed> malformed;
  BlockHeader last;
};

/// Reads windows of one registry, of a size the node bears.
class WindowReader {
 public:
  WindowReader(const RegistryDescription& registry, Chain& chain, std::uint64_t largest)
      : registry_(registry), chain_(chain), filter_(registry), size_(largest) {}

  /// The blocks from `from` on, as many as the node gives at once, `last` at most.
  boost::asio::awaitable<Result<Window>> read(std::uint64_t from, std::uint64_t last);

 private:
  /// Logs that may be believed, and the last block they were asked for.
  struct Fetched {
    std::vector<Log> logs;
    std::uint64_t to = 0;
  };
  boost::asio::awaitable<Result<Fetched>> fetch(std::uint64_t from, std::uint64_t last);
  Result<Window> decode(const std::vector<Log>& logs, const std::vector<BlockHeader>& headers) const;
  Error disbelief(std::string_view why) const;

  const RegistryDescription& registry_;
  Chain& chain_;
  LogFilter filter_;
  WindowSize size_;
};

}  // namespace splitroot::collectors::evm
