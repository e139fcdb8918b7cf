#pragma once
#include "core/ports/batch_sink.hpp"

namespace splitroot {

/// What a sink of the tests need not care about: nothing read yet, nothing stored, reports kept.
class QuietSink : public BatchSink {
 public:
  ChainPosition stored;
  std::vector<SourceReport> reports;
  std::vector<Discrepancy> discrepancies;

  /// The range read last; nullopt before the first.
  std::optional<BlockRange> range() const {
    return stored.ranges.empty() ? std::nullopt : std::optional{stored.ranges.back()};
  }

  boost::asio::awaitable<Result<void>> accept(NameBatch) override { co_return Result<void>{}; }
  boost::asio::awaitable<Result<void>> accept(StandingBatch) override {
    co_return source_error("a chain collector has no standings");
  }
  boost::asio::awaitable<Result<void>> accept(LeakageBatch) override {
    co_return source_error("a list of strings has no leakage");
  }
  boost::asio::awaitable<Result<ChainPosition>> position(std::string) override { co_return stored; }
  boost::asio::awaitable<void> report(SourceReport report) override {
    reports.push_back(std::move(report));
    co_return;
  }
  boost::asio::awaitable<Result<void>> report(Discrepancy discrepancy) override {
    discrepancies.push_back(std::move(discrepancy));
    co_return Result<void>{};
  }
  boost::asio::awaitable<Result<std::vector<NameRecord>>> names(std::string, std::vector<NameKey>) override {
    co_return std::vector<NameRecord>{};
  }
  boost::asio::awaitable<Result<std::vector<NameKey>>> unspelled(std::string, NameKey, std::size_t) override {
    co_return std::vector<NameKey>{};
  }
};

}  // namespace splitroot
