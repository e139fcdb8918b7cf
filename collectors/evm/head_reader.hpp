#pragma once
#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "collectors/evm/cross_check.hpp"
#include "collectors/evm/endpoint_set.hpp"
#include "collectors/evm/window.hpp"

namespace splitroot::collectors::evm {

/// Reads blocks that may still be replaced: by their hashes, so that logs of two branches never mix.
class HeadReader {
 public:
  /// What is referred to must outlive the reader.
  HeadReader(EndpointSet& endpoints, const WindowReader& reader, CrossChecker& checker)
      : endpoints_(endpoints), reader_(reader), checker_(checker) {}

  /// The blocks from `from` on, `to` at most, as many as go into one exchange; each the parent of the next,
  /// and the first one's parent `below` (empty: not known). nullopt: the chain has changed meanwhile and is
  /// to be looked at again, or what it says now cannot be checked yet. All headers are in the answer.
  boost::asio::awaitable<Result<std::optional<Fetched>>> read(BatchSink& sink, std::uint64_t from,
                                                              std::uint64_t to, std::string below);

 private:
  boost::asio::awaitable<Result<std::optional<Fetched>>> ask(Endpoint& endpoint, std::uint64_t from,
                                                             std::uint64_t to, std::string below);

  EndpointSet& endpoints_;
  const WindowReader& reader_;
  CrossChecker& checker_;
};

}  // namespace splitroot::collectors::evm
