#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/iana/axfr.hpp"
#include "collectors/iana/zone_assembly.hpp"

namespace splitroot::collectors {

/// The query for an AXFR of the root: DNS message without the length that precedes it on TCP.
std::string axfr_query(std::uint16_t id);

/// Takes the messages of one transfer, in order, without the wire. Errors are bare reasons.
class AxfrDecoder {
 public:
  explicit AxfrDecoder(std::uint16_t id) : id_(id) {}

  /// One DNS message. True: that was the last, the SOA has come again.
  Result<bool> feed(std::string_view message);

  /// The zone; only after feed() has said true.
  Result<Transfer> finish(RootZoneRules rules);

 private:
  Result<void> add(RecordPtr record);

  std::uint16_t id_;
  ZoneAssembly assembly_;
  std::string wire_;  ///< all records so far
};

}  // namespace splitroot::collectors
