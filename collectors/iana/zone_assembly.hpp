#pragma once
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "collectors/iana/root_zone.hpp"

struct ldns_struct_rr;

namespace splitroot::collectors {

struct RecordDeleter {
  void operator()(ldns_struct_rr* record) const;
};
/// A resource record of ldns, owned.
using RecordPtr = std::unique_ptr<ldns_struct_rr, RecordDeleter>;

/// Puts a root zone together from its records, whether they come from a file or a transfer. Errors are bare
/// reasons: the caller knows the place.
class ZoneAssembly {
 public:
  Result<void> add(RecordPtr record);

  /// True once the SOA has come a second time, as at the end of a transfer.
  bool closed() const { return soas_ == 2; }
  bool has_soa() const { return soas_ > 0; }

  /// The zone, if it is complete. Call once.
  Result<RootZone> finish(RootZoneRules rules);

 private:
  Result<void> add_soa(const ldns_struct_rr& record);
  Result<void> add_tld(const ldns_struct_rr& record);
  Result<void> check_chain() const;
  Result<std::optional<bool>> check_digest() const;

  std::vector<RecordPtr> records_;
  std::map<std::string, Delegation> tlds_;
  std::unordered_map<std::string, std::string> nsec_;  ///< owner to next owner, both in lower-case wire form
  Serial serial_;
  int soas_ = 0;
  bool has_zonemd_ = false;
};

}  // namespace splitroot::collectors
