#pragma once
#include <array>
#include <optional>
#include <span>
#include <string_view>

#include "collectors/evm/log.hpp"

namespace splitroot::collectors::evm {

/// The filter over the addresses and topics of logs, in receipts and headers (yellow paper, section 4.3.1).
using Bloom = std::array<unsigned char, 256>;

void add(Bloom& bloom, std::string_view octets);

/// False: nothing that was added has these octets. True says little.
bool may_contain(const Bloom& bloom, std::string_view octets);

inline bool may_contain(const Bloom& bloom, const Address& address) {
  return may_contain(bloom, {reinterpret_cast<const char*>(address.data()), address.size()});
}
inline bool may_contain(const Bloom& bloom, const Hash256& topic) { return may_contain(bloom, view(topic)); }

/// All that either holds.
Bloom operator|(const Bloom& left, const Bloom& right);

/// The bloom of these logs: every address and every topic.
Bloom bloom_of(std::span<const Log> logs);

/// `0x` and 512 hex digits, as `logsBloom` stands in headers and receipts.
std::optional<Bloom> parse_bloom(std::string_view text);

}  // namespace splitroot::collectors::evm
