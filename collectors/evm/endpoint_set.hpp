#pragma once
#include <list>
#include <string>
#include <vector>

#include "collectors/evm/description.hpp"
#include "collectors/evm/endpoint.hpp"

namespace splitroot::collectors::evm {

/// What came of trying endpoints for one question: which are out, and why.
class Attempts {
 public:
  void out(const Endpoint& endpoint, const Error& why);
  bool is_out(const Endpoint& endpoint) const;
  bool any() const { return !out_.empty(); }
  /// Names every endpoint that was tried, and what it said.
  Error error() const;

 private:
  std::vector<const Endpoint*> out_;
  std::vector<std::string> reasons_;
  bool retry_ = false;
};

/// The endpoints of one source. Answers are only taken of those that follow the described chain, and one and
/// the same chain (genesis) where there are several.
class EndpointSet {
 public:
  /// `clients` outlive the set, `registry` too.
  EndpointSet(const RegistryDescription& registry, const std::vector<net::RpcClient*>& clients,
              WindowSize window);

  /// Asks those not known yet which chain they follow. Error when none of the right chain is left: says what
  /// each answered.
  boost::asio::awaitable<Result<void>> admit();

  /// The furthest heads that any endpoint has; `by_two`: that two have, unless the second is far behind.
  boost::asio::awaitable<Result<Heads>> heads(bool by_two);

  /// The one that may be expected to answer first: those that rest after a failure come last. nullptr when
  /// all are out.
  Endpoint* next(const Attempts& attempts);

  /// The same, of those that have block `block`; the others are out.
  boost::asio::awaitable<Endpoint*> next_with(std::uint64_t block, Attempts& attempts);

  /// Tries endpoints in turn until `ask(Endpoint&)` has an answer. Name the callable before you await.
  template <class Ask>
  auto first_answer(Ask& ask) -> std::invoke_result_t<Ask&, Endpoint&> {
    Attempts attempts;
    while (Endpoint* endpoint = next(attempts)) {
      auto answer = co_await ask(*endpoint);
      if (answer) {
        endpoint->succeeded();
        co_return answer;
      }
      endpoint->failed(answer.error());
      attempts.out(*endpoint, answer.error());
    }
    co_return attempts.error();
  }

  std::size_t size() const { return endpoints_.size(); }
  std::vector<EndpointHealth> health() const;

 private:
  boost::asio::awaitable<Result<void>> ask_identity(Endpoint& endpoint);
  Result<void> check(Endpoint& endpoint, std::uint64_t chain_id, const Hash256* genesis);

  const RegistryDescription& registry_;
  std::list<Endpoint> endpoints_;
  std::optional<Hash256> genesis_;  ///< of the endpoint admitted first
};

}  // namespace splitroot::collectors::evm
