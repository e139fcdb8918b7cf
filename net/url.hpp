#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace splitroot::net {

/// The scheme in lower case; empty when `url` has no `scheme://`.
std::string url_scheme(std::string_view url);

/// True when `url` names this machine by itself: `localhost` and names below it (RFC 6761, section 6.3),
/// 127.0.0.0/8 (RFC 1122, section 3.2.1.3) and ::1 (RFC 4291, section 2.5.3).
bool is_on_this_machine(std::string_view url);

/// `%41` as `A`; nullopt where an escape is no two hex digits.
std::optional<std::string> percent_decoded(std::string_view text);

/// The parts of a URL that may be keys: user and password, each path segment and query value of eight octets
/// or more.
std::vector<std::string> url_secrets(std::string_view url);

/// `text` with every occurrence of a secret as `[…]`.
std::string redacted(std::string text, const std::vector<std::string>& secrets);

}  // namespace splitroot::net
