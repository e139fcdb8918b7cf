#include <fmt/format.h>

#include <array>

#include "collectors/handshake/node.hpp"
#include "core/display.hpp"
#include "core/hex.hpp"
#include "net/rate_limit.hpp"

namespace splitroot::collectors::handshake {
namespace {

using boost::asio::awaitable;
using Json = std::shared_ptr<const rapidjson::Document>;

void put(std::string& out, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

void put_count(std::string& out, std::uint64_t count) {
  if (count < 0xfd) return put(out, count, 1);
  out += count <= 0xffff ? '\xfd' : '\xfe';
  put(out, count, count <= 0xffff ? 2 : 4);
}

/// Puts a block together again from hsd's JSON (`block.getJSON`): its header field by field, and the octets
/// of each transaction. Whatever the node may have got wrong shows in the hash and the merkle root.
class BlockWriter {
 public:
  explicit BlockWriter(const rapidjson::Value& block) : block_(block) {}

  std::optional<std::string> octets() {
    number("nonce", 4);
    number("time", 8);
    for (const char* field :
         {"prevBlock", "treeRoot", "extraNonce", "reservedRoot", "witnessRoot", "merkleRoot"})
      hex(block_, field);
    number("version", 4);
    number("bits", 4);
    hex(block_, "mask");
    const auto* transactions = member(block_, "txs");
    if (transactions == nullptr || !transactions->IsArray()) return std::nullopt;
    put_count(out_, transactions->Size());
    for (const auto& transaction : transactions->GetArray()) hex(transaction, "hex");
    return sound_ ? std::optional{std::move(out_)} : std::nullopt;
  }

 private:
  void number(const char* field, int size) {
    const auto value = uint_member(block_, field);
    sound_ = sound_ && value;
    put(out_, value.value_or(0), size);
  }

  void hex(const rapidjson::Value& object, const char* field) {
    const auto text = object.IsObject() ? string_member(object, field) : std::nullopt;
    const auto octets = from_hex(text.value_or("?"));
    sound_ = sound_ && octets;
    out_ += octets.value_or("");
  }

  const rapidjson::Value& block_;
  std::string out_;
  bool sound_ = true;
};

class RestNode final : public Node {
 public:
  RestNode(net::HttpClient& http, net::RpcEndpoint endpoint, Network network)
      : http_(http),
        endpoint_(std::move(endpoint)),
        network_(network),
        name_(net::shown_url(endpoint_.url)),
        limiter_(endpoint_.requests_per_second, endpoint_.requests_per_second) {
    while (endpoint_.url.ends_with('/')) endpoint_.url.pop_back();
  }

  const std::string& name() const override { return name_; }
  std::uint64_t replaced() const override { return replaced_; }

  awaitable<Result<Tip>> tip() override {
    const auto answer = co_await get("/");
    if (!answer) co_return answer.error();
    const auto& info = *answer;
    const auto network = string_member(*info, "network");
    const auto* chain = member(*info, "chain");
    const auto height = chain != nullptr && chain->IsObject() ? uint_member(*chain, "height") : std::nullopt;
    if (!network || !height) co_return error("/", "its answer lacks network or chain.height", false);
    if (*network != network_.name)
      co_return source_error(fmt::format("hns: wrong chain: endpoint {} is {}, [source.hns] network says {}",
                                         name_, display_text(*network), network_.name));
    std::vector<std::uint64_t> zero{0};
    const auto genesis = co_await hashes(std::move(zero));
    if (!genesis) co_return genesis.error();
    if (genesis->front() != network_.genesis)
      co_return source_error(
          fmt::format("hns: wrong chain: block 0 on {} is {}, that of Handshake's {} is {}", name_,
                      display_text(genesis->front()), network_.name, network_.genesis));
    co_return Tip{*height, std::string{string_member(*chain, "tip").value_or("")}, std::nullopt,
                  std::nullopt};
  }

  awaitable<Result<std::vector<std::string>>> hashes(std::vector<std::uint64_t> heights) override {
    std::vector<std::string> out;
    for (const auto height : heights) {
      const auto path = fmt::format("/header/{}", height);
      const auto answer = co_await get(path);
      if (!answer) co_return answer.error();
      const auto& header = *answer;
      const auto hash = header->IsObject() ? string_member(*header, "hash") : std::nullopt;
      if (!hash && header->IsObject()) co_return error(path, "its answer lacks hash", false);
      out.emplace_back(hash.value_or(""));
    }
    co_return out;
  }

  awaitable<Result<RawBlocks>> blocks(std::uint64_t first, std::size_t count) override {
    RawBlocks out{first, {}, {}};
    for (std::uint64_t height = first; height < first + count; ++height) {
      const auto path = fmt::format("/block/{}", height);
      const auto answer = co_await get(path);
      if (!answer) co_return answer.error();
      const auto& block = *answer;
      if (!block->IsObject()) co_return error(path, "it has no such block; it may still be syncing", true);
      auto octets = BlockWriter{*block}.octets();
      if (!octets) co_return error(path, "its answer is no block", false);
      out.blocks.push_back(std::move(*octets));
      out.last_hash = string_member(*block, "hash").value_or("");
    }
    co_return out;
  }

  /// REST has no such question.
  awaitable<Result<std::vector<std::optional<std::string>>>> labels(std::vector<NameKey> keys) override {
    co_return std::vector<std::optional<std::string>>(keys.size());
  }

 private:
  /// The JSON at `path`; null where hsd answers 404, which is how it says that there is no such block.
  awaitable<Result<Json>> get(std::string path) {
    auto attempt = [this, path](net::Attempt& each) { return get_once(path, each); };
    co_return co_await net::with_retry(endpoint_.retry, attempt);
  }

  awaitable<Result<Json>> get_once(std::string path, net::Attempt& attempt) {
    if (attempt.number > 1) ++replaced_;
    co_await limiter_.acquire();
    net::HttpRequest request;
    request.url = endpoint_.url + path;
    request.headers = {{"Accept", "application/json"}};
    request.user = "x";
    request.password = endpoint_.api_key;
    request.timeout = endpoint_.timeout;
    request.largest_body = endpoint_.largest_body;
    request.budget = endpoint_.budget;
    auto response = co_await http_.fetch(std::move(request));
    if (!response) co_return about(response.error());
    if (response->retry_after) attempt.wait_at_least = *response->retry_after;
    if (response->status == 404) co_return std::make_shared<const rapidjson::Document>();
    if (response->status != 200) co_return refusal(path, response->status);
    auto document = parse_json_text(std::move(response->body), name_ + path);
    if (!document) co_return about(document.error());
    co_return std::move(*document);
  }

  Error refusal(std::string_view path, int status) const {
    std::string_view advice;
    if (status == 401 || status == 403) advice = ": refused our credentials (api_key or api_key_file)";
    if (status >= 300 && status < 400) advice = net::redirect_advice;
    return error(path, fmt::format("HTTP {}{}", status, advice), status == 429 || status >= 500);
  }

  static Error about(Error error) {
    error.message.insert(0, "hns: ");
    return error;
  }

  Error error(std::string_view path, std::string_view what, bool retry) const {
    return source_error(fmt::format("hns: {}{}: {}", name_, path, what), retry);
  }

  net::HttpClient& http_;
  net::RpcEndpoint endpoint_;
  Network network_;
  std::string name_;
  net::RateLimiter limiter_;
  std::uint64_t replaced_ = 0;
};

}  // namespace

std::unique_ptr<Node> make_rest_node(net::HttpClient& http, net::RpcEndpoint endpoint, Network network) {
  return std::make_unique<RestNode>(http, std::move(endpoint), network);
}

}  // namespace splitroot::collectors::handshake
