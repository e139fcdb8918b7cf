#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/application.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// The list of applications of the 2012 round, as ICANN revealed it on 2012-06-13: CSV with the columns
/// String, Applicant, A-Label and Application ID, and others (Website, Location, Region, IDN?, English
/// Meaning, Script Code, Community?, Geographic?) that are kept in the detail by their normalized name; `--`
/// is nothing, and what is about persons is dropped and counted (schemas/pipeline/personal.csv). String is a
/// U-label of any case; an A-Label must agree with it. Every application is `applied` since the list's date,
/// which is `as_of`, or the one a line before the header tells (`As of: 2012-06-13`, `Reveal Day: 13 June
/// 2012`). The reading counts as a file's. Errors (input) name line and column; nothing of a list with an
/// error is returned.
Result<ApplicationBatch> parse_round_2012(std::string_view text, const std::string& origin_name,
                                          std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors
