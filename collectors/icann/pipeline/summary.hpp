#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "core/application.hpp"

namespace splitroot::collectors {

/// The contention sets that identical strings make, by string: indices of the entries, one for each
/// application of the batch's round, ascending. Only applications that are still in the race contend: none
/// that is announced, replaced, withdrawn or not approved. A string whose source names the contention set of
/// every one of its applications is left out; two or more of one string make a set.
std::map<std::string, std::vector<std::size_t>> contention_by_string(const ApplicationBatch& batch);

/// The status words nobody knows, with the number of applications that have them (applied, as far as we
/// know).
std::map<std::string, std::size_t> unknown_statuses(const ApplicationBatch& batch);

}  // namespace splitroot::collectors
