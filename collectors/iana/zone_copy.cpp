#include "collectors/iana/zone_copy.hpp"

#include <ldns/ldns.h>

#include "core/hash.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {
namespace {

RecordPtr record_of(const std::string& wire) {
  ldns_rr* record = nullptr;
  std::size_t at = 0;
  const auto status = ldns_wire2rr(&record, reinterpret_cast<const std::uint8_t*>(wire.data()), wire.size(),
                                   &at, LDNS_SECTION_ANSWER);
  return RecordPtr{status == LDNS_STATUS_OK ? record : nullptr};
}

}  // namespace

std::optional<ZoneCopy> ZoneCopy::of(const std::vector<ZoneRecord>& records) {
  ZoneCopy copy;
  for (const ZoneRecord& record : records) {
    const auto wire = canonical(*record.record);
    if (!wire) return std::nullopt;
    copy.insert(*wire);
  }
  return copy;
}

Serial ZoneCopy::serial() const {
  CanonicalRecord soa;
  soa.wire = soa_;
  soa.owner_size = 1;
  return serial_of(soa);
}

bool ZoneCopy::erase(const CanonicalRecord& record) { return records_.erase(record.wire) == 1; }

bool ZoneCopy::insert(const CanonicalRecord& record) {
  if (record.type == LDNS_RR_TYPE_SOA) soa_ = record.wire;
  return records_.insert(record.wire).second;
}

Result<ZoneAssembly> ZoneCopy::assemble() const {
  ZoneAssembly assembly;
  for (const std::string& wire : records_) {
    RecordPtr record = record_of(wire);
    if (!record) return input_error("a record that cannot be read back");
    if (auto added = assembly.add(std::move(record)); !added) return added.error();
  }
  return assembly;
}

std::string ZoneCopy::digest() const {
  std::string all;
  for (const std::string& wire : records_) all += wire;
  return to_hex(view(sha256(all)));
}

}  // namespace splitroot::collectors
