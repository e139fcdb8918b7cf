#include <fmt/format.h>

#include "collectors/handshake/node.hpp"
#include "core/display.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors::handshake {
namespace {

using boost::asio::awaitable;

/// What a node's own error means for who runs it.
std::string_view advice(std::string_view message) {
  if (message.find("pruned") != std::string_view::npos)
    return "; run hsd without --prune, or set a later `from` under [source.hns]";
  if (message.find("spv") != std::string_view::npos) return "; run a full node (hsd without --spv)";
  if (message.find("out of range") != std::string_view::npos) return "; the node may still be syncing";
  return "";
}

bool is_no_such_block(const net::RpcAnswer& answer) {
  return answer.error && answer.error->message.find("out of range") != std::string::npos;
}

/// hsd: `softforks.icannlockup.status`, one of defined, started, locked_in, active, failed.
std::optional<bool> lockup_active(const rapidjson::Value& info) {
  const auto* forks = member(info, "softforks");
  const auto* fork = forks != nullptr && forks->IsObject() ? member(*forks, "icannlockup") : nullptr;
  if (fork == nullptr || !fork->IsObject()) return std::nullopt;
  const auto status = string_member(*fork, "status");
  if (!status) return std::nullopt;
  return *status == "active";
}

class RpcNode final : public Node {
 public:
  RpcNode(net::RpcClient& rpc, Network network) : rpc_(rpc), network_(network) {}

  const std::string& name() const override { return rpc_.name(); }
  std::uint64_t replaced() const override { return rpc_.replaced(); }

  awaitable<Result<Tip>> tip() override {
    std::vector<net::RpcCall> calls{{"getblockchaininfo", "[]"}, {"getblockhash", "[0]"}};
    const auto answers = co_await rpc_.batch(std::move(calls));
    if (!answers) co_return explained(answers.error());
    const auto& info = answers->at(0);
    if (info.error) co_return string_of(info, "getblockchaininfo").error();
    const auto chain = string_member(*info.result, "chain");
    const auto height = uint_member(*info.result, "blocks");
    if (!chain || !height)
      co_return source_error(
          fmt::format("hns: {} is no Handshake node: getblockchaininfo lacks chain or blocks", name()));
    if (*chain != network_.chain) co_return wrong_chain(*chain);
    const auto genesis = string_of(answers->at(1), "getblockhash 0");
    if (!genesis) co_return genesis.error();
    if (*genesis != network_.genesis)
      co_return source_error(
          fmt::format("hns: wrong chain: block 0 on {} is {}, that of Handshake's {} is {}", name(),
                      display_text(*genesis), network_.name, network_.genesis));
    const auto hash = string_member(*info.result, "bestblockhash");
    const auto time = uint_member(*info.result, "mediantime");
    co_return Tip{*height, std::string{hash.value_or("")}, from_unix(time.value_or(0)),
                  lockup_active(*info.result)};
  }

  awaitable<Result<std::vector<std::string>>> hashes(std::vector<std::uint64_t> heights) override {
    std::vector<net::RpcCall> calls;
    for (const auto height : heights) calls.push_back({"getblockhash", fmt::format("[{}]", height)});
    const auto answers = co_await rpc_.batch(std::move(calls));
    if (!answers) co_return explained(answers.error());
    std::vector<std::string> out;
    for (std::size_t i = 0; i < heights.size(); ++i) {
      if (is_no_such_block(answers->at(i))) {
        out.emplace_back();
        continue;
      }
      auto hash = string_of(answers->at(i), fmt::format("getblockhash {}", heights[i]));
      if (!hash) co_return hash.error();
      out.push_back(std::move(*hash));
    }
    co_return out;
  }

  awaitable<Result<RawBlocks>> blocks(std::uint64_t first, std::size_t count) override {
    std::vector<net::RpcCall> calls;
    for (std::uint64_t height = first; height < first + count; ++height)
      calls.push_back({"getblockbyheight", fmt::format("[{},false]", height)});
    calls.push_back({"getblockhash", fmt::format("[{}]", first + count - 1)});
    const auto answers = co_await rpc_.batch(std::move(calls));
    if (!answers) co_return explained(answers.error());
    RawBlocks out{first, {}, {}};
    for (std::size_t i = 0; i < count; ++i) {
      auto octets = octets_of(answers->at(i), first + i);
      if (!octets) co_return octets.error();
      out.blocks.push_back(std::move(*octets));
    }
    auto hash = string_of(answers->at(count), fmt::format("getblockhash {}", first + count - 1));
    if (!hash) co_return hash.error();
    out.last_hash = std::move(*hash);
    co_return out;
  }

  awaitable<Result<std::vector<std::optional<std::string>>>> labels(std::vector<NameKey> keys) override {
    std::vector<net::RpcCall> calls;
    for (const auto& key : keys)
      calls.push_back({"getnamebyhash", fmt::format("[\"{}\"]", to_hex(view(key.bytes)))});
    const auto answers = co_await rpc_.batch(std::move(calls));
    if (!answers) co_return explained(answers.error());
    std::vector<std::optional<std::string>> out;
    for (const auto& answer : *answers) {
      if (answer.error) co_return string_of(answer, "getnamebyhash").error();
      const bool known = answer.result->IsString();
      out.push_back(known ? std::optional{std::string{text_of(*answer.result)}} : std::nullopt);
    }
    co_return out;
  }

 private:
  Result<std::string> string_of(const net::RpcAnswer& answer, std::string_view asked) const {
    if (answer.error)
      return source_error(
          fmt::format("hns: {} answers {} with: {} ({}){}", name(), asked,
                      display_text(answer.error->message), answer.error->code, advice(answer.error->message)),
          true);
    if (!answer.result->IsString())
      return source_error(fmt::format("hns: {} answers {} with no text", name(), asked));
    return std::string{text_of(*answer.result)};
  }

  Result<std::string> octets_of(const net::RpcAnswer& answer, std::uint64_t height) const {
    if (answer.error || !answer.result->IsString())
      return string_of(answer, fmt::format("getblockbyheight {}", height)).error();
    auto octets = from_hex(text_of(*answer.result));
    if (!octets) return source_error(fmt::format("hns: block {} from {} is not hex", height, name()));
    return std::move(*octets);
  }

  Error wrong_chain(std::string_view chain) const {
    return source_error(fmt::format("hns: wrong chain: endpoint {} is {}, [source.hns] network says {}",
                                    name(), display_text(chain), network_.name));
  }

  Error explained(Error error) const {
    const auto says = [&](std::string_view word) { return error.message.find(word) != std::string::npos; };
    if (says("HTTP 401") || says("HTTP 403"))
      error.message += " (api_key or api_key_file under [source.hns])";
    else if (error.retry && !says("HTTP "))
      error.message += fmt::format(
          "; there is no lasting public Handshake endpoint: run a node with `hsd --index-tx --network={}` "
          "(npm install "
          "-g hsd; its RPC is at 127.0.0.1:{}), or set endpoints under [source.hns]",
          network_.name, network_.port);
    error.message.insert(0, "hns: ");
    return error;
  }

  net::RpcClient& rpc_;
  Network network_;
};

}  // namespace

std::size_t RawBlocks::octets() const {
  std::size_t sum = 0;
  for (const auto& block : blocks) sum += block.size();
  return sum;
}

std::unique_ptr<Node> make_rpc_node(net::RpcClient& rpc, Network network) {
  return std::make_unique<RpcNode>(rpc, network);
}

}  // namespace splitroot::collectors::handshake
