#pragma once
#include <istream>
#include <optional>
#include <string>

#include "core/batch.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// The generic list of strings: CSV with the columns `string` and `standing`, and any of `round`,
/// `applicant`, `application_id`, `date` (since when), `since`, `until`, `detail` (`key=value;key=value`, or
/// one sentence, kept under `note`). A string is an A-label or a U-label. Several applications for one string
/// are one entry with the applicants and numbers joined by "; " and their count under `applications`.
///
/// Remarks `# as-of: DATE` and `# serial: TEXT` before the header date and number the reading. `as_of` goes
/// before the remark; without either the list is as of now. Errors (input) name line and column; nothing of a
/// list with an error is returned. The reading counts as a file's.
Result<StandingBatch> parse_strings(std::istream& in, std::string origin_name, std::string source,
                                    std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors
