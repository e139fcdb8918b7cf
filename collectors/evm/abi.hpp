#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/evm/address.hpp"
#include "core/hash.hpp"
#include "core/result.hpp"

namespace splitroot::collectors::evm {

/// Types of the Solidity ABI (contract ABI specification, 0.8) that name registries use in events.
enum class AbiType {
  uint256,
  uint128,
  uint96,
  uint64,
  uint32,
  uint16,
  uint8,
  int256,
  boolean,
  address,
  bytes32,
  bytes4,
  string,
  bytes,
  uint256_list,
};

std::string_view text(AbiType type);

/// True for the types whose octets stand in the tail of the data, behind an offset.
inline bool is_dynamic(AbiType type) { return type >= AbiType::string; }

/// True for the numbers without a sign.
inline bool is_unsigned(AbiType type) { return type <= AbiType::uint8; }

struct AbiParameter {
  std::string name;
  AbiType type = AbiType::uint256;
  bool indexed = false;
};

struct EventSignature {
  static constexpr std::size_t most_parameters = 16;

  std::string name;
  std::vector<AbiParameter> parameters;
  Hash256 topic0{};         ///< keccak256 of the canonical form, `Transfer(address,address,uint256)`
  std::size_t indexed = 0;  ///< how many parameters are topics (three at most)

  std::optional<std::size_t> find(std::string_view parameter) const;
};

/// Reads `NameRegistered(string name, bytes32 indexed label, uint256 expires)`. Every parameter is named.
Result<EventSignature> parse_signature(std::string_view text);

/// One argument as it stands in the log: the 32 octets of a static type (or of an indexed dynamic one: its
/// hash), the octets of a string, or the words of a list. Points into the log.
using AbiValue = std::string_view;

/// Finds the arguments of a log: `out[i]` belongs to parameter i. `topics` includes topic0. Every offset and
/// length is checked against the data before it is followed, and padding of short static types must be zero.
/// Returns why it cannot be decoded; empty when all is well. Precondition: `out` has room for all.
std::string_view decode_event(const EventSignature& signature, std::span<const Hash256> topics,
                              std::string_view data, std::span<AbiValue> out);

/// The number in a 32-octet word; nullopt when it does not fit 64 bits. Precondition: `word.size() == 32`.
std::optional<std::uint64_t> to_uint64(AbiValue word);

/// The last 20 octets of a 32-octet word. Precondition: `word.size() == 32`.
Address address_of(AbiValue word);

}  // namespace splitroot::collectors::evm
