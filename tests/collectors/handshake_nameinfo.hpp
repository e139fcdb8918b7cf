#pragma once
#include <string>

#include "collectors/handshake/name_state.hpp"
#include "core/hex.hpp"
#include "core/json.hpp"

/// What hsd's `getnameinfo` says, in our terms.
namespace handshake_nameinfo {

using namespace splitroot;
namespace handshake = collectors::handshake;
using handshake::NameState;

inline std::uint64_t number(const rapidjson::Value& info, const char* field) {
  return uint_member(info, field).value();
}
inline bool flag(const rapidjson::Value& info, const char* field) { return member(info, field)->GetBool(); }

/// The node's `info` as a state of ours; its phase aside.
inline NameState state_in(const rapidjson::Value& info, bool resolves) {
  const auto u32 = [&](const char* field) { return static_cast<std::uint32_t>(number(info, field)); };
  NameState state;
  state.height = u32("height");
  state.renewal = u32("renewal");
  const auto& owner = *member(info, "owner");
  const std::string transaction{string_member(owner, "hash").value()};
  if (transaction != std::string(64, '0'))
    state.owner = handshake::Outpoint{hash_of_bytes(from_hex(transaction).value()),
                                      static_cast<std::uint32_t>(number(owner, "index"))};
  state.value = number(info, "value");
  state.highest = number(info, "highest");
  const auto data = from_hex(string_member(info, "data").value()).value();
  if (!data.empty()) state.data = sha256(data);
  state.resolves = resolves;
  state.transfer = u32("transfer");
  state.revoked = u32("revoked");
  state.claimed = u32("claimed");
  state.renewals = u32("renewals");
  state.registered = flag(info, "registered");
  state.expired = flag(info, "expired");
  state.weak = flag(info, "weak");
  return state;
}

}  // namespace handshake_nameinfo
