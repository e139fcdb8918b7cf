#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "collectors/iana/root_zone.hpp"
#include "core/batch.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// IANA's list of TLDs, `tlds-alpha-by-domain.txt`: a line `# Version YYYYMMDDNN, Last Updated TIME UTC`,
/// then one upper-case A-label a line. Source `iana-tlds-alpha`; every label is `delegated`; the version is
/// the reading's position. Dated by `as_of`, else by the time in the first line, else by the day of the
/// version; counts as read from a file. Fewer than 100 labels are no root list unless the rules accept it.
/// Errors (input) name line and column; nothing of a list with an error is returned.
Result<StandingBatch> parse_tlds_alpha(std::string_view text, std::string origin_name,
                                       std::optional<Timestamp> as_of, RootZoneRules rules = {});

}  // namespace splitroot::collectors
