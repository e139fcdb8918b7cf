#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace splitroot::collectors::handshake {

/// Records that a name may hold on chain (hsd `lib/dns/common.js`, `hsTypes`).
enum class RecordType : std::uint8_t { ds, ns, glue4, glue6, synth4, synth6, txt };

/// Types of the records in a resource, in its order. As in hsd, a record of unknown type ends the list
/// without being an error. Error (source) says at which octet the resource cannot be read; resolvers then
/// answer SERVFAIL.
Result<std::vector<RecordType>> parse_resource(std::string_view resource);

/// True when something below or at the name can be looked up: any record but TXT.
bool resolves(const std::vector<RecordType>& records);

}  // namespace splitroot::collectors::handshake
