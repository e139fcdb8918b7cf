#include "alerts/delivery.hpp"

#include <algorithm>
#include <map>
#include <random>

#include "alerts/backoff.hpp"
#include "alerts/lane.hpp"
#include "core/failpoint.hpp"
#include "net/tasks.hpp"

namespace splitroot::alerts {
namespace {

using boost::asio::awaitable;

/// The due messages, by target.
std::vector<Lane> lanes_of(std::vector<OutboxItem> items, const std::vector<Webhook>& webhooks) {
  std::map<std::string, std::vector<OutboxItem>> by_target;
  for (OutboxItem& item : items) {
    std::string target = item.target;
    by_target[std::move(target)].push_back(std::move(item));
  }
  std::vector<Lane> lanes;
  lanes.reserve(by_target.size());
  for (auto& [target, list] : by_target) lanes.emplace_back(target, std::move(list), webhooks);
  return lanes;
}

/// What the coroutines of one batch share; it outlives them.
class Batch {
 public:
  Batch(net::HttpClient& http, const Outbox& outbox, const DeliverySettings& settings, DeliveryReport& report)
      : http_(http), outbox_(outbox), settings_(settings), report_(report) {}

  /// Takes messages off the lane until it is empty.
  awaitable<void> drain(Lane& lane) {
    while (const OutboxItem* item = lane.next()) {
      if (lane.trouble()) {
        failed(lane, *item, *lane.trouble(), std::nullopt);
        continue;
      }
      net::HttpRequest request =
          lane.request(*item, settings_.clock(), settings_.timeout, settings_.allow_private_addresses);
      const auto answer = co_await http_.fetch(std::move(request));
      settle(lane, *item, judge(answer));
    }
  }

 private:
  void settle(Lane& lane, const OutboxItem& item, const Verdict& verdict) {
    lane.note(verdict);
    if (!verdict.delivered) return failed(lane, item, verdict.reason, verdict.retry_after);
    failpoint("between-send-and-mark");
    outbox_.mark_delivered(item.id, settings_.clock());
    ++report_.delivered;
  }

  void failed(const Lane& lane, const OutboxItem& item, const std::string& why,
              std::optional<std::chrono::seconds> retry_after) {
    const std::string reason = lane.target() + ": " + why;
    const auto wait = wait_after(item.attempts, jitter_(random_), retry_after);
    outbox_.mark_failed(item.id, reason, wait ? settings_.clock() + *wait : never);
    ++(wait ? report_.retrying : report_.given_up);
    remember(lane.target(), reason);
  }

  void remember(const std::string& target, const std::string& reason) {
    const auto same =
        std::find_if(report_.troubles.begin(), report_.troubles.end(),
                     [&](const std::string& trouble) { return trouble.starts_with(target + ": "); });
    if (same == report_.troubles.end()) {
      report_.troubles.push_back(reason);
    } else {
      *same = reason;
    }
  }

  net::HttpClient& http_;
  const Outbox& outbox_;
  const DeliverySettings& settings_;
  DeliveryReport& report_;
  std::minstd_rand random_{std::random_device{}()};
  std::uniform_real_distribution<double> jitter_{-1, 1};
};

}  // namespace

Deliverer::Deliverer(net::HttpClient& http, Outbox outbox, DeliverySettings settings)
    : http_(http), outbox_(std::move(outbox)), settings_(std::move(settings)) {}

awaitable<Result<DeliveryReport>> Deliverer::deliver_due(std::vector<Webhook> webhooks) {
  DeliveryReport report;
  // What fails in this call is due after `start`, so every batch is new and the loop ends.
  const Timestamp start = settings_.clock();
  try {
    for (;;) {
      std::vector<Lane> lanes = lanes_of(outbox_.due(start, settings_.batch), webhooks);
      if (lanes.empty()) co_return report;
      Batch batch{http_, outbox_, settings_, report};
      std::vector<awaitable<void>> tasks;
      for (Lane& lane : lanes) {
        const std::size_t workers = std::min(settings_.per_target, lane.size());
        for (std::size_t i = 0; i < workers; ++i) tasks.push_back(batch.drain(lane));
      }
      const std::size_t all = tasks.size();
      co_await net::run_tasks(std::move(tasks), all, std::nullopt);
    }
  } catch (const Failure& failure) {
    co_return failure.error();
  }
}

}  // namespace splitroot::alerts
