#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace splitroot::serve {

/// A request as far as routes look at it.
struct Request {
  std::string method;
  std::string target;  ///< as on the request line, nothing decoded
  std::string if_none_match;
  std::string accept;
};

struct Response {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
};

Response json_response(std::string body);
Response csv_response(std::string body);
Response html_response(unsigned status, std::string body);
Response text_response(unsigned status, std::string body);

/// An error as problem+json (RFC 9457). `detail` is made safe to show.
Response problem(unsigned status, std::string_view detail);

/// `Not Found` and so on (RFC 9110); `Error` for a status we never send.
std::string_view reason_phrase(unsigned status);

/// Gives a 200 its ETag (a hash of the body) and turns it into a 304 where the client has that already.
void revalidate(Response& response, const Request& request);

}  // namespace splitroot::serve
