#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "collectors/iana/canonical_zone.hpp"
#include "collectors/iana/zone_assembly.hpp"

namespace splitroot::collectors {

/// A zone's records kept for the next IXFR, in canonical wire form.
class ZoneCopy {
 public:
  /// nullopt: a record that has no wire form.
  static std::optional<ZoneCopy> of(const std::vector<ZoneRecord>& records);

  Serial serial() const;
  /// The SOA record in wire form.
  const std::string& soa() const { return soa_; }

  /// Takes a record out; false: it is not there.
  bool erase(const CanonicalRecord& record);
  /// Puts a record in; false: it is there already.
  bool insert(const CanonicalRecord& record);

  /// The records as a zone to be judged.
  Result<ZoneAssembly> assemble() const;

  /// SHA-256 (hex) over the records: the same for the same zone, however it came.
  std::string digest() const;

 private:
  std::string soa_;
  std::set<std::string> records_;  ///< all of them
};

}  // namespace splitroot::collectors
