#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "collectors/handshake/block.hpp"
#include "core/name.hpp"
#include "core/source.hpp"
#include "core/time.hpp"

namespace splitroot::collectors::handshake {

/// What blocks say about names.
struct Decoded {
  std::vector<NameEvent> events;  ///< in chain order
  std::vector<Malformed> malformed;
};

/// Appends the events of `block`. Of each covenant: its name when it spells it, and
/// - OPEN: an auction, no holder (an empty text), nothing resolves, no claim: whatever was before has lapsed;
/// - CLAIM: active, claimed, held by its output's address;
/// - BID: an auction;
/// - REGISTER: active, held, registered now, resolves as its resource says;
/// - UPDATE: active, held, resolves as its resource says, unless that is empty: then the records stay;
/// - RENEW, FINALIZE: active, held; FINALIZE also whether it was claimed;
/// - REVOKE: revoked, nothing resolves;
/// - REVEAL, REDEEM, TRANSFER: that the name was touched.
/// A covenant that cannot be read goes to `malformed`; so does a resource, whose name then does not resolve.
void decode_block(const Block& block, std::uint64_t height, Timestamp time, std::string_view address_prefix,
                  Decoded& out);

}  // namespace splitroot::collectors::handshake
