#include "net/retry.hpp"

#include <algorithm>
#include <random>

#include "core/log.hpp"

namespace splitroot::net {
namespace {

using std::chrono::milliseconds;

/// Full jitter: anything from nothing to min(cap, base * 2^(attempt - 1)).
milliseconds jitter(const RetryPolicy& policy, int attempt) {
  static thread_local std::minstd_rand random{std::random_device{}()};
  constexpr int most_doublings = 20;
  const milliseconds doubled = policy.base * (1L << std::min(attempt - 1, most_doublings));
  const auto most = std::max(milliseconds{0}, std::min(policy.cap, doubled));
  return milliseconds{std::uniform_int_distribution<milliseconds::rep>{0, most.count()}(random)};
}

}  // namespace

Retries::Retries(RetryPolicy policy) : policy_(policy), end_(Clock::now() + policy.deadline) {}

Attempt Retries::begin() { return {++attempts_, milliseconds{0}}; }

milliseconds Retries::left() const {
  return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(end_ - Clock::now()));
}

std::optional<milliseconds> Retries::failed(const Attempt& attempt, const Error& error) {
  before_ = std::exchange(last_, error).message;
  if (!error.retry || attempts_ >= policy_.attempts) return std::nullopt;
  const auto wait = std::max(attempt.wait_at_least, jitter(policy_, attempts_));
  if (wait >= left()) {
    if (wait == attempt.wait_at_least) last_.message += "; we are to wait " + shown_duration(wait);
    return std::nullopt;
  }
  log::debug("attempt " + std::to_string(attempts_) + " failed: " + error.message + "; the next in " +
             shown_duration(wait));
  return wait;
}

Error Retries::give_up() const {
  Error error = last_;
  if (attempts_ == 1 && !error.retry) return error;
  error.message += " (after " + std::to_string(attempts_) + (attempts_ == 1 ? " attempt" : " attempts");
  if (!before_.empty() && before_ != last_.message) error.message += "; the one before: " + before_;
  error.message += ")";
  return error;
}

}  // namespace splitroot::net
