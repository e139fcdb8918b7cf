#pragma once
#include <string>

#include "correlate/reserved_list.hpp"
#include "serve/list_writer.hpp"

namespace splitroot::serve {

/// A finding of `lint reserved`, with the list it is about.
struct ReservedRow {
  std::string list;  ///< id of a regime, or the file's name
  correlate::ReservedFinding finding;
};

/// JSON as schemas/json/reserved.schema.json has it.
Layout<ReservedRow> reserved_layout();

/// One line for each list: how much it lacks of the root and of the pipeline, how much it holds that is gone.
std::string reserved_summary(const std::string& title, const std::vector<correlate::ReservedFinding>& findings);

}  // namespace splitroot::serve
