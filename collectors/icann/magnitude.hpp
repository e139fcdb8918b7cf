#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/leakage.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// ICANN's DNS Magnitude (how many clients ask the root for a TLD label, from 0 to 10 on a logarithmic
/// scale), in either of two shapes. Source `icann-magnitude`; the reading counts as a file's.
///
/// JSON: `{"date": "2026-09-12", "magnitudeData": [{"domain", "magnitude", "uniqueClients",
/// "queryVolume"}]}`. The rank is the place in the order of falling magnitude, those alike in the order of
/// the file.
///
/// CSV: a column `tld` or `domain`, and at least one of `source_rank`, `rank` and `magnitude`; also
/// `uniqueclients`, `queryvolume` (or with `_` between) and `status` (delegated, undelegated, special-use).
/// Without ranks they are as for JSON.
///
/// Dated by `as_of`, else by the JSON's own date or a CSV's remark `# as-of: DATE`. Labels are any UTF-8,
/// each once; an absent figure stays null. Errors (input) name line and column, or the number of the row and
/// the member; what is no JSON at all is a source error. Nothing of a list with an error is returned.
Result<LeakageBatch> parse_magnitude(std::string_view text, std::string origin_name,
                                     std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors
