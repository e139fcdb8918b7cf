#include "collectors/handshake/chain.hpp"

namespace splitroot::collectors::handshake {

using boost::asio::awaitable;

Chain::Chain(std::vector<std::unique_ptr<Node>> nodes) {
  for (auto& node : nodes) {
    Endpoint endpoint;
    endpoint.health.name = node->name();
    endpoint.node = std::move(node);
    endpoints_.push_back(std::move(endpoint));
  }
}

void Chain::note(Endpoint& endpoint, const std::string& trouble) {
  auto& health = endpoint.health;
  ++health.requests;
  health.failures += trouble.empty() ? 0 : 1;
  health.healthy = trouble.empty();
  health.trouble = trouble;
}

template <class Answer, class... Parameters, class... Arguments>
awaitable<Answer> Chain::ask_one(Endpoint& endpoint, awaitable<Answer> (Node::*question)(Parameters...),
                                 Arguments... arguments) {
  if (!endpoint.checked) {
    const auto tip = co_await endpoint.node->tip();
    note(endpoint, tip ? "" : tip.error().message);
    if (!tip) co_return tip.error();
    endpoint.checked = true;
    endpoint.health.head = tip->height;
  }
  auto answer = co_await (endpoint.node.get()->*question)(std::move(arguments)...);
  note(endpoint, answer ? "" : answer.error().message);
  // Another node may stand behind the same address tomorrow.
  if (!answer) endpoint.checked = false;
  co_return answer;
}

template <class Answer, class... Parameters, class... Arguments>
awaitable<Answer> Chain::ask(awaitable<Answer> (Node::*question)(Parameters...), Arguments... arguments) {
  Error all;
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    const std::size_t index = (current_ + i) % endpoints_.size();
    auto answer = co_await ask_one(endpoints_[index], question, arguments...);
    if (answer) {
      current_ = index;
      co_return answer;
    }
    if (all.message.empty()) {
      all = answer.error();
    } else {
      all.message += "; " + answer.error().message;
      all.retry = all.retry || answer.error().retry;
    }
  }
  co_return all;
}

awaitable<Result<Tip>> Chain::tip() {
  auto tip = co_await ask(&Node::tip);
  if (tip) endpoints_[current_].health.head = tip->height;
  co_return tip;
}

awaitable<Result<std::vector<std::string>>> Chain::hashes(std::vector<std::uint64_t> heights) {
  return ask(&Node::hashes, std::move(heights));
}

awaitable<Result<RawBlocks>> Chain::blocks(std::uint64_t first, std::size_t count) {
  return ask(&Node::blocks, first, count);
}

awaitable<Result<std::vector<std::optional<std::string>>>> Chain::labels(std::vector<NameKey> keys) {
  return ask(&Node::labels, std::move(keys));
}

std::vector<EndpointHealth> Chain::health() const {
  std::vector<EndpointHealth> out;
  for (const auto& endpoint : endpoints_) {
    out.push_back(endpoint.health);
    out.back().requests += endpoint.node->replaced();
    out.back().failures += endpoint.node->replaced();
  }
  return out;
}

}  // namespace splitroot::collectors::handshake
