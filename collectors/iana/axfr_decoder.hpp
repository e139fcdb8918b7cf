#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "collectors/iana/zone_assembly.hpp"

namespace splitroot::collectors {

/// Takes the messages of one AXFR, in order, without the wire. Errors are bare reasons.
class AxfrDecoder {
 public:
  explicit AxfrDecoder(std::uint16_t id) : id_(id) {}

  /// One DNS message. True: that was the last, the SOA has come again.
  Result<bool> feed(std::string_view message);

  /// The zone to be judged, as far as it has come.
  const ZoneAssembly& assembly() const { return assembly_; }

 private:
  std::uint16_t id_;
  ZoneAssembly assembly_{ZoneAssembly::Order::soa_first};
};

}  // namespace splitroot::collectors
