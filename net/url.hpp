#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace splitroot::net {

/// The scheme in lower case; empty when `url` has no `scheme://`.
std::string url_scheme(std::string_view url);

/// `%41` as `A`; nullopt where an escape is no two hex digits.
std::optional<std::string> percent_decoded(std::string_view text);

/// The parts of a URL that may be keys: user and password, each path segment and query value of eight octets
/// or more.
std::vector<std::string> url_secrets(std::string_view url);

/// `text` with every occurrence of a secret as `[…]`.
std::string redacted(std::string text, const std::vector<std::string>& secrets);

}  // namespace splitroot::net
