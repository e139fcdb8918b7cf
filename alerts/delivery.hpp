#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "alerts/rules.hpp"
#include "core/change.hpp"
#include "net/http.hpp"

namespace splitroot::alerts {

/// `next_attempt` of a message that is given up: kept, never due again (9999-12-31T23:59:59Z).
inline constexpr Timestamp never{std::chrono::sys_days{std::chrono::year{9999} / 12 / 31} +
                                 std::chrono::hours{24} - std::chrono::seconds{1}};

/// The outbox as the deliverer needs it, in the shape of UnitOfWork's functions; each call is one short
/// transaction, committed when it returns. They may throw Failure.
struct Outbox {
  std::function<std::vector<OutboxItem>(Timestamp at, std::size_t most)> due;
  std::function<void(const std::string& id, Timestamp at)> mark_delivered;
  std::function<void(const std::string& id, const std::string& reason, Timestamp next_attempt)> mark_failed;
};

struct DeliverySettings {
  bool allow_private_addresses = false;  ///< `[alerts] allow_private_addresses` of splitroot.toml
  std::chrono::milliseconds timeout{15'000};
  std::size_t batch = 200;     ///< messages taken from the outbox at a time
  std::size_t per_target = 4;  ///< requests to one webhook at a time
  std::function<Timestamp()> clock = now;
};

/// What one call did. Texts name webhooks, scheme, host and port, nothing secret.
struct DeliveryReport {
  std::size_t delivered = 0;
  std::size_t retrying = 0;  ///< failed or put off, due again later
  std::size_t given_up = 0;
  std::vector<std::string> troubles;  ///< one a webhook that failed: the last reason
};

/// Sends what is due, at least once: a message is marked delivered after its 2xx answer, so a crash between
/// the two repeats it under the same id. Any other outcome is tried again after wait_after
/// (alerts/backoff.hpp). After three failures in a row the rest of a webhook's batch is put off untried, so
/// that one dead receiver does not hold up the others. No order is promised. Requests follow Standard
/// Webhooks: POST, `webhook-id`, `webhook-timestamp` (of the attempt), `webhook-signature`. Redirects are
/// failures; the answer's body is not read beyond 64 KiB and never used.
class Deliverer {
 public:
  /// `http` outlives this.
  Deliverer(net::HttpClient& http, Outbox outbox, DeliverySettings settings = {});

  /// Everything due now, batch after batch. Secrets in files are read once a batch. Error: what the outbox
  /// threw.
  boost::asio::awaitable<Result<DeliveryReport>> deliver_due(std::vector<Webhook> webhooks);

 private:
  net::HttpClient& http_;
  Outbox outbox_;
  DeliverySettings settings_;
};

}  // namespace splitroot::alerts
