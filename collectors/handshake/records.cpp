#include "collectors/handshake/records.hpp"

#include <algorithm>

#include "collectors/handshake/resource.hpp"

namespace splitroot::collectors::handshake {

std::vector<KeptRecord> kept_records(std::string_view resource) {
  std::vector<KeptRecord> kept;
  const auto records = parse_resource(resource);
  if (!records) return kept;
  for (const auto& record : *records) {
    if (record.type == RecordType::txt) continue;
    const auto type = "dns." + std::string{text(record.type)};
    const auto known = std::ranges::find(kept, type, &KeptRecord::type);
    if (known == kept.end())
      kept.push_back({type, record.value});
    else
      known->value.append("\n").append(record.value);
  }
  return kept;
}

}  // namespace splitroot::collectors::handshake
