#pragma once
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <string>
#include <vector>

#include "collectors/evm/abi.hpp"
#include "collectors/evm/log.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"
#include "net/json_rpc.hpp"
#include "tests/collectors/quiet_sink.hpp"

namespace evm_fakes {

using namespace splitroot;

/// Runs a coroutine to its end on a loop of its own.
template <class T>
T run(boost::asio::awaitable<T> operation) {
  boost::asio::io_context io;
  std::optional<T> outcome;
  std::exception_ptr failure;
  boost::asio::co_spawn(io, std::move(operation), [&](std::exception_ptr thrown, T value) {
    failure = thrown;
    outcome.emplace(std::move(value));
  });
  io.run();
  if (failure) std::rethrow_exception(failure);
  return std::move(*outcome);
}

/// A 32-octet word holding a number, or octets aligned left.
inline std::string word(std::uint64_t value) {
  std::string out(32, '\0');
  for (std::size_t i = 0; i < 8; ++i) out[31 - i] = static_cast<char>(value >> (8 * i));
  return out;
}
inline std::string word_of(std::string_view octets) {
  return std::string(32 - octets.size(), '\0') + std::string{octets};
}

/// The tail of a string: length, octets, padding.
inline std::string tail(std::string_view octets) {
  std::string out = word(octets.size()) + std::string{octets};
  out.resize(32 + (octets.size() + 31) / 32 * 32, '\0');
  return out;
}

inline std::string octets_of(std::string_view hex) { return from_hex(hex).value(); }

inline Hash256 block_hash(std::uint64_t number, int fork = 0) {
  return keccak256("block " + std::to_string(number) + " of fork " + std::to_string(fork));
}

/// A log as a node would give it.
struct FakeLog {
  std::string address;
  std::vector<std::string> topics;  ///< octets
  std::string data;                 ///< octets
  std::uint64_t block = 0;
  std::uint64_t index = 0;
  std::string extra;  ///< further JSON members, with a leading comma
  int fork = 0;

  std::string json() const;
};

/// A node over a made-up chain, which can be told to misbehave.
class FakeNode : public net::RpcClient {
 public:
  explicit FakeNode(std::string name = "https://node.example") : name_(std::move(name)) {}

  std::uint64_t chain_id = 1;
  std::uint64_t head = 1000;
  bool knows_finalized = true;
  bool filters = false;  ///< by address and topic, as a true node does; else it gives all of a range
  int fork = 0;
  std::uint64_t genesis_time = 1'700'000'000;
  std::vector<FakeLog> logs;
  /// Says no to a range; nullopt: the range is answered.
  std::function<std::optional<net::RpcError>(std::uint64_t from, std::uint64_t to)> refuse;
  /// A transport failure instead of an answer.
  std::function<std::optional<Error>(const net::RpcCall&)> fail;
  /// An answer of one's own (JSON) to a call.
  std::function<std::optional<std::string>(const net::RpcCall&)> answer;

  /// How often others get their turn before a call is answered.
  std::function<int(const net::RpcCall&)> turns;
  std::uint64_t made_good = 0;  ///< exchanges that failed and were made again
  int under_way = 0;
  int most_under_way = 0;

  std::vector<net::RpcCall> asked;                                    ///< everything
  std::vector<std::pair<std::uint64_t, std::uint64_t>> asked_ranges;  ///< of eth_getLogs

  boost::asio::awaitable<Result<std::vector<net::RpcAnswer>>> batch(std::vector<net::RpcCall> calls) override;
  const std::string& name() const override { return name_; }
  std::uint64_t replaced() const override { return made_good; }

 private:
  net::RpcAnswer answer_to(const net::RpcCall& call);
  net::RpcAnswer answer_logs(const net::RpcCall& call);
  std::string block(const net::RpcCall& call) const;

  std::string name_;
};

/// Keeps what it is given.
class MemorySink : public QuietSink {
 public:
  std::vector<NameBatch> batches;
  std::optional<Error> refuse;

  boost::asio::awaitable<Result<void>> accept(NameBatch batch) override;

  std::vector<NameEvent> events() const;
};

/// Takes its time over each batch.
class BusySink : public MemorySink {
 public:
  boost::asio::awaitable<Result<void>> accept(NameBatch batch) override;
};

}  // namespace evm_fakes
