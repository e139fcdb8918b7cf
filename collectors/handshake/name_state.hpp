#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/handshake/covenant.hpp"
#include "collectors/handshake/network.hpp"
#include "core/hash.hpp"

namespace splitroot::collectors::handshake {

/// An output of a transaction.
struct Outpoint {
  Hash256 transaction{};
  std::uint32_t index = 0;
  bool operator==(const Outpoint&) const = default;
};

/// Where a name is in its life (hsd `lib/covenants/namestate.js`, `states`).
enum class Phase { opening, locked, bidding, reveal, closed, revoked };

/// `OPENING`, `LOCKED` … as `getnameinfo` spells them.
std::string_view text(Phase phase);

/// What the covenants of a name add up to: the fields of `getnameinfo`, under its names. Heights are 0 and
/// numbers are 0 where the node has none.
struct NameState {
  std::uint32_t height = 0;   ///< of the opening or the claim
  std::uint32_t renewal = 0;  ///< of the last renewal; 0: not seen (`partial`)
  std::optional<Outpoint> owner;
  std::uint64_t value = 0;    ///< the second highest bid, which is the price
  std::uint64_t highest = 0;  ///< the highest bid
  /// SHA-256 of `data`, the resource; nullopt: none. A resource may hold contact data in its texts, so that
  /// no more than this is kept of it here; its records go their own way.
  std::optional<Hash256> data;
  bool resolves = false;       ///< the resource holds something to look up
  std::uint32_t transfer = 0;  ///< height of a TRANSFER under way
  std::uint32_t revoked = 0;   ///< height of the REVOKE
  std::uint32_t claimed = 0;   ///< height the CLAIM's proof commits to
  std::uint32_t renewals = 0;
  bool registered = false;
  bool expired = false;  ///< it has lapsed before
  bool weak = false;     ///< claimed by RSA keys of 1,024 bits
  /// Reading began after the name's life did: fields from before are unknown, not zero.
  bool partial = false;
  bool operator==(const NameState&) const = default;
};

/// A covenant in its block, as far as it bears on the state of its name.
struct NameAction {
  CovenantType type = CovenantType::none;
  std::uint32_t start = 0;  ///< the covenant's own height
  std::uint32_t block = 0;
  Outpoint output;
  std::uint64_t value = 0;      ///< of the output
  std::uint32_t claimed = 0;    ///< as in Covenant
  std::uint32_t renewals = 0;   ///< as in Covenant
  bool weak = false;            ///< as in Covenant
  std::optional<Hash256> data;  ///< of a resource that is not empty
  bool resolves = false;        ///< by that resource
};

/// Applies a covenant that consensus has accepted (hsd `lib/blockchain/chain.js`, `verifyCovenants`). `state`
/// is nullopt before the name's first one. `whole`: the chain was read from its first block, so that what is
/// not known was not there.
void apply(std::optional<NameState>& state, const NameAction& action, const NameRules& rules, bool whole);

/// The phase with `height` as the chain's last block.
Phase phase_at(const NameState& state, std::uint64_t height, const NameRules& rules);

/// The height from which anybody may open the name again; nullopt where it is not known (`partial`).
std::optional<std::uint64_t> lapses_at(const NameState& state, const NameRules& rules);

/// The height from which the name's auction is over; nullopt of a claimed name, and of a revoked one.
std::optional<std::uint64_t> auction_ends(const NameState& state, const NameRules& rules);

/// True when the name has lapsed: `getnameinfo` then answers `info: null`.
bool has_lapsed(const NameState& state, std::uint64_t height, const NameRules& rules);

/// States of one name, each with the block that brought it about, oldest first; never empty. One suffices,
/// but above the last final block: there every state is kept that a reorganisation may come back to.
struct StateHistory {
  struct Entry {
    std::uint32_t block = 0;
    NameState state;
    bool operator==(const Entry&) const = default;
  };
  std::vector<Entry> entries;
  bool operator==(const StateHistory&) const = default;

  const NameState& latest() const { return entries.back().state; }
  /// Forgets what blocks above `block` brought about.
  void rewind(std::uint64_t block);
  /// Adds the state after `block`, and forgets what no reorganisation above `final_to` can come back to.
  void add(std::uint32_t block, NameState state, std::uint64_t final_to);
};

/// The states in octets, with the version of their form in front: NameDetail::state.
std::string encode(const StateHistory& history);

/// What `encode` wrote. Error (internal) when the octets are none: another version wrote them.
Result<StateHistory> decode_states(std::string_view octets);

}  // namespace splitroot::collectors::handshake
