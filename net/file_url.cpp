#include "net/file_url.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "net/url.hpp"

namespace splitroot::net {
namespace {

constexpr std::string_view prefix = "file://";
constexpr std::string_view this_machine = "localhost";

/// The path of a file URL (RFC 8089): no host, or `localhost`.
std::optional<std::string> path_of(std::string_view url) {
  url.remove_prefix(prefix.size());
  if (url.starts_with(this_machine)) url.remove_prefix(this_machine.size());
  if (!url.starts_with('/')) return std::nullopt;
  auto path = percent_decoded(url);
  if (path && path->find('\0') != std::string::npos) return std::nullopt;
  return path;
}

Error refusal(const HttpRequest& request, std::string_view reason) {
  return input_error(shown_url(request.url) + ": " + std::string{reason});
}

/// Octets of the file, at most `most`.
std::optional<std::string> read_up_to(const std::string& path, std::size_t most) {
  std::ifstream in{path, std::ios::binary};
  std::string content;
  std::string chunk(std::size_t{1} << 16, '\0');
  while (in && content.size() < most) {
    in.read(chunk.data(), static_cast<std::streamsize>(std::min(chunk.size(), most - content.size())));
    content.append(chunk, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad() || !in.is_open()) return std::nullopt;
  return content;
}

}  // namespace

Result<HttpResponse> read_file_url(const HttpRequest& request) {
  const auto path = path_of(request.url);
  if (!path) return refusal(request, "not a file URL of this machine; write file:///absolute/path");
  std::error_code failed;
  const auto status = std::filesystem::status(*path, failed);
  if (failed) return refusal(request, failed.message());
  if (!std::filesystem::is_regular_file(status)) return refusal(request, "not a regular file");
  auto content = read_up_to(*path, request.largest_body + 1);
  if (!content) return refusal(request, "cannot be read: " + std::string{std::strerror(errno)});
  HttpResponse response;
  response.body = std::move(*content);
  response.oversized = response.body.size() > request.largest_body;
  if (!response.oversized) return response;
  if (!request.keep_oversized) {
    return refusal(request, "larger than the " + std::to_string(request.largest_body) + " octets allowed");
  }
  response.body.resize(request.largest_body);
  return response;
}

}  // namespace splitroot::net
