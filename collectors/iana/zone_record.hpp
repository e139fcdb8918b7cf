#pragma once
#include <memory>
#include <string>

#include "core/result.hpp"

struct ldns_struct_rr;

namespace splitroot::collectors {

struct RecordDeleter {
  void operator()(ldns_struct_rr* record) const;
};
/// A resource record of ldns, owned.
using RecordPtr = std::unique_ptr<ldns_struct_rr, RecordDeleter>;

/// True when a record has the fields that its type must have. ldns takes one of no octets for whole, as
/// dynamic updates have it (RFC 2136, section 2.4), and ends the program where its fields are asked for
/// later.
bool has_its_fields(const ldns_struct_rr& record);

/// A record as read.
struct ZoneRecord {
  RecordPtr record;
  int line = 0;  ///< of the file it came from; 0: from a transfer
};

/// Why a zone is refused: a bare reason, and the line of the offending record where there is one.
struct ZoneFault {
  std::string reason;
  int line = 0;
};

template <class T>
using ZoneResult = boost::system::result<T, ZoneFault>;

[[noreturn]] void throw_exception_from_error(const ZoneFault& fault, const boost::source_location& where);

}  // namespace splitroot::collectors
