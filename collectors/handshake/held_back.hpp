#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "collectors/handshake/network.hpp"

namespace splitroot::collectors::handshake {

/// Which names of the DNS nobody can open, by whose list (hsd `lib/covenants/rules.js`, `isReserved` and
/// `isLockedUp`).
enum class Regime {
  reserve,      ///< the list of 2020: its names can only be claimed
  lockup,       ///< the list of 2023, by the soft fork `icannlockup`
  root_lockup,  ///< ICANN's names on that list; the popular ones have become free
  none
};

/// The regime that a block at `height` is under. `lockup_active`: the soft fork's state after the block
/// before it; nullopt where the node does not tell, and with it the answer from the end of the reserve on.
std::optional<Regime> regime_at(std::uint64_t height, std::optional<bool> lockup_active,
                                const NameRules& rules);

/// What is held back at the head of the chain.
struct HeldBack {
  Regime regime = Regime::none;
  std::optional<bool> lockup_active;
  bool operator==(const HeldBack&) const = default;
};

/// In a sentence, with the heights that it holds for.
std::string text(const HeldBack& held, const NameRules& rules);

}  // namespace splitroot::collectors::handshake
