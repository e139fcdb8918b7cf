#include "collectors/handshake/held_back.hpp"

#include <fmt/format.h>

namespace splitroot::collectors::handshake {

std::optional<Regime> regime_at(std::uint64_t height, std::optional<bool> lockup_active,
                                const NameRules& rules) {
  if (height < rules.claim_period) return Regime::reserve;
  if (!lockup_active) return std::nullopt;
  if (!*lockup_active) return Regime::none;
  return height < rules.lockup_end ? Regime::lockup : Regime::root_lockup;
}

std::string text(const HeldBack& held, const NameRules& rules) {
  const auto fork = !held.lockup_active ? "" : *held.lockup_active ? " is active" : " is not active";
  switch (held.regime) {
    case Regime::reserve:
      return fmt::format(
          "names of the DNS are reserved on this chain below block {}, where they can only be claimed; the "
          "lock-up from there on needs the soft fork icannlockup{}{}",
          rules.claim_period, held.lockup_active ? ", which" : "", fork);
    case Regime::lockup:
      return fmt::format(
          "names of the DNS are locked up on this chain (soft fork icannlockup{}): ICANN's for good, popular "
          "ones below block {}",
          fork, rules.lockup_end);
    case Regime::root_lockup:
      return fmt::format(
          "ICANN's names are locked up on this chain for good (soft fork icannlockup{}); popular ones are "
          "free since block {}",
          fork, rules.lockup_end);
    case Regime::none:
      break;
  }
  return fmt::format(
      "no names of the DNS are held back on this chain: the reserve ended at block {}, and the soft fork "
      "icannlockup{}",
      rules.claim_period, fork);
}

}  // namespace splitroot::collectors::handshake
