#pragma once
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/secret.hpp"

namespace splitroot::net {

/// What we call ourselves to every server, with where to complain.
inline constexpr std::string_view user_agent =
    "splitroot/0.1.0 (+https://github.com/splitroot/splitroot; contact@splitroot.org)";

/// Octets that the answers to several requests may hold together while they come in: one that would take more
/// than is left is cut, as if it were too large by itself. Of one thread.
struct ReceiveBudget {
  std::size_t left = 0;
};

/// What to say after a status from 300 to 399.
inline constexpr std::string_view redirect_advice =
    ": a redirect, which is not followed; configure the address it leads to";

/// One HTTP exchange. Redirects are never followed; only http, https and (for readings) file URLs are spoken.
struct HttpRequest {
  enum class Method { get, post };
  std::string url;
  Method method = Method::get;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string user;  ///< basic authentication, when `password` is not empty
  Secret password;
  std::chrono::milliseconds timeout{30'000};  ///< the whole exchange
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::seconds stall_timeout{30};  ///< fewer than 64 octets a second for so long ends it
  std::size_t largest_body = 64U << 20;    ///< of the decompressed answer, octets
  std::shared_ptr<ReceiveBudget> budget;   ///< null: each answer for itself
  bool keep_oversized = false;  ///< a larger body comes back cut, marked `oversized`; else it is an Error
  bool allow_private = true;    ///< false: refuse loopback, private and link-local addresses when connecting
  bool allow_file = false;
};

struct HttpResponse {
  int status = 0;  ///< 0 for a file
  std::string body;
  std::string content_type;
  std::optional<std::chrono::seconds> retry_after;  ///< 0 to 3600; 0 also for a date passed, or nonsense
  bool oversized = false;  ///< `body` is only the first octets: `largest_body`, or what the budget had left
};

/// libcurl's multi interface under Asio. One client serves one thread's io_context and must be destroyed
/// before it. Any status is a response; Error (source, mostly retry) is for what never became one: refused,
/// reset, timed out, too large, truncated, TLS. Cancelling the coroutine aborts the transfer (and throws
/// operation_aborted, as Asio does). Transfers under way when the client is destroyed end with an Error.
/// With `allow_private == false` the proxies of the environment are not used: behind one, the address
/// connected to could not be checked.
class HttpClient {
 public:
  explicit HttpClient(boost::asio::any_io_executor executor);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  boost::asio::awaitable<Result<HttpResponse>> fetch(HttpRequest request);

 private:
  class Multi;
  std::shared_ptr<Multi> multi_;
};

/// Scheme, host and port of a URL: what may be shown (user, path and query carry keys). A file URL whole.
std::string shown_url(std::string_view url);

}  // namespace splitroot::net
