#include "net/url.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cctype>

#include "core/display.hpp"
#include "core/hex.hpp"
#include "core/label.hpp"
#include "net/http.hpp"

namespace splitroot::net {
namespace {

constexpr std::string_view after_scheme = "://";
constexpr std::size_t shortest_secret = 8;

struct Parts {
  std::string scheme;
  std::string_view user;
  std::string_view host;
  std::string_view rest;  ///< path, query and fragment
};

std::optional<Parts> split(std::string_view url) {
  const auto colon = url.find(after_scheme);
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto tail = url.substr(colon + after_scheme.size());
  const auto end = std::min(tail.find_first_of("/?#\\"), tail.size());
  const auto authority = tail.substr(0, end);
  const auto at = authority.rfind('@');
  Parts parts;
  parts.scheme = lower_ascii(url.substr(0, colon));
  if (at != std::string_view::npos) parts.user = authority.substr(0, at);
  parts.host = at == std::string_view::npos ? authority : authority.substr(at + 1);
  parts.rest = tail.substr(end);
  return parts;
}

/// A port that is no number is taken off: it may be the password of a URL written wrongly.
std::string_view without_odd_port(std::string_view host) {
  const auto colon = host.rfind(':');
  if (colon == std::string_view::npos || host.ends_with(']')) return host;
  const auto port = host.substr(colon + 1);
  const bool digits = port.size() <= 5 && std::all_of(port.begin(), port.end(),
                                                      [](unsigned char c) { return std::isdigit(c) != 0; });
  return digits ? host : host.substr(0, colon);
}

std::string_view without_port(std::string_view host) {
  return host.ends_with(']') ? host : host.substr(0, host.rfind(':'));
}

}  // namespace

std::string shown_url(std::string_view url) {
  const auto parts = split(url);
  if (!parts) return "(not a URL)";
  if (parts->scheme == "file") return display_text(url);
  return display_text(parts->scheme + std::string{after_scheme} + std::string{without_odd_port(parts->host)});
}

std::string url_scheme(std::string_view url) {
  const auto parts = split(url);
  return parts ? parts->scheme : "";
}

bool is_on_this_machine(std::string_view url) {
  const auto parts = split(url);
  if (!parts) return false;
  const std::string host = lower_ascii(without_port(parts->host));
  if (host == "[::1]" || host == "localhost" || host.ends_with(".localhost")) return true;
  in_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 && ntohl(address.s_addr) >> 24 == IN_LOOPBACKNET;
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const auto octet = from_hex(text.substr(i + 1, 2));
    if (!octet || octet->size() != 1) return std::nullopt;
    out += *octet;
    i += 2;
  }
  return out;
}

std::vector<std::string> url_secrets(std::string_view url) {
  std::vector<std::string> secrets;
  const auto parts = split(url);
  if (!parts) return secrets;
  const auto add = [&secrets](std::string_view text) {
    if (text.size() >= shortest_secret) secrets.emplace_back(text);
  };
  const auto colon = std::min(parts->user.find(':'), parts->user.size());
  add(parts->user.substr(0, colon));
  add(parts->user.substr(std::min(colon + 1, parts->user.size())));
  for (std::size_t at = 0; at < parts->rest.size();) {
    const auto end = std::min(parts->rest.find_first_of("/?&=#", at), parts->rest.size());
    add(parts->rest.substr(at, end - at));
    at = end + 1;
  }
  return secrets;
}

std::string redacted(std::string text, const std::vector<std::string>& secrets) {
  constexpr std::string_view mark = "[…]";
  for (const auto& secret : secrets) {
    if (secret.empty()) continue;
    for (auto at = text.find(secret); at != std::string::npos; at = text.find(secret, at + mark.size())) {
      text.replace(at, secret.size(), mark);
    }
  }
  return text;
}

}  // namespace splitroot::net
