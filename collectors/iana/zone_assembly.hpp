#pragma once
#include <set>
#include <string>
#include <vector>

#include "collectors/iana/root_zone.hpp"
#include "collectors/iana/zone_record.hpp"

namespace splitroot::collectors {

/// Puts a root zone together from its records, whether they come from a file or a transfer. Errors are bare
/// reasons: the caller knows the place.
class ZoneAssembly {
 public:
  enum class Order { any, soa_first };

  /// `soa_first`: the first record has to be the SOA, as in a transfer.
  explicit ZoneAssembly(Order order = Order::any) : must_begin_with_soa_(order == Order::soa_first) {}

  /// `line`: of the file; 0 for a transfer.
  Result<void> add(RecordPtr record, int line = 0);

  /// True once the SOA has come a second time, as at the end of a transfer.
  bool closed() const { return soas_ == 2; }
  bool has_soa() const { return soas_ > 0; }

  /// `; the zone as read has 1283 TLDs`: what every refusal ends with, for whoever is alerted. Empty before
  /// the SOA has come.
  std::string size_remark() const;

  /// The zone, if it is complete and stands up to verify_zone as the rules have it.
  ZoneResult<RootZone> finish(const RootZoneRules& rules) const;

  /// All records, without the closing SOA.
  const std::vector<ZoneRecord>& records() const { return records_; }

 private:
  Result<void> add_soa(const ldns_struct_rr& record);
  Result<void> add_tld(const ldns_struct_rr& record);
  ZoneResult<RootZone> judge(const RootZoneRules& rules) const;

  std::vector<ZoneRecord> records_;
  std::set<std::string> tlds_;  ///< labels with an NS record
  bool must_begin_with_soa_;
  Serial serial_;
  int soas_ = 0;
};

}  // namespace splitroot::collectors
