#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/batch.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// ICANN's list of gTLDs under contract as JSON, `gtlds.json` version 2: an object with `updatedOn`,
/// `version` and `gTLDs`, a list of objects with at least the members gTLD, dateOfContractSignature,
/// delegationDate and contractTerminated, which may be null (but for gTLD).
///
/// Source `icann-gtlds`, as newgtlds.csv (parse_gtlds): each is `contracted` from the signature until the
/// delegation. A contract terminated before any delegation stood until the removal date, or, where that is
/// null, until the date of the reading at the latest. TLDs older than their contract were never `contracted`:
/// their range is empty, and the date of the contract is `contract-date` in detail. Detail has removal-date,
/// contract-terminated and specification-13 besides, where they are not null.
///
/// Dated by `as_of`, else by `updatedOn`; counts as read from a file. Errors name list, number and member of
/// a row (input), or the octet (source) where the text is no JSON; nothing of a list with an error is
/// returned.
Result<StandingBatch> parse_gtlds_json(std::string_view text, std::string origin_name,
                                       std::optional<Timestamp> as_of);

/// Either form of the list: JSON where it begins with `{` or `[`, else CSV.
Result<StandingBatch> parse_gtlds_any(std::string_view text, std::string origin_name,
                                      std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors
