#include "collectors/handshake/records.hpp"

#include "collectors/handshake/resource.hpp"

namespace splitroot::collectors::handshake {

std::string kept_records(std::string_view resource) {
  std::string kept;
  const auto records = parse_resource(resource);
  if (!records) return kept;
  for (const auto& record : *records) {
    if (record.type == RecordType::txt) continue;
    if (!kept.empty()) kept += '\n';
    kept.append(text(record.type)).append(" ").append(record.value);
  }
  return kept;
}

}  // namespace splitroot::collectors::handshake
