#pragma once
#include <string>
#include <string_view>

#include "collectors/files/name_key.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// One line of an NDJSON file of names. Errors (input) begin with `place`, the file and line.
Result<NameEvent> parse_name_object(std::string_view line, const std::string& place, NameMaker& names);

}  // namespace splitroot::collectors
