#include "collectors/handshake/chain.hpp"

#include <fmt/format.h>

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

}  // namespace

std::size_t RawBlocks::octets() const {
  std::size_t sum = 0;
  for (const auto& block : blocks) sum += block.size();
  return sum;
}

awaitable<Result<std::uint64_t>> Chain::head() {
  std::vector<net::RpcCall> calls{{"getblockchaininfo", "[]"}, {"getblockhash", "[0]"}};
  const auto answers = co_await rpc_.batch(std::move(calls));
  if (!answers) co_return explained(answers.error());
  const auto& info = answers->at(0);
  if (info.error) co_return string_of(info, "getblockchaininfo").error();
  const auto chain = string_member(*info.result, "chain");
  const auto height = uint_member(*info.result, "blocks");
  if (!chain || !height)
    co_return source_error(
        fmt::format("hns: {} is no Handshake node: getblockchaininfo lacks chain or blocks", node()));
  if (*chain != network_.chain) co_return wrong_chain(*chain);
  const auto genesis = string_of(answers->at(1), "getblockhash 0");
  if (!genesis) co_return genesis.error();
  if (*genesis != network_.genesis)
    co_return source_error(fmt::format("hns: wrong chain: block 0 on {} is {}, that of Handshake's {} is {}",
                                       node(), display_text(*genesis), network_.name, network_.genesis));
  co_return *height;
}

awaitable<Result<std::string>> Chain::hash_at(std::uint64_t height) {
  std::vector<net::RpcCall> calls{{"getblockhash", fmt::format("[{}]", height)}};
  const auto answers = co_await rpc_.batch(std::move(calls));
  if (!answers) co_return explained(answers.error());
  co_return string_of(answers->at(0), fmt::format("getblockhash {}", height));
}

awaitable<Result<RawBlocks>> Chain::blocks(std::uint64_t first, std::size_t count) {
  std::vector<net::RpcCall> calls;
  for (std::uint64_t height = first; height < first + count; ++height)
    calls.push_back({"getblockbyheight", fmt::format("[{},false]", height)});
  calls.push_back({"getblockhash", fmt::format("[{}]", first + count - 1)});
  const auto answers = co_await rpc_.batch(std::move(calls));
  if (!answers) co_return explained(answers.error());
  RawBlocks out{first, {}, {}};
  for (std::size_t i = 0; i < count; ++i) {
    const auto hex = string_of(answers->at(i), fmt::format("getblockbyheight {}", first + i));
    if (!hex) co_return hex.error();
    auto octets = from_hex(*hex);
    if (!octets) co_return source_error(fmt::format("hns: block {} from {} is not hex", first + i, node()));
    out.blocks.push_back(std::move(*octets));
  }
  auto hash = string_of(answers->at(count), fmt::format("getblockhash {}", first + count - 1));
  if (!hash) co_return hash.error();
  out.last_hash = std::move(*hash);
  co_return out;
}

Result<std::string> Chain::string_of(const net::RpcAnswer& answer, std::string_view asked) const {
  if (answer.error)
    return source_error(fmt::format("hns: {} answers {} with: {}{}", node(), asked,
                                    display_text(answer.error->message), advice(answer.error->message)),
                        true);
  if (!answer.result->IsString())
    return source_error(fmt::format("hns: {} answers {} with no text", node(), asked));
  return std::string{text_of(*answer.result)};
}

Error Chain::wrong_chain(std::string_view chain) const {
  return source_error(fmt::format("hns: wrong chain: endpoint {} is {}, [source.hns] network says {}", node(),
                                  display_text(chain), network_.name));
}

Error Chain::explained(Error error) const {
  const auto says = [&](std::string_view word) { return error.message.find(word) != std::string::npos; };
  if (says("HTTP 401") || says("HTTP 403"))
    error.message += " (api_key or api_key_file under [source.hns])";
  else if (error.retry && !says("HTTP "))
    error.message += fmt::format(
        "; run a node with `hsd --index-tx --network={}` (its RPC is at 127.0.0.1:{}), or set endpoints "
        "under "
        "[source.hns]",
        network_.name, network_.port);
  error.message.insert(0, "hns: ");
  return error;
}

}  // namespace splitroot::collectors::handshake
