#pragma once
#include <span>
#include <string_view>

#include "collectors/evm/description.hpp"
#include "core/batch.hpp"

namespace splitroot::collectors::evm {

/// What read_record says of a record whose key is not on the description's list.
constexpr std::string_view not_kept = "this record is not kept";

/// Fills in type, value and `clears`; the reason when the record cannot be kept, else empty.
std::string_view read_record(const RegistryDescription& registry, const RecordRule& rule,
                             const EventSignature& signature, std::span<const AbiValue> arguments,
                             RecordEvent& record);

}  // namespace splitroot::collectors::evm
