#pragma once
#include <ostream>
#include <vector>

#include "app/pipeline.hpp"

namespace splitroot::app {

/// A line a source: rows, position, age, and where it came from.
void print_sources(std::ostream& out, Reader& reader, const std::vector<SourceOutcome>& outcomes);

/// What `run --once` ends with: sources, collisions by kind and severity, what to type next.
void print_summary(std::ostream& out, Reader& reader, const std::vector<SourceOutcome>& outcomes,
                   const Context& context);

}  // namespace splitroot::app
