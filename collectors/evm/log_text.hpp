#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "collectors/evm/log.hpp"

namespace splitroot::collectors::evm {

/// The logs of an eth_getLogs result straight from its text, without a document in between. Nodes write all
/// logs of an answer in one form: the keys of the first log, in their order, are what each further one is
/// held against, octet for octet. nullopt for anything out of this form (blanks, escapes, a key more or less,
/// a value that is no log's): then parse_logs reads it, or says what is wrong with it.
std::optional<std::vector<Log>> read_logs(std::string_view text);

}  // namespace splitroot::collectors::evm
