#include "collectors/iana/canonical_zone.hpp"

#include <ldns/ldns.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>

#include "collectors/iana/zone_name.hpp"

namespace splitroot::collectors {
namespace {

struct BufferDeleter {
  void operator()(ldns_buffer* buffer) const { ldns_buffer_free(buffer); }
};

bool before(const CanonicalRecord& a, const CanonicalRecord& b) {
  if (const int order = a.key.compare(b.key); order != 0) return order < 0;
  return std::tuple{a.type, a.data()} < std::tuple{b.type, b.data()};
}

bool equal(const CanonicalRecord& a, const CanonicalRecord& b) {
  return a.type == b.type && a.key == b.key && a.data() == b.data();
}

}  // namespace

std::uint16_t u16_at(std::string_view octets, std::size_t at) {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(octets[at + i]); };
  return static_cast<std::uint16_t>(octet(0) << 8 | octet(1));
}

std::uint32_t u32_at(std::string_view octets, std::size_t at) {
  return static_cast<std::uint32_t>(u16_at(octets, at)) << 16 | u16_at(octets, at + 2);
}

std::uint32_t CanonicalRecord::ttl() const { return u32_at(wire, owner_size + 4); }

std::optional<CanonicalRecord> canonical(const ldns_struct_rr& record, int line) {
  const std::unique_ptr<ldns_buffer, BufferDeleter> buffer{ldns_buffer_new(512)};
  if (ldns_rr2buffer_wire_canonical(buffer.get(), &record, LDNS_SECTION_ANSWER) != LDNS_STATUS_OK) {
    return std::nullopt;
  }
  CanonicalRecord out;
  out.wire.assign(reinterpret_cast<const char*>(ldns_buffer_begin(buffer.get())),
                  ldns_buffer_position(buffer.get()));
  out.owner_size = name_size(out.wire);
  if (out.owner_size == 0 || out.wire.size() < out.owner_size + 10) return std::nullopt;
  out.key = order_key(out.owner());
  out.type = u16_at(out.wire, out.owner_size);
  out.line = line;
  return out;
}

/// It stands after two names (RFC 1035, section 3.3.13).
Serial serial_of(const CanonicalRecord& soa) {
  const std::string_view data = soa.data();
  const std::size_t first = name_size(data);
  const std::size_t second = first == 0 ? 0 : name_size(data.substr(first));
  return {second == 0 || data.size() < first + second + 4 ? 0 : u32_at(data, first + second)};
}

std::string ZoneOwner::shown() const { return shown_name(records.front().owner()); }

Records ZoneOwner::of(std::uint16_t type) const {
  struct ByType {
    bool operator()(const CanonicalRecord& record, std::uint16_t other) const { return record.type < other; }
    bool operator()(std::uint16_t other, const CanonicalRecord& record) const { return other < record.type; }
  };
  const auto [first, last] = std::equal_range(records.begin(), records.end(), type, ByType{});
  return {first, last};
}

ZoneResult<CanonicalZone> CanonicalZone::make(std::span<const ZoneRecord> records) {
  CanonicalZone zone;
  zone.records_.reserve(records.size());
  for (const ZoneRecord& record : records) {
    auto one = canonical(*record.record, record.line);
    if (!one) return ZoneFault{"a record that has no wire form", record.line};
    zone.records_.push_back(std::move(*one));
  }
  std::stable_sort(zone.records_.begin(), zone.records_.end(), before);
  zone.records_.erase(std::unique(zone.records_.begin(), zone.records_.end(), equal), zone.records_.end());
  zone.group();
  return zone;
}

/// Owners below a cut follow it at once in canonical order.
void CanonicalZone::group() {
  const std::string* cut = nullptr;
  for (auto first = records_.begin(); first != records_.end();) {
    const auto last =
        std::find_if(first, records_.end(), [&](const auto& each) { return each.key != first->key; });
    ZoneOwner owner{{first, last}};
    if (cut != nullptr && first->key.starts_with(*cut)) {
      owner.authority = Authority::below_cut;
    } else if (!first->key.empty() && !owner.of(LDNS_RR_TYPE_NS).empty()) {
      owner.authority = Authority::cut;
      cut = &first->key;
    }
    owners_.push_back(owner);
    first = last;
  }
}

const ZoneOwner* CanonicalZone::find(std::string_view key) const {
  const auto found =
      std::lower_bound(owners_.begin(), owners_.end(), key,
                       [](const ZoneOwner& owner, std::string_view k) { return owner.key() < k; });
  return found == owners_.end() || found->key() != key ? nullptr : &*found;
}

}  // namespace splitroot::collectors
