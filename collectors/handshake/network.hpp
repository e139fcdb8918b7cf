#pragma once
#include <cstdint>
#include <string_view>

#include "core/result.hpp"

namespace splitroot::collectors::handshake {

/// One of Handshake's networks (hsd `lib/protocol/networks.js`).
struct Network {
  std::string_view name;            ///< as configuration spells it
  std::string_view chain;           ///< as `getblockchaininfo` spells it
  std::string_view genesis;         ///< hash of block 0, hex
  std::string_view address_prefix;  ///< of bech32 addresses
  int port = 0;                     ///< of hsd's RPC
  std::uint64_t confirmations = 0;  ///< default depth at which a block is taken as final
};

/// The network called `name`: `main`, `testnet` or `regtest`. Error (usage) lists them.
Result<Network> network_by_name(std::string_view name);

}  // namespace splitroot::collectors::handshake
