#include "app/sink.hpp"

namespace splitroot::app {
namespace {

Result<void> without_counts(const Result<ingest::Counts>& taken) {
  if (!taken) return taken.error();
  return {};
}

}  // namespace

boost::asio::awaitable<Result<void>> IngestSink::accept(NameBatch batch) {
  auto held = std::make_shared<NameBatch>(std::move(batch));
  auto work = [this, held] { return ingest_.take(std::move(*held)); };
  const auto taken = co_await writer_.run(std::move(work));
  co_return without_counts(taken);
}

boost::asio::awaitable<Result<void>> IngestSink::accept(StandingBatch batch) {
  auto held = std::make_shared<StandingBatch>(std::move(batch));
  auto work = [this, held] { return ingest_.take(std::move(*held)); };
  const auto taken = co_await writer_.run(std::move(work));
  co_return without_counts(taken);
}

bool IngestSink::reaches_down(const std::string& source, const BlockRange& range) const {
  const auto start = starts_.find(source);
  if (start == starts_.end()) return true;
  return range.from <= start->second.from || range.from == start->second.first_block;
}

boost::asio::awaitable<Result<std::optional<BlockRange>>> IngestSink::position(std::string source) {
  auto work = [this, source]() -> Result<std::optional<BlockRange>> {
    try {
      return store_.read()->position(source);
    } catch (const Failure& failure) {
      return failure.error();
    }
  };
  auto known = co_await writer_.run(std::move(work));
  if (known && *known && !reaches_down(source, **known)) co_return std::optional<BlockRange>{};
  co_return known;
}

}  // namespace splitroot::app
