#pragma once
#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/handshake/blake2b.hpp"
#include "collectors/handshake/block.hpp"
#include "collectors/handshake/collector.hpp"
#include "collectors/handshake/network.hpp"
#include "core/hex.hpp"
#include "core/name.hpp"
#include "net/json_rpc.hpp"
#include "tests/collectors/quiet_sink.hpp"

/// Handshake blocks made by hand, and a node and a sink that live in memory.
namespace handshake_fixture {

using namespace splitroot;
using namespace splitroot::collectors;

inline std::string bytes(std::string_view hex) { return from_hex(hex).value(); }
inline std::string text_of(const Hash256& hash) { return to_hex(view(hash)); }

/// `text` on the heap at its exact size, so that a sanitizer sees a read past its end.
class Exact {
 public:
  explicit Exact(std::string_view text) : data_(new char[text.size()]), size_(text.size()) {
    std::ranges::copy(text, data_.get());
  }
  std::string_view view() const { return {data_.get(), size_}; }

 private:
  std::unique_ptr<char[]> data_;
  std::size_t size_;
};

inline std::string le(std::uint64_t value, int size) {
  std::string out;
  for (int i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

inline std::string varint(std::uint64_t value) {
  if (value < 0xfd) return le(value, 1);
  return value <= 0xffff ? "\xfd" + le(value, 2) : "\xfe" + le(value, 4);
}

/// Count and items, as they follow a covenant's type.
inline std::string items(const std::vector<std::string>& values) {
  std::string out = varint(values.size());
  for (const auto& value : values) out += varint(value.size()) + value;
  return out;
}

inline std::string key_of(std::string_view name) { return std::string{view(handshake_key(name).bytes)}; }

/// An output held by the address of version 0 that is twenty times `holder`.
inline std::string output(std::uint8_t type, const std::vector<std::string>& values, char holder = 7) {
  return le(1'000'000, 8) + le(0, 1) + le(20, 1) + std::string(20, holder) + le(type, 1) + items(values);
}

/// A transaction of one input and one witness item.
inline std::string transaction(const std::vector<std::string>& outputs) {
  std::string out = le(0, 4) + varint(1) + std::string(32, '\x11') + le(0, 4) + le(0xffffffff, 4);
  out += varint(outputs.size());
  for (const auto& one : outputs) out += one;
  return out + le(0, 4);
}

inline std::string witness() { return items({"signature"}); }

inline std::string block(const Hash256& previous, std::uint64_t time,
                         const std::vector<std::string>& transactions) {
  std::vector<Hash256> ids;
  for (const auto& one : transactions) ids.push_back(handshake::blake2b_256({one}));
  std::string out = le(9, 4) + le(time, 8) + std::string{view(previous)} + std::string(32, '\x22');
  out += std::string(24, '\x33') + std::string(32, '\x44') + std::string(32, '\x55');
  out +=
      std::string{view(handshake::merkle_root(ids))} + le(0, 4) + le(0x207fffff, 4) + std::string(32, '\0');
  out += varint(transactions.size());
  for (const auto& one : transactions) out += one + witness();
  return out;
}

inline constexpr std::uint64_t genesis_time = 1'580'000'000;

/// A chain of blocks, each linked to the one before it and ten minutes later.
struct FakeChain {
  std::vector<std::string> blocks;
  std::vector<std::string> hashes;

  FakeChain() { add({}); }

  void add(const std::vector<std::string>& outputs) {
    Hash256 previous{};
    if (!hashes.empty()) previous = hash_of_bytes(bytes(hashes.back()));
    std::vector<std::string> transactions{transaction({output(0, {})})};
    if (!outputs.empty()) transactions.push_back(transaction(outputs));
    blocks.push_back(block(previous, genesis_time + 600 * blocks.size(), transactions));
    hashes.push_back(text_of(handshake::block_hash(std::string_view{blocks.back()}.substr(0, 236))));
  }
  void grow(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) add({});
  }

  /// Drops the blocks from `height` on and puts as many others in their place.
  void reorganise(std::size_t height) {
    const auto count = blocks.size() - height;
    blocks.resize(height);
    hashes.resize(height);
    for (std::size_t i = 0; i < count; ++i) add({output(2, {key_of("other"), le(0, 4), "other"})});
  }
};

/// hsd's answers over a FakeChain.
class FakeNode : public net::RpcClient {
 public:
  FakeChain chain;
  std::string chain_name = "regtest";
  const std::string genesis = chain.hashes[0];
  std::string answered_genesis = genesis;
  std::size_t largest_batch = 1000;  ///< calls; more fail as too large an answer does
  std::size_t batches = 0;
  std::optional<Error> down;
  std::uint64_t made_good = 0;  ///< exchanges that failed and were made again
  std::function<std::optional<std::string>(std::size_t height)> error_at = [](std::size_t) {
    return std::nullopt;
  };
  std::string lockup = "started";
  std::map<std::string, std::string> labels;  ///< by name hash, hex
  std::function<std::string(std::size_t height)> block_at = [this](std::size_t height) {
    return to_hex(chain.blocks[height]);
  };

  handshake::Network network() const {
    auto network = handshake::network_by_name("regtest").value();
    network.genesis = genesis;
    return network;
  }
  const std::string& name() const override { return name_; }
  std::uint64_t replaced() const override { return made_good; }

  boost::asio::awaitable<Result<std::vector<net::RpcAnswer>>> batch(
      std::vector<net::RpcCall> calls) override {
    ++batches;
    if (down) co_return *down;
    if (calls.size() > largest_batch)
      co_return source_error("127.0.0.1:14037: the answer is larger than 64 MiB");
    std::vector<net::RpcAnswer> answers;
    for (const auto& call : calls) answers.push_back(answer(call));
    co_return answers;
  }

 private:
  net::RpcAnswer answer(const net::RpcCall& call) const {
    if (call.method == "getblockchaininfo")
      return result(R"({"chain":")" + chain_name + R"(","blocks":)" +
                    std::to_string(chain.blocks.size() - 1) + R"(,"bestblockhash":")" + chain.hashes.back() +
                    R"(","mediantime":1580000000,"softforks":{"icannlockup":{"status":")" + lockup +
                    R"("}}})");
    if (call.method == "getnamebyhash") {
      const auto known = labels.find(call.params.substr(2, 64));
      return result(known == labels.end() ? "null" : json_string(known->second));
    }
    const auto height = static_cast<std::size_t>(std::strtoull(call.params.c_str() + 1, nullptr, 10));
    if (const auto message = error_at(height)) return error(*message);
    if (height >= chain.blocks.size()) return error("Block height out of range.");
    if (call.method == "getblockhash")
      return result('"' + (height == 0 ? answered_genesis : chain.hashes[height]) + '"');
    return result('"' + block_at(height) + '"');
  }

  static net::RpcAnswer result(const std::string& json) {
    auto document = std::make_shared<rapidjson::Document>();
    document->Parse(json.data(), json.size());
    return {document, document.get(), std::nullopt};
  }
  static net::RpcAnswer error(std::string message) {
    return {nullptr, nullptr, net::RpcError{-1, std::move(message), ""}};
  }

  std::string name_ = "127.0.0.1:14037";
};

/// Keeps what it is given.
class MemorySink : public QuietSink {
 public:
  std::vector<NameBatch> batches;
  std::optional<Error> refuse;
  std::function<void()> while_taking = [] {};

  std::function<bool()> is_busy = [] { return false; };  ///< a batch is not taken before this ends

  boost::asio::awaitable<Result<void>> accept(NameBatch batch) override {
    co_await boost::asio::post(boost::asio::use_awaitable);
    while_taking();
    while (is_busy()) co_await boost::asio::post(boost::asio::use_awaitable);
    if (refuse) co_return *refuse;
    follow(batch);
    batches.push_back(std::move(batch));
    co_return Result<void>{};
  }

  boost::asio::awaitable<Result<std::vector<NameRecord>>> names(std::string,
                                                                std::vector<NameKey> keys) override {
    std::vector<NameRecord> out;
    for (const auto& key : keys)
      if (const auto known = states.find(key); known != states.end()) {
        NameRecord record;
        record.key = key;
        record.detail.state = known->second;
        out.push_back(std::move(record));
      }
    co_return out;
  }

  boost::asio::awaitable<Result<std::vector<NameKey>>> unspelled(std::string, NameKey after,
                                                                 std::size_t most) override {
    std::vector<NameKey> out;
    for (const auto& [key, state] : states)
      if (after < key && !spelled.contains(key) && out.size() < most) out.push_back(key);
    co_return out;
  }

  std::map<NameKey, std::string> states;  ///< as last told, whatever was rewound since
  std::set<NameKey> spelled;

  /// As a store does: rewind, settle, take.
  void follow(const NameBatch& batch) {
    stored.ranges = {batch.position};
    if (batch.rewind_to)
      std::erase_if(stored.provisional, [&](const auto& m) { return m.number > batch.rewind_to->number; });
    if (batch.final_to) {
      stored.final_to = std::max(stored.final_to, *batch.final_to);
      std::erase_if(stored.provisional, [&](const auto& mark) { return mark.number <= stored.final_to; });
    }
    stored.provisional.insert(stored.provisional.end(), batch.provisional.begin(), batch.provisional.end());
    for (const auto& event : batch.events) {
      if (event.detail.state) states[event.key] = *event.detail.state;
      if (event.label) spelled.insert(event.key);
    }
  }

  std::vector<NameEvent> events() const {
    std::vector<NameEvent> all;
    for (const auto& batch : batches) all.insert(all.end(), batch.events.begin(), batch.events.end());
    return all;
  }
};

/// The collector over nodes that live in memory.
inline std::unique_ptr<Collector> collector_over(const std::vector<FakeNode*>& nodes,
                                                 HandshakeSettings settings) {
  std::vector<std::unique_ptr<handshake::Node>> asked;
  for (auto* node : nodes) asked.push_back(handshake::make_rpc_node(*node, settings.network));
  return make_handshake_collector(std::move(asked), settings);
}

/// Runs a coroutine to its end.
template <class T>
T run(boost::asio::awaitable<T> work) {
  boost::asio::io_context io;
  auto future = boost::asio::co_spawn(io, std::move(work), boost::asio::use_future);
  io.run();
  return future.get();
}

/// A raw mainnet block out of SPLITROOT_DATA; nullopt, with a remark, where there is none.
inline std::optional<std::string> mainnet_block(int height) {
  const char* data = std::getenv("SPLITROOT_DATA");
  const auto path = std::string{data ? data : ""} + "/hns/blocks/block" + std::to_string(height) + ".raw.zst";
  if (data == nullptr || !std::filesystem::exists(path)) {
    std::printf("skipped: no mainnet block %d; set SPLITROOT_DATA\n", height);
    return std::nullopt;
  }
  std::FILE* pipe = popen(("zstd -dcq '" + path + "'").c_str(), "r");
  std::string out(1 << 20, '\0');
  out.resize(std::fread(out.data(), 1, out.size(), pipe));
  pclose(pipe);
  return out;
}

}  // namespace handshake_fixture
