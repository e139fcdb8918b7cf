#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectors/handshake/node.hpp"
#include "core/source.hpp"

namespace splitroot::collectors::handshake {

/// The nodes of one network, asked one at a time: the one that answered last, and the others in turn when it
/// fails. Each shows that it serves the network before it is believed. An error tells what every one of them
/// said.
class Chain {
 public:
  explicit Chain(std::vector<std::unique_ptr<Node>> nodes);

  boost::asio::awaitable<Result<Tip>> tip();
  boost::asio::awaitable<Result<std::vector<std::string>>> hashes(std::vector<std::uint64_t> heights);
  boost::asio::awaitable<Result<RawBlocks>> blocks(std::uint64_t first, std::size_t count);
  boost::asio::awaitable<Result<std::vector<std::optional<std::string>>>> labels(std::vector<NameKey> keys);

  /// The node asked last.
  const std::string& node() const { return endpoints_[current_].node->name(); }

  std::vector<EndpointHealth> health() const;

 private:
  struct Endpoint {
    std::unique_ptr<Node> node;
    bool checked = false;
    EndpointHealth health;
  };

  template <class Answer, class... Parameters, class... Arguments>
  boost::asio::awaitable<Answer> ask(boost::asio::awaitable<Answer> (Node::*question)(Parameters...),
                                     Arguments... arguments);
  template <class Answer, class... Parameters, class... Arguments>
  boost::asio::awaitable<Answer> ask_one(Endpoint& endpoint,
                                         boost::asio::awaitable<Answer> (Node::*question)(Parameters...),
                                         Arguments... arguments);
  static void note(Endpoint& endpoint, const std::string& trouble);

  std::vector<Endpoint> endpoints_;
  std::size_t current_ = 0;
};

}  // namespace splitroot::collectors::handshake
