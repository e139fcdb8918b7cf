#pragma once
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/json.hpp"
#include "core/result.hpp"
#include "core/secret.hpp"
#include "net/http.hpp"
#include "net/retry.hpp"

namespace splitroot::net {

struct RpcCall {
  std::string method;
  std::string params = "[]";  ///< JSON
};

/// What the server said, its words kept for the caller to read (ranges, limits). Code 0 with the message
/// `answer too large` is ours.
struct RpcError {
  std::int64_t code = 0;
  std::string message;
  std::string data;  ///< JSON of `error.data`, empty when absent
};

/// The answer to one call: a result or the server's error.
struct RpcAnswer {
  std::shared_ptr<const rapidjson::Document> document;  ///< owns what `result` points into
  const rapidjson::Value* result = nullptr;             ///< null exactly when `error` is set
  std::optional<RpcError> error;
};

/// The reply to one call as it was received. Its envelope is that of a plain success; what stands in it has
/// not been read: `result` may be anything, and anything may be hidden behind it.
struct RpcText {
  std::string body;
  std::uint64_t id = 0;
  std::size_t at = 0;    ///< of the result in `body`
  std::size_t size = 0;  ///< of the result

  std::string_view result() const { return std::string_view{body}.substr(at, size); }
};

/// The text of a reply, or its answer where it is no plain success.
using RpcRaw = std::variant<RpcText, RpcAnswer>;

/// A JSON-RPC 2.0 server (JSON-RPC 1 answers, as hsd's, are taken too). Abstract, so that collectors can be
/// tested without a wire.
class RpcClient {
 public:
  virtual ~RpcClient() = default;

  /// Answers in the order of the calls, matched by id. One error for the whole batch becomes each call's
  /// `error`, or an Error when nothing can be made of it. HTTP 4xx with a JSON-RPC error in the body becomes
  /// `error` too, and 5xx when that error says that a range or an answer is too large.
  /// Errors of transport, 429 and 5xx are retried by policy before they come out as Error; so are a rate
  /// limit told in `error` and a call left out, answered twice or with neither result nor error (only those
  /// calls are sent again): an RpcAnswer never holds one. Refused credentials and a used-up allowance are an
  /// Error at once.
  /// A batch whose answer is too large is asked for in halves, down to single calls; where one of those is
  /// too large, it and those behind it have the `error` that says so.
  virtual boost::asio::awaitable<Result<std::vector<RpcAnswer>>> batch(std::vector<RpcCall> calls) = 0;

  /// One call; the server's own error comes as Error (source).
  boost::asio::awaitable<Result<RpcAnswer>> call(RpcCall call);

  /// One call whose result the caller reads straight from the text; errors as `batch` has them. A client
  /// without text gives the answer.
  virtual boost::asio::awaitable<Result<RpcRaw>> raw(RpcCall call);

  /// The answer that a text of raw() holds, read the long way.
  Result<RpcAnswer> read(RpcText text) const;

  /// What may be shown of the endpoint.
  virtual const std::string& name() const = 0;

  /// Exchanges so far whose failure nobody was told of: another one was made in their place.
  virtual std::uint64_t replaced() const { return 0; }
};

/// What the answers of one source's endpoints may hold together while they come in: a hostile one must not
/// fill the memory, however many are asked at a time.
inline constexpr std::size_t most_received = 32U << 20;

struct RpcEndpoint {
  std::string url;
  Secret api_key;                         ///< hsd: password of basic authentication
  double requests_per_second = 20;        ///< HTTP exchanges; not positive: no limit
  std::size_t largest_body = 16U << 20;   ///< of the decompressed answer, octets
  std::shared_ptr<ReceiveBudget> budget;  ///< shared by the endpoints of a source; null: none
  std::chrono::milliseconds timeout{30'000};
  RetryPolicy retry;
};

/// `http` must outlive the client. A batch goes out as one array, a single call as an object.
std::unique_ptr<RpcClient> make_rpc_client(HttpClient& http, RpcEndpoint endpoint);

}  // namespace splitroot::net
