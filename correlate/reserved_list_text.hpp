#pragma once
#include <cstddef>
#include <string_view>

#include "core/result.hpp"
#include "correlate/reserved_list.hpp"

namespace splitroot::correlate {

/// Labels a list may have; Handshake's reserve, the longest known, has 90,043.
inline constexpr std::size_t most_reserved_labels = 1'000'000;

/// A reserved list as people keep it, UTF-8 with or without a byte order mark:
/// - one label a line; blanks around it, blank lines, and what follows a `#` (at the start of a line, or
/// after a
///   blank) are passed over;
/// - or CSV (RFC 4180), when the first line has a column `label`, `name`, `tld` or `string` (taken in this
/// order);
///   lines that begin with `#` are remarks.
/// Labels are U-labels or A-labels in any letter case, with or without a leading or trailing dot. Duplicates,
/// also in another spelling, are counted and tolerated. A first line of `name` alone is refused: it may be a
/// header or the TLD. `origin` names the list in errors and becomes its title. Error (input) with
/// `origin:line:column` for a label that is none, a line of several labels, a CSV without such a column or
/// with records of another length, a list without labels, one longer than most_reserved_labels.
Result<ReservedSet> parse_reserved_list(std::string_view text, std::string_view origin);

}  // namespace splitroot::correlate
