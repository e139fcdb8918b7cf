#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/application.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// A list of applications of the 2026 round, whose official format is not known: CSV (comma, semicolon or
/// tab; with a byte order mark, CRLF, and lines before the header) or JSON (an array of objects, or an object
/// that holds one such array, itself or in a member; nested members by their path), with columns known by
/// name.
///
/// schemas/pipeline/columns.csv has the names: needed are a string (or its A-label), and a number of the
/// application, an applicant or a status. Both labels must agree. schemas/pipeline/statuses.csv maps status
/// words; one it does not know, or that only the root may say (`delegated`), leaves the string `applied` and
/// stays in the detail under `status`, the unknown one with `status-known` = `no` (round_summary.hpp counts
/// them). Rows without a status are `applied`; only `announced` ones go without number and applicant. Dates
/// are ISO 8601, or with the month's English name.
///
/// A row whose replacement string was taken (by its status, or by a column) is two entries of one
/// application: the original, `replaced`, with `replaced-by` in its detail, and the replacement with
/// `replaces`; it has the row's standing where a column beside the status says that it was taken, else it is
/// `applied`. A list may have a row of its own for it. A temporary delegation with dates is an entry of its
/// own, its end in the detail under `until`.
///
/// Columns of no known name are kept in the detail by their normalized name (lower case, hyphens), under
/// `column-NAME` where the importer itself uses that name. What is about persons is dropped and counted, by
/// the column's name or by what a value holds (schemas/pipeline/personal.csv).
///
/// The list's date is `as_of`, or what a line before the header or a member beside the list tells (`as of`,
/// `updated`, `published` …); without either that is an error. The reading counts as a file's. Errors (input)
/// name line and column, or of JSON the entry and the member; nothing of a list with an error is returned.
Result<ApplicationBatch> parse_round_2026(std::string_view text, const std::string& origin_name,
                                          std::optional<Timestamp> as_of);

}  // namespace splitroot::collectors
