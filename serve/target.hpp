#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"

namespace splitroot::serve {

/// A request target taken apart and decoded: valid UTF-8 without NUL throughout.
struct Target {
  std::vector<std::string> path;                           ///< segments, `/v1/sources` has two
  std::vector<std::pair<std::string, std::string>> query;  ///< in order, `+` read as a space
  std::string accept;  ///< the header of that name, for what has two forms
};

/// Longest target accepted, octets.
inline constexpr std::size_t longest_target = 4096;

/// Strict (RFC 3986, section 2.1): a broken escape, an encoded slash in the path, a NUL or octets that are no
/// UTF-8 are errors (input) that say which part is at fault.
Result<Target> parse_target(std::string_view target);

/// `text` as a path segment or query value: everything but RFC 3986's unreserved characters percent-encoded.
std::string percent_encode(std::string_view text);

}  // namespace splitroot::serve
