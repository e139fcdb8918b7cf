#include "net/json_rpc.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "net/rate_limit.hpp"
#include "net/rpc_reply.hpp"
#include "net/url.hpp"

namespace splitroot::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t longest_shown = 300;

/// A server's words in an error of ours: one line, escaped, not endless.
std::string shown_words(std::string_view words) {
  const auto text = terminal_text(words.substr(0, longest_shown));
  std::string line;
  for (const char c : text) line += c == '\n' ? ' ' : c;
  return words.size() > longest_shown ? line + "…" : line;
}

/// One batch on its way: what is still to be answered, and what has been.
struct Batch {
  std::vector<RpcCall> calls;
  std::vector<std::size_t> pending;
  std::vector<RpcAnswer> answers;
  std::size_t at_once = 0;  ///< calls in one exchange
  bool as_text = false;     ///< of a single call: a plain success is kept as `text`
  std::optional<RpcText> text;
};

class HttpRpcClient final : public RpcClient {
 public:
  HttpRpcClient(HttpClient& http, RpcEndpoint endpoint)
      : http_(http),
        endpoint_(std::move(endpoint)),
        name_(shown_url(endpoint_.url)),
        secrets_(url_secrets(endpoint_.url)),
        limiter_(endpoint_.requests_per_second, endpoint_.requests_per_second) {
    if (!endpoint_.api_key.empty()) secrets_.push_back(endpoint_.api_key.reveal());
  }

  asio::awaitable<Result<std::vector<RpcAnswer>>> batch(std::vector<RpcCall> calls) override;
  asio::awaitable<Result<RpcRaw>> raw(RpcCall call) override;

  const std::string& name() const override { return name_; }
  std::uint64_t replaced() const override { return replaced_; }

 private:
  /// One attempt at all that is pending. `attempt` belongs to with_retry, which waits for this coroutine to
  /// end.
  asio::awaitable<Result<void>> exchange_all(std::shared_ptr<Batch> batch, Attempt& attempt);
  asio::awaitable<Result<void>> exchange(std::shared_ptr<Batch> batch, Attempt& attempt);
  void ask_for_less(Batch& batch, std::size_t asked, std::size_t octets);
  HttpRequest request(const Batch& batch, RpcIds ids) const;
  Result<std::vector<RpcAnswer>> read(HttpResponse response, RpcIds ids) const;
  Result<void> accept(Batch& batch, std::vector<RpcAnswer> answers) const;
  std::optional<Error> refusal(const HttpResponse& response, RpcIds ids) const;
  bool refuses_size(const HttpResponse& response, RpcIds ids) const;
  std::string words_of(const HttpResponse& response, RpcIds ids) const;
  Error about(const std::string& reason, bool retry) const {
    return source_error(name_ + ": " + reason, retry);
  }

  HttpClient& http_;
  RpcEndpoint endpoint_;
  std::string name_;
  std::vector<std::string> secrets_;
  RateLimiter limiter_;
  std::uint64_t next_id_ = 1;
  std::uint64_t replaced_ = 0;
};

asio::awaitable<Result<std::vector<RpcAnswer>>> HttpRpcClient::batch(std::vector<RpcCall> calls) {
  if (calls.empty()) co_return std::vector<RpcAnswer>{};
  const auto batch = std::make_shared<Batch>();
  batch->answers.resize(calls.size());
  for (std::size_t i = 0; i < calls.size(); ++i) batch->pending.push_back(i);
  batch->calls = std::move(calls);
  auto attempt = [this, batch](Attempt& each) { return exchange_all(batch, each); };
  const auto done = co_await with_retry(endpoint_.retry, attempt);
  if (done) co_return std::move(batch->answers);
  Error error = done.error();
  // The deadline's own words do not know whom they are about.
  if (!error.message.starts_with(name_)) error.message = name_ + ": " + error.message;
  co_return error;
}

asio::awaitable<Result<RpcRaw>> HttpRpcClient::raw(RpcCall call) {
  const auto batch = std::make_shared<Batch>();
  batch->as_text = true;
  batch->answers.resize(1);
  batch->pending.push_back(0);
  batch->calls.push_back(std::move(call));
  auto attempt = [this, batch](Attempt& each) { return exchange_all(batch, each); };
  const auto done = co_await with_retry(endpoint_.retry, attempt);
  if (!done) co_return done.error();
  if (batch->text) co_return RpcRaw{std::move(*batch->text)};
  co_return RpcRaw{std::move(batch->answers.front())};
}

asio::awaitable<Result<void>> HttpRpcClient::exchange_all(std::shared_ptr<Batch> batch, Attempt& attempt) {
  if (attempt.number > 1) ++replaced_;
  if (batch->at_once == 0) batch->at_once = batch->pending.size();
  while (!batch->pending.empty()) {
    auto some = co_await exchange(batch, attempt);
    if (!some) co_return some;
  }
  co_return Result<void>{};
}

asio::awaitable<Result<void>> HttpRpcClient::exchange(std::shared_ptr<Batch> batch, Attempt& attempt) {
  co_await limiter_.acquire();
  const RpcIds ids{next_id_, std::min(batch->at_once, batch->pending.size())};
  next_id_ += ids.count;
  auto response = co_await http_.fetch(request(*batch, ids));
  if (!response) co_return response.error();
  if (response->retry_after) attempt.wait_at_least = *response->retry_after;
  if (response->oversized && response->status < 300) {
    if (ids.count == 1 && response->body.size() < endpoint_.largest_body)
      co_return about("no room for its answer beside the others under way", true);
    ask_for_less(*batch, ids.count, response->body.size());
    co_return Result<void>{};
  }
  if (batch->as_text && response->status == 200) {
    if (const auto result = find_result(response->body, ids.first)) {
      batch->text = RpcText{std::move(response->body), ids.first, result->first, result->second};
      batch->pending.clear();
      co_return Result<void>{};
    }
  }
  auto answers = read(std::move(*response), ids);
  if (!answers) co_return answers.error();
  co_return accept(*batch, std::move(*answers));
}

/// The answer to `asked` calls was too large: half of them next time. A single one will not become smaller,
/// and to ask for those behind it would only bring the same from a server that means it.
void HttpRpcClient::ask_for_less(Batch& batch, std::size_t asked, std::size_t octets) {
  if (asked > 1) {
    batch.at_once = asked / 2;
    ++replaced_;
    return;
  }
  for (const std::size_t index : batch.pending) {
    batch.answers[index].error =
        RpcError{0, "answer too large: cut at " + std::to_string(octets) + " octets", ""};
  }
  batch.pending.clear();
}

HttpRequest HttpRpcClient::request(const Batch& batch, RpcIds ids) const {
  std::vector<const RpcCall*> calls;
  for (std::size_t i = 0; i < ids.count; ++i) calls.push_back(&batch.calls[batch.pending[i]]);
  HttpRequest out;
  out.url = endpoint_.url;
  out.method = HttpRequest::Method::post;
  out.body = rpc_body(calls, ids.first);
  out.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
  out.user = "x";  // hsd looks at the password alone
  out.password = endpoint_.api_key;
  out.timeout = endpoint_.timeout;
  out.largest_body = endpoint_.largest_body;
  out.budget = endpoint_.budget;
  out.keep_oversized = true;
  return out;
}

/// What the server says in a body that came with a status of failure; empty when it is no JSON-RPC.
std::string HttpRpcClient::words_of(const HttpResponse& response, RpcIds ids) const {
  const auto answers = read_rpc_reply(response.body, ids, name_);
  if (!answers || !answers->front().error) return "";
  return ": " + shown_words(redacted(answers->front().error->message, secrets_));
}

/// Some servers tell a range too large with a status of failure: to ask the same again would not help.
bool HttpRpcClient::refuses_size(const HttpResponse& response, RpcIds ids) const {
  const auto answers = read_rpc_reply(response.body, ids, name_);
  return answers && std::all_of(answers->begin(), answers->end(), [](const RpcAnswer& answer) {
           return answer.error && is_size_refusal(*answer.error);
         });
}

/// The statuses of which nothing but an Error can be made.
std::optional<Error> HttpRpcClient::refusal(const HttpResponse& response, RpcIds ids) const {
  const int status = response.status;
  const auto http = "HTTP " + std::to_string(status);
  if (status == 402) {
    return about("this endpoint's allowance is used up (HTTP 402)" + words_of(response, ids) +
                     "; use another endpoint or key",
                 false);
  }
  if (status == 401 || status == 403) {
    return about(
        "refused our credentials (" + http + "); check its URL and API key" + words_of(response, ids), false);
  }
  if (status == 429) {
    if (is_used_up(response.body)) {
      return about(
          "this endpoint's allowance is used up" + words_of(response, ids) + "; use another endpoint or key",
          false);
    }
    return about("asks us to slow down (" + http + ")" + words_of(response, ids), true);
  }
  if (status == 408 || status == 425 || status >= 500) return about(http + words_of(response, ids), true);
  if (status >= 300 && status < 400) {
    return about(http + std::string{redirect_advice}, false);
  }
  return std::nullopt;
}

Result<std::vector<RpcAnswer>> HttpRpcClient::read(HttpResponse response, RpcIds ids) const {
  if (response.status >= 500 && refuses_size(response, ids)) return read_rpc_reply(response.body, ids, name_);
  if (auto refused = refusal(response, ids)) return std::move(*refused);
  auto answers = read_rpc_reply(std::move(response.body), ids, name_);
  if (response.status < 400) return answers;
  const bool told = answers && std::all_of(answers->begin(), answers->end(),
                                           [](const auto& answer) { return answer.error.has_value(); });
  if (told) return answers;
  return about("HTTP " + std::to_string(response.status) + "; is this the address of a JSON-RPC server?",
               false);
}

/// Keeps the answers, those of the first calls pending; calls that met a rate limit or got no answer stay
/// pending, and are the Error.
Result<void> HttpRpcClient::accept(Batch& batch, std::vector<RpcAnswer> answers) const {
  std::vector<std::size_t> again;
  std::string words;
  std::string unanswered;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    auto& answer = answers[i];
    if (answer.error) {
      answer.error->message = redacted(std::move(answer.error->message), secrets_);
      answer.error->data = redacted(std::move(answer.error->data), secrets_);
      if (is_unanswered(*answer.error)) {
        again.push_back(batch.pending[i]);
        unanswered = answer.error->message;
        continue;
      }
      if (is_rate_limit(*answer.error)) {
        again.push_back(batch.pending[i]);
        if (words.empty() || is_used_up(answer.error->message)) words = answer.error->message;
        continue;
      }
    }
    batch.answers[batch.pending[i]] = std::move(answer);
  }
  const auto asked = batch.pending.begin() + static_cast<std::ptrdiff_t>(answers.size());
  batch.pending.erase(batch.pending.begin(), asked);
  if (again.empty()) return {};
  batch.pending.insert(batch.pending.begin(), again.begin(), again.end());
  if (is_used_up(words)) {
    return about(
        "this endpoint's allowance is used up: " + shown_words(words) + "; use another endpoint or key",
        false);
  }
  if (words.empty()) return about(unanswered, true);
  return about("asks us to slow down: " + shown_words(words), true);
}

}  // namespace

asio::awaitable<Result<RpcRaw>> RpcClient::raw(RpcCall call) {
  std::vector<RpcCall> calls;
  calls.push_back(std::move(call));
  auto answers = co_await batch(std::move(calls));
  if (!answers) co_return answers.error();
  if (answers->size() != 1) co_return source_error(name() + ": one call had several answers");
  co_return RpcRaw{std::move(answers->front())};
}

Result<RpcAnswer> RpcClient::read(RpcText text) const {
  auto answers = read_rpc_reply(std::move(text.body), RpcIds{text.id, 1}, name());
  if (!answers) return answers.error();
  return std::move(answers->front());
}

asio::awaitable<Result<RpcAnswer>> RpcClient::call(RpcCall call) {
  const auto method = call.method;
  std::vector<RpcCall> calls;
  calls.push_back(std::move(call));
  auto answers = co_await batch(std::move(calls));
  if (!answers) co_return answers.error();
  if (answers->empty()) co_return source_error(name() + ": " + method + ": no answer");
  auto& answer = answers->front();
  if (!answer.error) co_return std::move(answer);
  co_return source_error(name() + ": " + method + ": " + shown_words(answer.error->message) + " (" +
                         std::to_string(answer.error->code) + ")");
}

std::unique_ptr<RpcClient> make_rpc_client(HttpClient& http, RpcEndpoint endpoint) {
  return std::make_unique<HttpRpcClient>(http, std::move(endpoint));
}

}  // namespace splitroot::net
