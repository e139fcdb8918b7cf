#include "collectors/handshake/network.hpp"

#include <fmt/format.h>

#include <array>

#include "core/display.hpp"

namespace splitroot::collectors::handshake {
namespace {

// Handshake has proof of work only, so no block is final by rule: six confirmations are its wallets' habit.
constexpr std::array<Network, 3> networks{{
    {"main", "main", "5b6ef2d3c1f3cdcadfd9a030ba1811efdd17740f14e166489760741d075992e0", "hs", 12037, 6},
    {"testnet", "test", "b1520dd24372f82ec94ebf8cf9d9b037d419c4aa3575d05dec70aedd1b427901", "ts", 13037, 6},
    {"regtest", "regtest", "ae3895cf597eff05b19e02a70ceeeecb9dc72dbfe6504a50e9343a72f06a87c5", "rs", 14037,
     0},
}};

}  // namespace

Result<Network> network_by_name(std::string_view name) {
  for (const auto& network : networks)
    if (network.name == name) return network;
  return usage_error(
      fmt::format("[source.hns] network = \"{}\": there is main, testnet and regtest", display_text(name)));
}

}  // namespace splitroot::collectors::handshake
