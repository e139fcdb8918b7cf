#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/batch.hpp"
#include "core/csv.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// The names of the special-use registry, sorted out.
struct SpecialUseNames {
  std::vector<StandingEntry> tlds;  ///< names of one label
  std::size_t below = 0;            ///< names below a TLD, which are no strings: `home.arpa`
};

/// Reads the rows of a table with the columns name and reference. A name may carry its trailing dot and,
/// behind a blank, a remark in parentheses, `eap-noob.arpa. (DEPRECATED)`.
Result<SpecialUseNames> read_special_use(CsvTable& table);

/// IANA's registry of special-use domain names (RFC 6761) as CSV with the columns Name and Reference. Source
/// `iana-special-use`; every TLD in it is `special-use`, with `reference` and `remark` as detail; names below
/// a TLD are checked and left out. Nothing in it dates it: `as_of`, else a remark `# as-of: DATE` before the
/// header. The reading counts as a file's. Errors (input) name line and column; nothing of a list with an
/// error is returned.
Result<StandingBatch> parse_special_use(std::string_view text, std::string origin_name,
                                        std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors
