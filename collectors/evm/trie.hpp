#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/hash.hpp"

namespace splitroot::collectors::evm {

/// Root of the Merkle-Patricia trie that holds these keys and values, octets each (Ethereum yellow paper,
/// appendix D). Precondition: no key twice, no value empty.
Hash256 trie_root(std::vector<std::pair<std::string, std::string>> entries);

}  // namespace splitroot::collectors::evm
