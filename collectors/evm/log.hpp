#pragma once
#include <rapidjson/document.h>

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

/// One entry of an eth_getLogs answer (Ethereum execution API).
struct Log {
  Address address{};
  std::array<Hash256, 4> topic{};
  std::size_t topics_used = 0;
  std::string data;  ///< octets
  std::uint64_t block = 0;
  std::uint64_t index = 0;  ///< of the log in its block
  Hash256 block_hash{};
  Hash256 tx{};
  std::optional<std::uint64_t> block_time;  ///< Unix seconds; newer nodes say it
  bool removed = false;

  std::span<const Hash256> topics() const { return {topic.data(), topics_used}; }
};

/// A quantity of the JSON-RPC API: `0x` and hex digits without leading zeros being required here.
std::optional<std::uint64_t> parse_quantity(std::string_view text);

/// `0x1f4`.
std::string to_quantity(std::uint64_t value);

/// `0x` and 64 hex digits.
std::optional<Hash256> parse_hash(std::string_view text);

/// Decodes `0x…` of exactly `out.size()` octets, without allocating. False when it is not that.
bool read_hex(std::string_view text, std::span<unsigned char> out);

/// All logs of an answer, as they come. Error (source, retry) says which log lacks what: a node that leaves
/// out fields is not believed at all. `origin` names the list in it.
Result<std::vector<Log>> parse_logs(const rapidjson::Value& answer,
                                    std::string_view origin = "an eth_getLogs answer");

}  // namespace splitroot::collectors::evm
