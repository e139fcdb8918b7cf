#pragma once
#include <boost/asio/awaitable.hpp>

#include "collectors/handshake/chain.hpp"
#include "core/ports/batch_sink.hpp"

namespace splitroot::collectors::handshake {

/// Asks the node to spell the names nobody has spelled (`getnamebyhash`), a batch at a time, and hands on
/// those whose SHA3-256 is their hash. The others stay unknown labels.
boost::asio::awaitable<Result<void>> heal(Chain& chain, BatchSink& sink, BlockRange range, Timestamp time);

}  // namespace splitroot::collectors::handshake
