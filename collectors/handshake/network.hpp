#pragma once
#include <cstdint>
#include <string_view>

#include "core/result.hpp"

namespace splitroot::collectors::handshake {

/// Lengths, in blocks, and heights that govern the life of a name (hsd `lib/protocol/networks.js`, `names`).
struct NameRules {
  std::uint32_t opening = 0;  ///< the tree interval and one
  std::uint32_t bidding = 0;
  std::uint32_t reveal = 0;
  std::uint32_t claim_lockup = 0;     ///< a claimed name is locked for so long
  std::uint32_t renewal_window = 0;   ///< a name lapses so long after its last renewal
  std::uint32_t revoke_maturity = 0;  ///< a revoked name can be opened again after so long
  std::uint32_t transfer_lockup = 0;  ///< between TRANSFER and FINALIZE
  std::uint32_t claim_period =
      0;                         ///< height: below it reserved names can be claimed, and claims do not lapse
  std::uint32_t lockup_end = 0;  ///< height: popular names are locked up below it, roots for good

  /// Blocks from OPEN until the auction is over.
  std::uint32_t auction() const { return opening + bidding + reveal; }
};

/// One of Handshake's networks (hsd `lib/protocol/networks.js`).
struct Network {
  std::string_view name;            ///< as configuration spells it
  std::string_view chain;           ///< as `getblockchaininfo` spells it
  std::string_view genesis;         ///< hash of block 0, hex
  std::string_view address_prefix;  ///< of bech32 addresses
  int port = 0;                     ///< of hsd's RPC
  NameRules names;
};

/// The network called `name`: `main`, `testnet` or `regtest`. Error (usage) lists them.
Result<Network> network_by_name(std::string_view name);

}  // namespace splitroot::collectors::handshake
