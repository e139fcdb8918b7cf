#include "collectors/files/list_collector.hpp"

namespace splitroot::collectors {
namespace {

/// True when another URL may do better: a fault of the place the list was read from.
bool is_fault_of_place(const Error& error) {
  return error.fault == Fault::source || error.fault == Fault::input || error.fault == Fault::usage;
}

}  // namespace

boost::asio::awaitable<Result<ListFile>> fetch_list(net::HttpClient& http, std::string url,
                                                    ListSettings settings) {
  constexpr int ok = 200;
  constexpr int first_redirect = 300;
  constexpr int first_refusal = 400;
  constexpr int refused = 401;
  constexpr int forbidden = 403;
  constexpr int too_many = 429;
  constexpr int server_fault = 500;
  net::HttpRequest request;
  request.url = url;
  request.timeout = settings.timeout;
  request.largest_body = settings.largest;
  request.allow_file = true;
  auto response = co_await http.fetch(request);
  if (!response) co_return response.error();
  const int status = response->status;
  if (status == 0) co_return ListFile{std::move(response->body), Origin::file};
  if (status == ok) co_return ListFile{std::move(response->body), Origin::live};
  std::string_view advice;
  if (status == refused || status == forbidden) advice = ": it wants credentials, of which a list has none";
  if (status >= first_redirect && status < first_refusal) advice = net::redirect_advice;
  co_return source_error(
      net::shown_url(url) + ": answered with status " + std::to_string(status) + std::string{advice},
      status == too_many || status >= server_fault);
}

boost::asio::awaitable<Result<void>> ListCollector::try_url(BatchSink& sink, std::string url) {
  auto batch = co_await read(url);
  if (!batch) co_return batch.error();
  auto accepted = co_await sink.accept(std::move(*batch));
  if (!accepted && accepted.error().fault == Fault::source) {
    co_return source_error(net::shown_url(url) + ": " + accepted.error().message, accepted.error().retry);
  }
  co_return accepted;
}

boost::asio::awaitable<Result<void>> UrlCollector::pass(BatchSink& sink) {
  if (settings_.urls.empty())
    co_return usage_error(source_ + ": no address of it is known; give one ([source." + source_ +
                          "] urls), or import its file (import strings --source " + source_ + ")");
  std::string reasons;
  bool may_pass = false;
  for (const std::string& url : settings_.urls) {
    const auto done = co_await try_url(sink, url);
    if (done || !is_fault_of_place(done.error())) co_return done;
    reasons += (reasons.empty() ? "" : "; ") + done.error().message;
    may_pass = may_pass || done.error().retry;
  }
  co_return source_error(source_ + ": no good list from any URL: " + reasons, may_pass);
}

}  // namespace splitroot::collectors
