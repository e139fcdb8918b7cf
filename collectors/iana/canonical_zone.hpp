#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/iana/zone_record.hpp"
#include "core/name.hpp"

namespace splitroot::collectors {

/// A record in canonical form (RFC 4034, section 6.2), with its TTL as it stands.
struct CanonicalRecord {
  std::string key;   ///< of its owner (order_key)
  std::string wire;  ///< owner, type, class, TTL, length, data
  std::size_t owner_size = 0;
  std::uint16_t type = 0;
  int line = 0;  ///< as ZoneRecord has it

  std::string_view owner() const { return std::string_view{wire}.substr(0, owner_size); }
  std::string_view data() const { return std::string_view{wire}.substr(owner_size + 10); }
  std::uint32_t ttl() const;
};

/// nullopt: ldns cannot write it.
std::optional<CanonicalRecord> canonical(const ldns_struct_rr& record, int line = 0);

/// Of a SOA record; 0 where it is malformed.
Serial serial_of(const CanonicalRecord& soa);

using Records = std::span<const CanonicalRecord>;

/// Where an owner stands towards the zone's cuts (RFC 4034, section 2; RFC 4035, section 2).
enum class Authority { zone, cut, below_cut };

/// All records of one owner, by type.
struct ZoneOwner {
  Records records;
  Authority authority = Authority::zone;

  std::string_view key() const { return records.front().key; }
  std::string shown() const;
  /// Its record set of that type; empty when there is none.
  Records of(std::uint16_t type) const;
  /// Calls `visit(type, set)` for each record set.
  template <class Visit>
  void for_each_set(const Visit& visit) const {
    for (Records rest = records; !rest.empty();) {
      const Records set = of(rest.front().type);
      visit(rest.front().type, set);
      rest = rest.subspan(set.size());
    }
  }
};

/// A zone in canonical order: owners, then types, then data. Of equal records the first counts.
class CanonicalZone {
 public:
  static ZoneResult<CanonicalZone> make(std::span<const ZoneRecord> records);
  CanonicalZone(CanonicalZone&&) = default;
  CanonicalZone& operator=(CanonicalZone&&) = default;

  /// The first one is the apex, when there are records of it.
  const std::vector<ZoneOwner>& owners() const { return owners_; }
  const ZoneOwner& apex() const { return owners_.front(); }
  Records records() const { return records_; }
  const ZoneOwner* find(std::string_view key) const;

 private:
  CanonicalZone() = default;
  void group();

  std::vector<CanonicalRecord> records_;
  std::vector<ZoneOwner> owners_;
};

/// Integers in network order at `at`. Precondition: they are inside.
std::uint16_t u16_at(std::string_view octets, std::size_t at);
std::uint32_t u32_at(std::string_view octets, std::size_t at);

}  // namespace splitroot::collectors
