#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "collectors/evm/cross_check.hpp"
#include "collectors/evm/description.hpp"
#include "core/ports/collector.hpp"
#include "net/json_rpc.hpp"

namespace splitroot::collectors {

using evm::load_registry;
using evm::parse_registry;
using evm::RegistryDescription;
using evm::shipped_registries;

struct EvmSettings {
  /// First block of a source never read before; nullopt: about 30 days before the head, but not before the
  /// description's start. A source that has been read goes on from where it stopped.
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;  ///< last block to read; nullopt: the head
  /// Where reading should begin: what lies between it and the range that was read is read downwards, beside
  /// the head. nullopt: nothing is.
  std::optional<std::uint64_t> down_to;
  bool complete = true;        ///< a pass ends when all that lies below is read, not after a poll's time
  bool provisional = true;     ///< read the blocks above the last final one too
  std::uint64_t window = 16;  ///< blocks asked for at a time, to begin with
  std::uint64_t largest_window = 100'000;
  std::size_t in_flight = 4;          ///< windows asked for at a time
  std::size_t batch_events = 50'000;  ///< joined to one batch while the writer is busy; 0: a window a batch
  /// nullopt: against a second endpoint, where several are given and another one answers.
  std::optional<evm::CrossCheck> cross_check;
  std::chrono::seconds report_every{5};
  std::chrono::seconds poll{12};
};

/// Reads one described registry over one or several endpoints of its chain. `endpoints`
/// must outlive it.
std::unique_ptr<Collector> make_evm_collector(RegistryDescription registry,
                                              std::vector<net::RpcClient*> endpoints, EvmSettings settings);

}  // namespace splitroot::collectors
