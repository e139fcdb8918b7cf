#include "net/request_check.hpp"

#include "core/display.hpp"
#include "net/url.hpp"

namespace splitroot::net {
namespace {

bool has_line_end(std::string_view text) {
  constexpr std::string_view line_ends{"\r\n\0", 3};
  return text.find_first_of(line_ends) != std::string_view::npos;
}

}  // namespace

std::optional<Error> refused_request(const HttpRequest& request) {
  const auto refuse = [&request](const std::string& reason) {
    return input_error(shown_url(request.url) + ": " + reason);
  };
  const auto scheme = url_scheme(request.url);
  if (scheme != "http" && scheme != "https" && !(scheme == "file" && request.allow_file)) {
    return refuse(std::string{"write a URL that begins with http:// or https://"} +
                  (request.allow_file ? " or file://" : ""));
  }
  if (request.url.find('\0') != std::string::npos) return refuse("a NUL in the URL");
  for (const auto& [name, value] : request.headers) {
    if (has_line_end(name) || has_line_end(value)) {
      return refuse("a line break in the header " + display_text(name));
    }
  }
  return std::nullopt;
}

}  // namespace splitroot::net
