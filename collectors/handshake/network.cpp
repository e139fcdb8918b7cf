#include "collectors/handshake/network.hpp"

#include <fmt/format.h>

#include <array>

#include "core/display.hpp"

namespace splitroot::collectors::handshake {
namespace {

constexpr std::uint32_t day = 144;

constexpr NameRules main_names{.opening = day / 4 + 1,
                               .bidding = 5 * day,
                               .reveal = 10 * day,
                               .claim_lockup = 30 * day,
                               .renewal_window = 730 * day,
                               .revoke_maturity = 29 * day,
                               .transfer_lockup = 2 * day,
                               .claim_period = 1'460 * day,
                               .lockup_end = 2'920 * day};

constexpr NameRules testnet_names{.opening = day / 4 + 1,
                                  .bidding = day,
                                  .reveal = 2 * day,
                                  .claim_lockup = day / 4,
                                  .renewal_window = 30 * day,
                                  .revoke_maturity = 7 * day,
                                  .transfer_lockup = 2 * day,
                                  .claim_period = 90 * day,
                                  .lockup_end = 180 * day};

constexpr NameRules regtest_names{.opening = 6,
                                  .bidding = 5,
                                  .reveal = 10,
                                  .claim_lockup = 2,
                                  .renewal_window = 5'000,
                                  .revoke_maturity = 65,
                                  .transfer_lockup = 10,
                                  .claim_period = 250'000,
                                  .lockup_end = 500'000};

constexpr std::array<Network, 3> networks{{
    {"main", "main", "5b6ef2d3c1f3cdcadfd9a030ba1811efdd17740f14e166489760741d075992e0", "hs", 12037,
     main_names},
    {"testnet", "test", "b1520dd24372f82ec94ebf8cf9d9b037d419c4aa3575d05dec70aedd1b427901", "ts", 13037,
     testnet_names},
    {"regtest", "regtest", "ae3895cf597eff05b19e02a70ceeeecb9dc72dbfe6504a50e9343a72f06a87c5", "rs", 14037,
     regtest_names},
}};

}  // namespace

Result<Network> network_by_name(std::string_view name) {
  for (const auto& network : networks)
    if (network.name == name) return network;
  return usage_error(
      fmt::format("[source.hns] network = \"{}\": there is main, testnet and regtest", display_text(name)));
}

}  // namespace splitroot::collectors::handshake
