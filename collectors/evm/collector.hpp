#pragma once
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>

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
  std::optional<std::uint64_t> to;  ///< last block to read; nullopt: the last final one
  std::uint64_t window = 2'000;     ///< blocks asked for at a time, at most
  std::chrono::seconds poll{12};
};

/// Reads one described registry, final blocks only. `rpc` must outlive it.
std::unique_ptr<Collector> make_evm_collector(RegistryDescription registry, net::RpcClient& rpc,
                                              EvmSettings settings);

}  // namespace splitroot::collectors
