#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/batch.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// ICANN's list of contracted gTLDs, `newgtlds.csv`: one line `>>> Updated on: TIME <<<`, then a CSV with the
/// columns tld, u-label, registry-operator, date-of-contract-signature, application-id, delegation-date.
/// Every row is `contracted` from the signature until the delegation, if that has a date. The reading is
/// dated by its first line unless `as_of` is given, and counts as a file's. Errors (input) name line and
/// column; nothing of a list with an error is returned.
Result<StandingBatch> parse_gtlds(std::string_view text, std::string origin_name,
                                  std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors
