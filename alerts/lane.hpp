#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "alerts/rules.hpp"
#include "core/change.hpp"
#include "net/http.hpp"

namespace splitroot::alerts {

/// What an answer means for a message.
struct Verdict {
  bool delivered = false;
  std::string reason;  ///< why not
  std::optional<std::chrono::seconds> retry_after;
};

/// 2xx is delivered, whatever the body; everything else is not.
Verdict judge(const Result<net::HttpResponse>& answer);

/// The messages of one batch to one target, with the key to sign them.
class Lane {
 public:
  Lane(std::string target, std::vector<OutboxItem> items, const std::vector<Webhook>& webhooks);

  const std::string& target() const { return target_; }
  std::size_t size() const { return items_.size(); }

  /// The next message, taken; nullptr when there is none left.
  const OutboxItem* next() { return taken_ < items_.size() ? &items_[taken_++] : nullptr; }

  /// Why nothing can be sent now: no such webhook, no usable secret, or too many failures in a row.
  const std::optional<std::string>& trouble() const { return trouble_; }

  /// Counts failures in a row.
  void note(const Verdict& verdict);

  /// Precondition: no trouble.
  net::HttpRequest request(const OutboxItem& item, Timestamp at, std::chrono::milliseconds timeout,
                           bool allow_private) const;

 private:
  std::string target_;
  std::vector<OutboxItem> items_;
  std::size_t taken_ = 0;
  int failures_in_row_ = 0;
  std::optional<std::string> trouble_;
  std::string url_;
  Secret key_;
};

}  // namespace splitroot::alerts
