#include "alerts/lane.hpp"

#include <algorithm>

#include "alerts/webhook.hpp"

namespace splitroot::alerts {
namespace {

constexpr std::size_t largest_answer = 64U << 10;
constexpr int most_failures_in_row = 3;

}  // namespace

Verdict judge(const Result<net::HttpResponse>& answer) {
  if (!answer) return {false, answer.error().message, std::nullopt};
  if (answer->status >= 200 && answer->status < 300) return {true, {}, std::nullopt};
  std::string reason = "answered " + std::to_string(answer->status);
  if (answer->status >= 300 && answer->status < 400)
    reason += " (redirects are not followed: give the final URL)";
  return {false, std::move(reason), answer->retry_after};
}

Lane::Lane(std::string target, std::vector<OutboxItem> items, const std::vector<Webhook>& webhooks)
    : target_(std::move(target)), items_(std::move(items)) {
  const auto webhook = std::find_if(webhooks.begin(), webhooks.end(),
                                    [&](const Webhook& each) { return "webhook:" + each.name == target_; });
  if (webhook == webhooks.end()) {
    trouble_ = "no such webhook any more; rules apply took it away";
    return;
  }
  url_ = webhook->url;
  auto key = signing_key(*webhook);
  if (key) {
    key_ = std::move(*key);
  } else {
    trouble_ = key.error().message;
  }
}

void Lane::note(const Verdict& verdict) {
  failures_in_row_ = verdict.delivered ? 0 : failures_in_row_ + 1;
  if (failures_in_row_ >= most_failures_in_row)
    trouble_ = "put off after failures in a row: " + verdict.reason;
}

net::HttpRequest Lane::request(const OutboxItem& item, Timestamp at, std::chrono::milliseconds timeout,
                               bool allow_private) const {
  net::HttpRequest request;
  request.url = url_;
  request.method = net::HttpRequest::Method::post;
  request.body = item.body;
  request.headers = {{"content-type", "application/json"},
                     {"webhook-id", item.id},
                     {"webhook-timestamp", std::to_string(to_unix(at))},
                     {"webhook-signature", signature(key_, item.id, at, item.body)}};
  request.timeout = timeout;
  request.largest_body = largest_answer;
  request.keep_oversized = true;
  request.allow_private = allow_private;
  return request;
}

}  // namespace splitroot::alerts
