#pragma once
#include "tests/collectors/quiet_sink.hpp"
#include "tests/ingest/laboratory.hpp"

namespace splitroot::chains_test {

/// A collector's way into the real store, without a thread of its own.
class StoreSink : public QuietSink {
 public:
  explicit StoreSink(ingest::test::Laboratory& laboratory) : laboratory_(laboratory) {}

  boost::asio::awaitable<Result<void>> accept(NameBatch batch) override {
    const auto taken = laboratory_.ingest().take(std::move(batch));
    if (!taken) co_return taken.error();
    co_return Result<void>{};
  }
  boost::asio::awaitable<Result<ChainPosition>> position(std::string source) override {
    co_return laboratory_.store().read()->position(source);
  }
  boost::asio::awaitable<Result<std::vector<NameRecord>>> names(std::string ns,
                                                                std::vector<NameKey> keys) override {
    co_return laboratory_.store().read()->names_by_key(ns, keys);
  }
  boost::asio::awaitable<Result<std::vector<NameKey>>> unspelled(std::string ns, NameKey after,
                                                                 std::size_t most) override {
    co_return laboratory_.store().read()->unspelled(ns, after, most);
  }

 private:
  ingest::test::Laboratory& laboratory_;
};

}  // namespace splitroot::chains_test
