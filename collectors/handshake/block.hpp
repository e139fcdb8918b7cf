#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/hash.hpp"
#include "core/result.hpp"

namespace splitroot::collectors::handshake {

/// Owner of an output: a witness program. `hash` holds 2 to 40 octets; 20 or 32 under version 0.
struct Address {
  std::uint8_t version = 0;
  std::string_view hash;
};

/// A covenant as it stands in its output: type, then count and items still encoded.
struct RawCovenant {
  std::uint8_t type = 0;
  std::string_view items;
};

/// An output that says something about a name: its covenant is not NONE.
struct NameOutput {
  std::size_t transaction = 0;  ///< index into Block::transactions
  std::size_t output = 0;       ///< index within that transaction
  std::uint64_t value = 0;      ///< in units of 10^-6 HNS
  Address owner;
  RawCovenant covenant;
};

/// A block, as far as names need it. Views point into the octets it was parsed from.
struct Block {
  Hash256 hash{};
  Hash256 previous{};
  std::uint64_t time = 0;             ///< Unix seconds
  std::vector<Hash256> transactions;  ///< ids: BLAKE2b-256 of each without its witnesses
  std::vector<NameOutput> names;      ///< in chain order
};

/// Consensus limit on a block with its witnesses, octets.
inline constexpr std::size_t largest_block = 4'000'000;

/// Parses a whole block (hsd `lib/primitives/block.js`: header of 236 octets, transactions) and recomputes
/// its hash and the merkle root of its transactions, which must be the header's: the body is the one that
/// the hash stands for. Error (source) says which octet of which transaction is wrong.
Result<Block> parse_block(std::string_view bytes);

/// Hash of a header of 236 octets, which is also its proof of work (hsd `abstractblock.js`, `powHash`).
Hash256 block_hash(std::string_view header);

/// Root over transaction ids (bcrypto `mrkl.js`: RFC 6962's prefixes, an odd end paired with the empty hash).
Hash256 merkle_root(std::vector<Hash256> leaves);

}  // namespace splitroot::collectors::handshake
