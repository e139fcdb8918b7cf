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

boost::asio::awaitable<Result<std::optional<BlockRange>>> IngestSink::position(std::string source) {
  auto work = [this, source]() -> Result<std::optional<BlockRange>> {
    try {
      return store_.read()->position(source);
    } catch (const Failure& failure) {
      return failure.error();
    }
  };
  auto known = co_await writer_.run(std::move(work));
  const auto wanted = start_from_.find(source);
  if (known && *known && wanted != start_from_.end() && wanted->second < (*known)->from) {
    co_return std::optional<BlockRange>{};
  }
  co_return known;
}

}  // namespace splitroot::app
