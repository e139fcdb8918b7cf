#include "collectors/iana/zone_record.hpp"

#include <ldns/ldns.h>

namespace splitroot::collectors {

void RecordDeleter::operator()(ldns_struct_rr* record) const { ldns_rr_free(record); }

bool has_its_fields(const ldns_rr& record) {
  const ldns_rr_descriptor* type = ldns_rr_descript(static_cast<std::uint16_t>(ldns_rr_get_type(&record)));
  const std::size_t fewest = type->_type == ldns_rr_get_type(&record) ? ldns_rr_descriptor_minimum(type) : 0;
  if (ldns_rr_rd_count(&record) < fewest) return false;
  for (std::size_t i = 0; i < ldns_rr_rd_count(&record); ++i) {
    if (ldns_rr_rdf(&record, i) == nullptr) return false;
  }
  return true;
}

void throw_exception_from_error(const ZoneFault& fault, const boost::source_location& where) {
  splitroot::throw_exception_from_error(input_error(fault.reason), where);
}

}  // namespace splitroot::collectors
