#pragma once
#include <variant>

#include "collectors/evm/description.hpp"
#include "collectors/evm/log.hpp"
#include "core/name.hpp"
#include "core/source.hpp"

namespace splitroot::collectors::evm {

/// What a log says: an event, nothing that concerns names (an owner that is left out by rule), or something
/// that cannot be believed and is kept as found.
using Decoded = std::variant<std::monostate, NameEvent, Malformed>;

/// Reads `log` by `rule`. Labels pass through untouched, whatever their octets. A log whose label or name
/// does not have the hash it is logged under is malformed. `block_time` is that of the log's block.
Decoded decode_log(const RegistryDescription& registry, const EventRule& rule, const Log& log,
                   Timestamp block_time);

/// A log as text, nothing lost: `topic0 topic1 … data`, each in hex with `0x`.
std::string raw_text(const Log& log);

}  // namespace splitroot::collectors::evm
