#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "collectors/evm/description.hpp"
#include "collectors/evm/endpoint_set.hpp"
#include "core/source.hpp"

namespace splitroot::collectors::evm {

/// Where reading upwards goes on.
struct Footing {
  std::uint64_t range_from = 0;        ///< first block of the range read upwards
  std::uint64_t next = 0;              ///< first block to read
  std::string below;                   ///< hash of the block under it; empty when nothing was read yet
  std::optional<BlockMark> rewind_to;  ///< what was read above this block is of another branch now
  bool first_time = false;
};

/// Compares what has been read with what the chain says now. Only another hash at the same height proves a
/// reorganisation: a node that does not have a block (yet) proves nothing.
class FootingFinder {
 public:
  /// `from`: first block of a source never read before. What is referred to must outlive the finder.
  FootingFinder(const RegistryDescription& registry, EndpointSet& endpoints,
                std::optional<std::uint64_t> from)
      : registry_(registry), endpoints_(endpoints), from_(from) {}

  /// Error (no retry) when a block that was final is no longer there.
  boost::asio::awaitable<Result<Footing>> find(ChainPosition position, Heads heads);

  /// The header as the best endpoint that has the block gives it.
  boost::asio::awaitable<Result<BlockHeader>> header(std::uint64_t number);

 private:
  boost::asio::awaitable<Result<Footing>> first(BlockHeader head);
  boost::asio::awaitable<Result<std::uint64_t>> block_of_last_month(BlockHeader head);
  boost::asio::awaitable<Result<Footing>> on_final(BlockRange range, Heads heads);
  boost::asio::awaitable<Result<Footing>> on_provisional(ChainPosition position, Heads heads);
  Error error(std::string_view what, bool retry = false) const {
    return source_error(registry_.id + ": " + std::string{what}, retry);
  }
  Error below_final(const BlockMark& read, const std::string& now) const;

  const RegistryDescription& registry_;
  EndpointSet& endpoints_;
  std::optional<std::uint64_t> from_;
};

}  // namespace splitroot::collectors::evm
