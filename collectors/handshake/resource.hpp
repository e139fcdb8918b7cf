#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace splitroot::collectors::handshake {

/// Records that a name may hold on chain (hsd `lib/dns/common.js`, `hsTypes`).
enum class RecordType : std::uint8_t { ds, ns, glue4, glue6, synth4, synth6, txt };

/// `DS`, `NS` … as `getnameresource` spells them.
std::string_view text(RecordType type);

struct ResourceRecord {
  RecordType type = RecordType::ds;
  /// In the presentation form of RFC 1035: DS `tag algorithm digest-type digest`, NS `name.`, GLUE `name.
  /// address`, SYNTH `address`, TXT its strings in quotes. Octets that are not printable stand as `\DDD`.
  std::string value;
  bool operator==(const ResourceRecord&) const = default;
};

/// The records of a resource, in its order. As in hsd, a record of unknown type ends the list without being
/// an error. Error (source) says at which octet the resource cannot be read; resolvers then answer SERVFAIL.
Result<std::vector<ResourceRecord>> parse_resource(std::string_view resource);

/// True when something below or at the name can be looked up: any record but TXT.
bool resolves(const std::vector<ResourceRecord>& records);

}  // namespace splitroot::collectors::handshake
