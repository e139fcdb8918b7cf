#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/iana/zone_record.hpp"

namespace splitroot::collectors {

/// DNS messages, without the length that precedes them on TCP.

/// The query for an AXFR of the root (RFC 5936).
std::string axfr_query(std::uint16_t id);

/// The query for an IXFR of the root (RFC 1995). `soa`: the record of the version at hand, in wire form.
std::string ixfr_query(std::uint16_t id, std::string_view soa);

/// The answer section of a message of a transfer. Errors (input) are bare reasons: no DNS message, another
/// id, a question, a refusal, a message without records.
Result<std::vector<RecordPtr>> answer_records(std::string_view message, std::uint16_t id);

}  // namespace splitroot::collectors
