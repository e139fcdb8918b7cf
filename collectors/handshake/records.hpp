#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace splitroot::collectors::handshake {

/// Records of one type as they are kept: `dns.NS`, and their values a line each, in the resource's order.
struct KeptRecord {
  std::string type;
  std::string value;
};

/// What is kept of a resource's records, by type (docs/records.md): all but TXT, which holds contact data as
/// readily as anything else. A resource that cannot be read has none.
std::vector<KeptRecord> kept_records(std::string_view resource);

}  // namespace splitroot::collectors::handshake
