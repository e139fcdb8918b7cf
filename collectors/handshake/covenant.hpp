#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "collectors/handshake/block.hpp"
#include "core/name.hpp"
#include "core/result.hpp"

namespace splitroot::collectors::handshake {

/// What an output does to a name (hsd `lib/covenants/rules.js`, `types`).
enum class CovenantType : std::uint8_t {
  none,
  claim,
  open,
  bid,
  reveal,
  redeem,
  register_name,
  update,
  renew,
  transfer,
  finalize,
  revoke,
};

/// `CLAIM`, `OPEN` … as hsd writes them.
std::string_view text(CovenantType type);

/// A covenant whose items are of the number and sizes that consensus asks for. Views point into the block.
struct Covenant {
  CovenantType type = CovenantType::none;
  NameKey key;
  std::uint32_t height = 0;  ///< block in which the auction opened or the claim was made; 0 in OPEN
  std::optional<std::string_view> name;      ///< CLAIM, OPEN, BID, FINALIZE; its SHA3-256 is the key
  std::optional<std::string_view> resource;  ///< REGISTER, UPDATE; empty: the records stay as they are
  /// CLAIM: height of the block its proof commits to; FINALIZE: that of the CLAIM the name came by, 0 if by
  /// auction.
  std::uint32_t claimed = 0;
  std::uint32_t renewals = 0;  ///< FINALIZE: as counted before it
  bool weak = false;           ///< CLAIM, FINALIZE: proven by RSA keys of 1,024 bits
};

/// Checks what hsd checks in `hasSaneCovenants`. Error (source) names the item that is wrong, or the type
/// when it is unknown: consensus lets those pass.
Result<Covenant> parse_covenant(const RawCovenant& raw);

/// 1 to 63 octets of `[a-z0-9_-]`, no `-` or `_` at the edges, none of the five blacklisted names.
bool is_handshake_name(std::string_view name);

}  // namespace splitroot::collectors::handshake
