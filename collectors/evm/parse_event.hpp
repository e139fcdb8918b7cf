#pragma once
#include <initializer_list>
#include <optional>

#include "collectors/evm/event_rule.hpp"
#include "collectors/evm/toml_table.hpp"

namespace splitroot::collectors::evm {

/// The event of the key `signature`; faults are left in the table.
EventSignature read_signature(TomlTable& table);

/// The parameter that plays the part `role`, checked to be one of `types`.
std::optional<std::size_t> read_role(TomlTable& table, const EventSignature& signature, std::string_view role,
                                     std::initializer_list<AbiType> types);

/// Reads an `[[…event]]` table.
EventRule read_event(TomlTable& table);

}  // namespace splitroot::collectors::evm
