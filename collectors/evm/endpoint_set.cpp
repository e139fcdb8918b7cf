#include "collectors/evm/endpoint_set.hpp"

#include <algorithm>
#include <tuple>

#include "core/hex.hpp"
#include "core/log.hpp"
#include "net/gather.hpp"
#include "net/timeout.hpp"

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

/// A public endpoint that is not there should cost seconds, not minutes.
constexpr std::chrono::milliseconds identity_timeout{5'000};

/// Blocks by which endpoints of one chain differ without one of them being out of order.
constexpr std::uint64_t far_behind = 16;

}  // namespace

void Attempts::out(const Endpoint& endpoint, const Error& why) {
  out_.push_back(&endpoint);
  if (std::find(reasons_.begin(), reasons_.end(), why.message) == reasons_.end())
    reasons_.push_back(why.message);
  retry_ = retry_ || why.retry;
}

bool Attempts::is_out(const Endpoint& endpoint) const {
  return std::find(out_.begin(), out_.end(), &endpoint) != out_.end();
}

Error Attempts::error() const {
  if (reasons_.empty()) return source_error("no endpoint is configured");
  std::string text;
  for (const std::string& reason : reasons_) text += (text.empty() ? "" : "; ") + reason;
  return source_error(text, retry_);
}

EndpointSet::EndpointSet(const RegistryDescription& registry, const std::vector<net::RpcClient*>& clients,
                         WindowSize window)
    : registry_(registry) {
  for (net::RpcClient* client : clients) endpoints_.emplace_back(*client, window);
}

Result<void> EndpointSet::check(Endpoint& endpoint, std::uint64_t chain_id, const Hash256* genesis) {
  std::string wrong;
  if (chain_id != registry_.chain_id) {
    wrong = "wrong chain: endpoint " + endpoint.name() + " says " + std::to_string(chain_id) + ", " +
            registry_.id + " needs " + std::to_string(registry_.chain_id);
  } else if (genesis != nullptr && genesis_ && *genesis != *genesis_) {
    wrong = "wrong chain: the first block of endpoint " + endpoint.name() + " is " +
            to_hex0x(view(*genesis)) + ", that of the others " + to_hex0x(view(*genesis_));
  }
  if (wrong.empty()) {
    endpoint.standing = Endpoint::Standing::right;
    if (genesis != nullptr && !genesis_) genesis_ = *genesis;
    return {};
  }
  endpoint.standing = Endpoint::Standing::wrong;
  return source_error(wrong + ": give an endpoint of " + registry_.chain + " in [source." + registry_.id +
                      "]");
}

awaitable<Result<void>> EndpointSet::ask_identity(Endpoint& endpoint) {
  const auto id = co_await net::with_timeout(identity_timeout, endpoint.chain().chain_id());
  if (!id) co_return id.error();
  if (endpoints_.size() == 1 || *id != registry_.chain_id) co_return check(endpoint, *id, nullptr);
  const auto genesis = co_await net::with_timeout(identity_timeout, endpoint.chain().header(0));
  // A node that has dropped its oldest blocks is not of another chain for that.
  co_return check(endpoint, *id, genesis ? &genesis->hash : nullptr);
}

awaitable<Result<void>> EndpointSet::admit() {
  std::vector<Endpoint*> asked;
  std::vector<awaitable<Result<void>>> questions;
  const auto at = Endpoint::Clock::now();
  const bool any_right = std::any_of(endpoints_.begin(), endpoints_.end(), [](const Endpoint& endpoint) {
    return endpoint.standing == Endpoint::Standing::right;
  });
  for (Endpoint& endpoint : endpoints_) {
    if (endpoint.standing != Endpoint::Standing::unknown || (any_right && endpoint.rests(at))) continue;
    asked.push_back(&endpoint);
    questions.push_back(ask_identity(endpoint));
  }
  const auto answers = co_await net::gather(std::move(questions), asked.size());
  Attempts attempts;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (answers[i]) continue;
    asked[i]->failed(answers[i].error());
    attempts.out(*asked[i], answers[i].error());
    if (endpoints_.size() > 1) log::warning(registry_.id + ": " + answers[i].error().message);
  }
  const Attempts nothing_tried;
  if (next(nothing_tried) != nullptr) co_return Result<void>{};
  if (attempts.any()) co_return attempts.error();
  co_return source_error(registry_.id + ": all its endpoints are of another chain: give one of " +
                         registry_.chain + " in [source." + registry_.id + "]");
}

Endpoint* EndpointSet::next(const Attempts& attempts) {
  const auto at = Endpoint::Clock::now();
  Endpoint* best = nullptr;
  const auto order = [at](const Endpoint& endpoint) {
    return std::tuple{endpoint.rests(at), endpoint.expected_wait()};
  };
  for (Endpoint& endpoint : endpoints_) {
    if (endpoint.standing != Endpoint::Standing::right || attempts.is_out(endpoint)) continue;
    if (best == nullptr || order(endpoint) < order(*best)) best = &endpoint;
  }
  return best;
}

awaitable<Result<Heads>> EndpointSet::heads(bool by_two) {
  std::vector<Endpoint*> asked;
  std::vector<awaitable<Result<Heads>>> questions;
  const auto at = Endpoint::Clock::now();
  const Endpoint* best = next(Attempts{});
  for (Endpoint& endpoint : endpoints_) {
    if (endpoint.standing != Endpoint::Standing::right || (endpoint.rests(at) && &endpoint != best)) continue;
    asked.push_back(&endpoint);
    questions.push_back(endpoint.chain().heads());
  }
  const auto answers = co_await net::gather(std::move(questions), asked.size());
  Attempts attempts;
  std::vector<Heads> found;
  for (std::size_t i = 0; i < asked.size(); ++i) {
    if (answers[i]) {
      asked[i]->succeeded();
      asked[i]->head = answers[i]->latest.number;
      found.push_back(*answers[i]);
    } else {
      asked[i]->failed(answers[i].error());
      attempts.out(*asked[i], answers[i].error());
    }
  }
  if (found.empty()) co_return attempts.error();
  std::sort(found.begin(), found.end(),
            [](const Heads& a, const Heads& b) { return a.latest.number > b.latest.number; });
  const bool two =
      by_two && found.size() > 1 && found[1].latest.number + far_behind >= found[0].latest.number;
  co_return found[two ? 1 : 0];
}

awaitable<Endpoint*> EndpointSet::next_with(std::uint64_t block, Attempts& attempts) {
  while (Endpoint* endpoint = next(attempts)) {
    if (endpoint->head.value_or(0) >= block) co_return endpoint;
    const auto latest = co_await endpoint->chain().latest();
    if (!latest) {
      endpoint->failed(latest.error());
      attempts.out(*endpoint, latest.error());
      continue;
    }
    endpoint->saw(latest->number);
    if (latest->number >= block) co_return endpoint;
    attempts.out(*endpoint, source_error(endpoint->name() + ": lags behind: its last block is " +
                                             std::to_string(latest->number),
                                         true));
  }
  co_return nullptr;
}

std::vector<EndpointHealth> EndpointSet::health() const {
  std::vector<EndpointHealth> out;
  for (const Endpoint& endpoint : endpoints_) out.push_back(endpoint.health());
  return out;
}

}  // namespace splitroot::collectors::evm
