#pragma once
#include <boost/asio/awaitable.hpp>
#include <variant>
#include <vector>

#include "collectors/evm/chain.hpp"
#include "collectors/evm/decode.hpp"
#include "collectors/evm/description.hpp"
#include "collectors/evm/log_filter.hpp"
#include "core/batch.hpp"
#include "core/result.hpp"

namespace splitroot::collectors::evm {

/// The blocks [from, to] as a node gave them: logs that may be believed, and the headers that are needed to
/// read them, ascending; the last one is that of block `to`.
struct Fetched {
  std::uint64_t from = 0;
  std::uint64_t to = 0;
  std::vector<Log> logs;
  std::vector<BlockHeader> headers;
  std::size_t octets = 0;  ///< of the answer
  bool by_hash = false;    ///< asked for block by block; then `headers` are those of all blocks

  const BlockHeader& last() const { return headers.back(); }
};

/// What logs say, in chain order.
using Window = Decodings;

/// Why an answer cannot be believed: nothing of it is taken.
struct Doubt {
  std::string reason;
};

using WindowAnswer = std::variant<Fetched, RangeRefusal, Doubt>;

/// Reads windows of one registry.
class WindowReader {
 public:
  /// `registry` must outlive the reader.
  explicit WindowReader(const RegistryDescription& registry) : WindowReader(registry, LogFilter{registry}) {}
  WindowReader(const RegistryDescription& registry, LogFilter filter)
      : filter_(std::move(filter)), decoder_(registry) {}

  /// Asks one node for the blocks [from, to].
  boost::asio::awaitable<Result<WindowAnswer>> fetch(Chain& chain, std::uint64_t from,
                                                     std::uint64_t to) const;

  /// Asks one node for the blocks with these headers, by hash. Precondition: there is one; each follows on
  /// the one before.
  boost::asio::awaitable<Result<WindowAnswer>> fetch_blocks(Chain& chain,
                                                            std::vector<BlockHeader> headers) const;

  const LogFilter& filter() const { return filter_; }

  /// Precondition: `fetched` came from here. Where the description follows contracts found on chain, windows
  /// come in chain order.
  Window decode(const Fetched& fetched);

 private:
  LogFilter filter_;
  LogDecoder decoder_;
};

}  // namespace splitroot::collectors::evm
