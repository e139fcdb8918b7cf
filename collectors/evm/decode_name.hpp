#pragma once
#include <span>
#include <string_view>

#include "collectors/evm/description.hpp"

namespace splitroot::collectors::evm {

/// Fills in which name an event is about: key, label, place or parent. The reason when the log contradicts
/// itself, else empty. `arguments` as decode_event gives them.
std::string_view read_identity(const RegistryDescription& registry, const EventRule& rule,
                               std::span<const AbiValue> arguments, NameEvent& event);

/// Fills in what the event says of the name; `event` has identity and evidence. False when the rule says to
/// pass the event over.
bool read_facts(const RegistryDescription& registry, const EventRule& rule,
                std::span<const AbiValue> arguments, NameEvent& event);

}  // namespace splitroot::collectors::evm
