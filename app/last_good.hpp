#pragma once
#include <string>

#include "core/ports/store.hpp"

namespace splitroot::app {

/// `; the last good one, of 2026-01-05, has 1438 entries, and stays`: what is kept when a reading
/// of a list is refused. Empty where there is none. Throws Failure when the database fails.
std::string last_good(Reader& reader, const std::string& source);

}  // namespace splitroot::app
