#pragma once
#include <rapidjson/document.h>

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "collectors/evm/bloom.hpp"
#include "collectors/evm/log.hpp"
#include "core/hash.hpp"
#include "core/result.hpp"

namespace splitroot::collectors::evm {

/// What a transaction did, as its block commits to it.
struct Receipt {
  std::uint8_t type = 0;              ///< EIP-2718; 0: the untyped form
  std::optional<Hash256> state_root;  ///< in blocks before Byzantium, in the place of the status
  bool succeeded = false;
  std::uint64_t cumulative_gas = 0;
  Bloom bloom{};  ///< of `logs`
  std::vector<Log> logs;
  std::optional<std::uint64_t> deposit_nonce;    ///< OP stack, type 0x7e
  std::optional<std::uint64_t> deposit_version;  ///< the same, since Canyon
  /// False for Polygon's state-sync receipts, which no root covers: what they say cannot be proved.
  bool in_root = true;
};

/// The receipts of an eth_getBlockReceipts answer, in block order. Error (source, retry) says which receipt
/// lacks what; so is a `logsBloom` that is not the bloom of the receipt's logs.
Result<std::vector<Receipt>> parse_receipts(const rapidjson::Value& answer);

/// `receiptsRoot` of the block with these receipts (yellow paper, section 4.3.1; EIP-2718).
Hash256 receipts_root(std::span<const Receipt> receipts);

}  // namespace splitroot::collectors::evm
