#pragma once
#include <optional>
#include <string>

#include "collectors/icann/pipeline/columns.hpp"
#include "core/application.hpp"

namespace splitroot::collectors::pipeline {

/// What a round's list says beyond its columns.
struct RoundFormat {
  std::string round;                       ///< of rows that do not say theirs
  std::optional<Timestamp> applied_since;  ///< every row is an application, applied since then
};

/// One row of a list of applications, and what else it says there is.
struct Application {
  ApplicationEntry entry;
  std::optional<ApplicationEntry> replacement;  ///< where the row says that its replacement string was taken
  std::optional<ApplicationEntry> temporary_delegation;
};

/// Reads a row. Errors (input) name its place.
Result<Application> read_application(const Columns& columns, const SheetRow& row, const NamedRow& named,
                                     const RoundFormat& format);

}  // namespace splitroot::collectors::pipeline
