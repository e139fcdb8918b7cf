#include "alerts/url.hpp"

#include <algorithm>

#include "core/label.hpp"

namespace splitroot::alerts {

std::optional<std::string> url_trouble(std::string_view url) {
  constexpr std::size_t longest = 2048;
  const auto scheme_end = url.find("://");
  const std::string scheme = lower_ascii(url.substr(0, scheme_end));
  if (scheme_end == std::string_view::npos || (scheme != "http" && scheme != "https")) {
    return "must start with https:// or http://";
  }
  if (url.size() > longest) return "is longer than 2048 octets";
  const bool plain = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < 0x7f; });
  if (!plain || url.find_first_of("\"<>\\^`{|}") != std::string_view::npos) {
    return "must be ASCII without blanks, quotes and brackets (RFC 3986): escape them as %XX, hosts as "
           "A-labels";
  }
  const std::string_view rest = url.substr(scheme_end + 3);
  const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
  if (authority.find('@') != std::string_view::npos) return "must not hold a user or password";
  if (authority.empty() || authority.front() == ':') return "has no host";
  if (rest.find('#') != std::string_view::npos) return "must not have a fragment (#…)";
  return std::nullopt;
}

}  // namespace splitroot::alerts
