#include "collectors/handshake/byte_reader.hpp"
#include "collectors/handshake/name_state.hpp"

/// Form: version; then of each state its block (u32), flags (u16), height and renewal (u32); then, where its
/// flag says so, owner (hash, index), value, highest, data, transfer, revoked, claimed, renewals. Integers
/// are little-endian, indices and amounts variable.
namespace splitroot::collectors::handshake {
namespace {

constexpr std::uint8_t form = 1;

enum Flag : std::uint16_t {
  has_owner = 1 << 0,
  has_value = 1 << 1,
  has_highest = 1 << 2,
  has_data = 1 << 3,
  has_transfer = 1 << 4,
  has_revoked = 1 << 5,
  has_claimed = 1 << 6,
  has_renewals = 1 << 7,
  is_registered = 1 << 8,
  is_expired = 1 << 9,
  is_weak = 1 << 10,
  is_partial = 1 << 11,
  does_resolve = 1 << 12,
};
constexpr std::uint16_t known_flags = (1 << 13) - 1;

std::uint16_t flags_of(const NameState& state) {
  const auto flag = [](bool set, Flag one) { return set ? static_cast<unsigned>(one) : 0U; };
  return static_cast<std::uint16_t>(
      flag(state.owner.has_value(), has_owner) | flag(state.value != 0, has_value) |
      flag(state.highest != 0, has_highest) | flag(state.data.has_value(), has_data) |
      flag(state.transfer != 0, has_transfer) | flag(state.revoked != 0, has_revoked) |
      flag(state.claimed != 0, has_claimed) | flag(state.renewals != 0, has_renewals) |
      flag(state.registered, is_registered) | flag(state.expired, is_expired) | flag(state.weak, is_weak) |
      flag(state.partial, is_partial) | flag(state.resolves, does_resolve));
}

void put(std::string& out, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

void put_varint(std::string& out, std::uint64_t value) {
  if (value < 0xfd) return put(out, value, 1);
  const int power = value <= 0xffff ? 1 : value <= 0xffffffff ? 2 : 3;
  out += static_cast<char>(0xfc + power);
  put(out, value, 1 << power);
}

Hash256 hash(ByteReader& in) {
  const auto octets = in.take(32);
  return in.failed() ? Hash256{} : hash_of_bytes(octets);
}

void put(std::string& out, const NameState& state) {
  put(out, flags_of(state), 2);
  put(out, state.height, 4);
  put(out, state.renewal, 4);
  if (state.owner) {
    out += view(state.owner->transaction);
    put_varint(out, state.owner->index);
  }
  if (state.value != 0) put_varint(out, state.value);
  if (state.highest != 0) put_varint(out, state.highest);
  if (state.data) out += view(*state.data);
  for (const auto height : {state.transfer, state.revoked, state.claimed})
    if (height != 0) put(out, height, 4);
  if (state.renewals != 0) put_varint(out, state.renewals);
}

/// A state; nullopt when its flags are none of ours. The reader tells whether it was cut short.
std::optional<NameState> get(ByteReader& in) {
  NameState state;
  const std::uint16_t flags = in.u16();
  if (flags > known_flags) return std::nullopt;
  const auto has = [&](Flag flag) { return (flags & flag) != 0; };
  state.height = in.u32();
  state.renewal = in.u32();
  if (has(has_owner)) {
    const Hash256 transaction = hash(in);
    state.owner = Outpoint{transaction, static_cast<std::uint32_t>(in.varint())};
  }
  if (has(has_value)) state.value = in.varint();
  if (has(has_highest)) state.highest = in.varint();
  if (has(has_data)) state.data = hash(in);
  if (has(has_transfer)) state.transfer = in.u32();
  if (has(has_revoked)) state.revoked = in.u32();
  if (has(has_claimed)) state.claimed = in.u32();
  if (has(has_renewals)) state.renewals = static_cast<std::uint32_t>(in.varint());
  state.registered = has(is_registered);
  state.expired = has(is_expired);
  state.weak = has(is_weak);
  state.partial = has(is_partial);
  state.resolves = has(does_resolve);
  return state;
}

Error unreadable() {
  return {Fault::internal,
          "hns: a stored name state cannot be read: another version of splitroot wrote it; collect hns into "
          "a new "
          "database",
          false};
}

}  // namespace

std::string encode(const StateHistory& history) {
  std::string out(1, static_cast<char>(form));
  for (const auto& entry : history.entries) {
    put(out, entry.block, 4);
    put(out, entry.state);
  }
  return out;
}

Result<StateHistory> decode_states(std::string_view octets) {
  ByteReader in{octets};
  if (in.u8() != form) return unreadable();
  StateHistory history;
  while (!in.failed() && in.left() != 0) {
    const std::uint32_t block = in.u32();
    auto state = get(in);
    if (!state) return unreadable();
    history.entries.push_back({block, std::move(*state)});
  }
  if (in.failed() || history.entries.empty()) return unreadable();
  return history;
}

}  // namespace splitroot::collectors::handshake
