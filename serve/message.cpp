#include "serve/message.hpp"

#include "core/display.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"
#include "core/json.hpp"

namespace splitroot::serve {
namespace {

Response response(unsigned status, std::string type, std::string body, std::string cache) {
  Response out;
  out.status = status;
  out.content_type = std::move(type);
  out.body = std::move(body);
  out.headers.emplace_back("Cache-Control", std::move(cache));
  return out;
}

}  // namespace

Response json_response(std::string body) {
  return response(200, "application/json", std::move(body), "no-cache");
}

Response csv_response(std::string body) {
  return response(200, "text/csv; charset=utf-8; header=present", std::move(body), "no-cache");
}

Response html_response(unsigned status, std::string body) {
  return response(status, "text/html; charset=utf-8", std::move(body),
                  status == 200 ? "no-cache" : "no-store");
}

Response text_response(unsigned status, std::string body) {
  return response(status, "text/plain; charset=utf-8", std::move(body), "no-store");
}

Response problem(unsigned status, std::string_view detail) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  put(out, "type", "about:blank");
  put(out, "title", reason_phrase(status));
  put(out, "status", std::optional<std::uint64_t>{status});
  put(out, "detail", terminal_text(detail));
  out.EndObject();
  return response(status, "application/problem+json", std::string{text_of(buffer)}, "no-store");
}

std::string_view reason_phrase(unsigned status) {
  switch (status) {
    case 200:
      return "OK";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 413:
      return "Content Too Large";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    default:
      return "Error";
  }
}

void revalidate(Response& response, const Request& request) {
  if (response.status != 200) return;
  for (const auto& [name, value] : response.headers) {
    if (name == "Cache-Control" && value == "no-store") return;
  }
  constexpr std::size_t tag_octets = 12;
  const std::string tag = '"' + to_hex(view(sha256(response.body)).substr(0, tag_octets)) + '"';
  response.headers.emplace_back("ETag", tag);
  if (request.if_none_match.find(tag) == std::string::npos) return;
  response.status = 304;
  response.body.clear();
}

}  // namespace splitroot::serve
