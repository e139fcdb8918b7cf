#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/csv.hpp"
#include "core/embedded.hpp"
#include "core/result.hpp"

namespace splitroot::correlate {

/// Takes the current row; an error ends the reading.
using TakeRow = std::function<std::optional<Error>(const CsvTable& row)>;

/// Reads the data file `name` of those compiled in, a row at a time. An error names file, line and column.
Result<void> read_rows(std::span<const EmbeddedFile> files, std::string_view name,
                       const std::vector<std::string>& columns, const TakeRow& take);

/// An error unless `column` of the row is a label as it stands in the DNS (core `to_ldh`, unchanged by it).
std::optional<Error> check_ldh(const CsvTable& row, std::string_view column);

}  // namespace splitroot::correlate
