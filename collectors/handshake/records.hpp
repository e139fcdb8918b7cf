#pragma once
#include <string>
#include <string_view>

namespace splitroot::collectors::handshake {

/// What is kept of a resource's records, a line each in the resource's order, `NS ns1.example.`
/// (docs/handshake.md): all but TXT, which holds contact data as readily as anything else. Empty where
/// nothing is kept, or the resource cannot be read.
std::string kept_records(std::string_view resource);

}  // namespace splitroot::collectors::handshake
