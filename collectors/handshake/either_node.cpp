#include <algorithm>
#include <array>

#include "collectors/handshake/node.hpp"

namespace splitroot::collectors::handshake {
namespace {

using boost::asio::awaitable;

bool is_refusal(const Error& error) {
  constexpr std::array<std::string_view, 6> words{"HTTP 401", "HTTP 403",           "HTTP 404",
                                                  "HTTP 405", "method not allowed", "(-32601)"};
  return std::ranges::any_of(words, [&](auto word) { return error.message.find(word) != std::string::npos; });
}

/// The second's trouble may pass, the first's refusal will not.
Error neither(Error refused, const Error& other) {
  refused.message += "; nor by REST: " + other.message;
  refused.retry = other.retry;
  return refused;
}

class EitherNode final : public Node {
 public:
  EitherNode(std::unique_ptr<Node> first, std::unique_ptr<Node> second)
      : first_(std::move(first)), second_(std::move(second)) {}

  const std::string& name() const override { return first_->name(); }
  std::uint64_t replaced() const override { return first_->replaced() + second_->replaced(); }

  awaitable<Result<Tip>> tip() override { return ask(&Node::tip); }
  awaitable<Result<std::vector<std::string>>> hashes(std::vector<std::uint64_t> heights) override {
    return ask(&Node::hashes, std::move(heights));
  }
  awaitable<Result<RawBlocks>> blocks(std::uint64_t first, std::size_t count) override {
    return ask(&Node::blocks, first, count);
  }
  awaitable<Result<std::vector<std::optional<std::string>>>> labels(std::vector<NameKey> keys) override {
    return ask(&Node::labels, std::move(keys));
  }

 private:
  template <class Answer, class... Parameters, class... Arguments>
  awaitable<Answer> ask(awaitable<Answer> (Node::*question)(Parameters...), Arguments... arguments) {
    if (goes_over_) co_return co_await (second_.get()->*question)(std::move(arguments)...);
    auto answer = co_await (first_.get()->*question)(arguments...);
    if (answer || !is_refusal(answer.error())) co_return answer;
    auto other = co_await (second_.get()->*question)(std::move(arguments)...);
    if (!other) co_return neither(answer.error(), other.error());
    goes_over_ = true;
    co_return other;
  }

  std::unique_ptr<Node> first_;
  std::unique_ptr<Node> second_;
  bool goes_over_ = false;
};

}  // namespace

std::unique_ptr<Node> make_either_node(std::unique_ptr<Node> first, std::unique_ptr<Node> second) {
  return std::make_unique<EitherNode>(std::move(first), std::move(second));
}

}  // namespace splitroot::collectors::handshake
