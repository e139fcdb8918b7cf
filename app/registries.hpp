#pragma once
#include <string>
#include <vector>

#include "collectors/evm/description.hpp"
#include "core/result.hpp"

namespace splitroot::app {

/// Every described registry: the shipped ones, then those that `take_registries` has read.
const std::vector<collectors::evm::RegistryDescription>& registries();

/// Reads further descriptions, once, at the start, before anything asks for sources. The error (input) is all
/// that is wrong with all of them, a line each: what stands in the files, an id taken already, two registries
/// of one namespace without homes of their own. `taken` are ids of sources that are no registries.
Result<void> take_registries(const std::vector<std::string>& files, const std::vector<std::string>& taken);

}  // namespace splitroot::app
