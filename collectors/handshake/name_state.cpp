#include "collectors/handshake/name_state.hpp"

#include <algorithm>
#include <array>

namespace splitroot::collectors::handshake {
namespace {

std::uint64_t end_of_auction(const NameState& state, const NameRules& rules) {
  return std::uint64_t{state.height} + rules.auction();
}

/// A lapsed name starts over. Its records stay until somebody sets others.
NameState opened_again(const NameState& before, std::uint32_t height) {
  NameState state;
  state.height = state.renewal = height;
  state.data = before.data;
  state.resolves = before.resolves;
  state.expired = true;
  state.partial = before.partial;
  return state;
}

NameState first_seen(const NameAction& action, bool whole) {
  const bool begins = action.type == CovenantType::open || action.type == CovenantType::claim;
  NameState state;
  state.height = begins ? action.block : action.start;
  // Up to its registration a name counts from its auction.
  const bool early = action.type == CovenantType::bid || action.type == CovenantType::reveal;
  state.renewal = begins || early ? state.height : 0;
  state.partial = !whole;
  return state;
}

void reveal(NameState& state, const NameAction& action) {
  if (!state.owner || action.value > state.highest) {
    state.value = state.highest;
    state.owner = action.output;
    state.highest = action.value;
  } else {
    state.value = std::max(state.value, action.value);
  }
}

void claim(NameState& state, const NameAction& action) {
  state.height = state.renewal = action.block;
  state.claimed = action.claimed;
  state.owner = action.output;
  state.value = state.highest = 0;
  state.weak = action.weak;
}

void take_resource(NameState& state, const NameAction& action) {
  if (!action.data) return;
  state.data = action.data;
  state.resolves = action.resolves;
}

void revoke(NameState& state, const NameAction& action) {
  state.revoked = action.block;
  state.transfer = 0;
  state.data.reset();
  state.resolves = false;
}

void renew(NameState& state, const NameAction& action) {
  state.transfer = 0;
  state.renewal = action.block;
  ++state.renewals;
}

/// What only a registered name does: the owner's output moves on.
void hold(NameState& state, const NameAction& action) {
  state.registered = true;
  if (action.type != CovenantType::revoke) state.owner = action.output;
  switch (action.type) {
    case CovenantType::register_name:
      take_resource(state, action);
      state.renewal = action.block;
      break;
    case CovenantType::update:
      take_resource(state, action);
      state.transfer = 0;
      break;
    case CovenantType::renew:
      renew(state, action);
      break;
    case CovenantType::transfer:
      state.transfer = action.block;
      break;
    case CovenantType::finalize:
      // The covenant repeats what the node knows: it completes a state whose beginning was not read.
      state.weak = action.weak;
      state.claimed = action.claimed;
      state.renewals = action.renewals;
      renew(state, action);
      break;
    default:
      revoke(state, action);
  }
}

}  // namespace

std::string_view text(Phase phase) {
  constexpr std::array<std::string_view, 6> words{"OPENING", "LOCKED", "BIDDING",
                                                  "REVEAL",  "CLOSED", "REVOKED"};
  return words[static_cast<std::size_t>(phase)];
}

void apply(std::optional<NameState>& state, const NameAction& action, const NameRules& rules, bool whole) {
  if (!state) state = first_seen(action, whole);
  if (has_lapsed(*state, action.block, rules)) state = opened_again(*state, action.block);
  switch (action.type) {
    case CovenantType::none:
    case CovenantType::bid:
    case CovenantType::redeem:
      return;
    case CovenantType::open:
      // Consensus lets only a lapsed name be opened; a partial state may not know that it had lapsed.
      if (state->height != action.block) state = opened_again(*state, action.block);
      return;
    case CovenantType::claim:
      return claim(*state, action);
    case CovenantType::reveal:
      return reveal(*state, action);
    default:
      return hold(*state, action);
  }
}

Phase phase_at(const NameState& state, std::uint64_t height, const NameRules& rules) {
  if (state.revoked != 0) return Phase::revoked;
  const std::uint64_t start = state.height;
  if (state.claimed != 0) return height < start + rules.claim_lockup ? Phase::locked : Phase::closed;
  if (height < start + rules.opening) return Phase::opening;
  if (height < start + rules.opening + rules.bidding) return Phase::bidding;
  return height < end_of_auction(state, rules) ? Phase::reveal : Phase::closed;
}

std::optional<std::uint64_t> lapses_at(const NameState& state, const NameRules& rules) {
  if (state.revoked != 0) return std::uint64_t{state.revoked} + rules.revoke_maturity;
  if (!state.owner && state.renewal == 0) return std::nullopt;
  if (!state.owner) return end_of_auction(state, rules);
  if (state.renewal == 0) return std::nullopt;
  const std::uint64_t end = std::uint64_t{state.renewal} + rules.renewal_window;
  return state.claimed != 0 ? std::max<std::uint64_t>(end, rules.claim_period) : end;
}

std::optional<std::uint64_t> auction_ends(const NameState& state, const NameRules& rules) {
  if (state.revoked != 0 || state.claimed != 0) return std::nullopt;
  return end_of_auction(state, rules);
}

bool has_lapsed(const NameState& state, std::uint64_t height, const NameRules& rules) {
  const auto end = lapses_at(state, rules);
  return end && height >= *end;
}

void StateHistory::rewind(std::uint64_t block) {
  while (!entries.empty() && entries.back().block > block) entries.pop_back();
}

void StateHistory::add(std::uint32_t block, NameState state, std::uint64_t final_to) {
  rewind(std::uint64_t{block} - 1);
  entries.push_back({block, std::move(state)});
  const auto needed = std::find_if(entries.rbegin(), entries.rend(),
                                   [&](const Entry& entry) { return entry.block <= final_to; });
  if (needed != entries.rend()) entries.erase(entries.begin(), needed.base() - 1);
}

}  // namespace splitroot::collectors::handshake
