#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace splitroot::collectors::pipeline {

/// A string applied for, U-label or A-label in any case, as LDH. An A-label must have a U-label that gives it
/// back.
Result<std::string> applied_label(std::string_view label);

/// The labels of a list parted by commas, semicolons, bars, slashes or blanks, each once, in its order.
Result<std::vector<std::string>> applied_labels(std::string_view list);

}  // namespace splitroot::collectors::pipeline
