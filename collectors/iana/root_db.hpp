#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "collectors/iana/root_zone.hpp"
#include "core/batch.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// IANA's root zone database, in either of two shapes: a CSV with the columns a_label, display, type and
/// manager (in any order, beside others), or the page https://www.iana.org/domains/root/db. Source
/// `iana-root-db`. An entry whose manager is named is `delegated`; one that is "Not assigned" or "Retired" is
/// `retired`. Detail: `type`, `manager`.
///
/// Nothing in it dates it: `as_of`, else (CSV) a remark `# as-of: DATE` before the header. The reading counts
/// as a file's. A page of fewer than 1,000 rows is refused unless the rules accept a small one. Errors
/// (input) name line and column; nothing of a list with an error is returned.
Result<StandingBatch> parse_root_db(std::string_view text, std::string origin_name,
                                    std::optional<Timestamp> as_of, RootZoneRules rules = {});

}  // namespace splitroot::collectors
