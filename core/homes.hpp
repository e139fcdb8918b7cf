#pragma once
#include <vector>

#include "core/name.hpp"

namespace splitroot {

/// One name out of its rows, one a home (docs/decisions/0007). The leading home speaks: an active one before
/// the rest, then the one with the latest event. A label or a place known to one is known to all; the first
/// evidence is the earliest of all. A report that names no home (a file, a snapshot) only fills in where
/// homes are read live. Precondition: `rows` is not empty, and all of one namespace and key.
NameRecord combine_homes(std::vector<NameRecord> rows);

/// The same for rows of several names, those of one name next to each other.
std::vector<NameRecord> combine_all_homes(std::vector<NameRecord> rows);

}  // namespace splitroot
