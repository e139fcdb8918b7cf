#pragma once
#include "collectors/evm/collector.hpp"
#include "evm_fakes.hpp"

namespace evm_fakes {

inline const std::string registrar = "0x57f1887a8bf19b14fc0df6fd9b2acc9af147ea85";
inline const std::string renewed_topic =
    octets_of("9b87a00e30f1ac65d898f070f8a3488fe60517182d0a2098e1b4b93a54aa9bd6");

inline const std::string transfer_topic =
    octets_of("ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef");

/// ENS as described, but on a chain that starts at block 100, and without what any contract may log: nodes
/// are asked one question.
inline collectors::RegistryDescription ens() {
  for (collectors::RegistryDescription& each : collectors::shipped_registries()) {
    if (each.id != "ens") continue;
    collectors::RegistryDescription out = each;
    out.start_block = 100;
    std::erase_if(out.contracts, [](const collectors::evm::Contract& contract) {
      return contract.where != collectors::evm::Contract::Where::here;
    });
    return out;
  }
  throw std::runtime_error("ens is not described");
}

inline FakeLog renewal(std::uint64_t block, std::uint64_t index = 0) {
  FakeLog log;
  log.address = registrar;
  log.topics = {renewed_topic, std::string{view(keccak256("name" + std::to_string(block)))}};
  log.data = word(1'900'000'000);
  log.block = block;
  log.index = index;
  return log;
}

inline collectors::EvmSettings from(std::uint64_t block, std::uint64_t window = 200) {
  collectors::EvmSettings settings;
  settings.from = block;
  settings.window = window;
  settings.largest_window = window;
  settings.batch_events = 0;
  settings.provisional = false;
  return settings;
}

/// Blocks of the events that came from logs.
inline std::vector<std::uint64_t> blocks_of(const MemorySink& sink) {
  std::vector<std::uint64_t> blocks;
  for (const NameEvent& event : sink.events()) {
    if (!event.evidence.tx.empty()) blocks.push_back(*event.evidence.block);
  }
  return blocks;
}

}  // namespace evm_fakes
