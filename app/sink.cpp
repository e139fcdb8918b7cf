#include "app/sink.hpp"

#include "core/log.hpp"

namespace splitroot::app {
namespace {

Result<void> without_counts(const Result<ingest::Counts>& taken) {
  if (!taken) return taken.error();
  return {};
}

}  // namespace

boost::asio::awaitable<Result<void>> IngestSink::accept(NameBatch batch) {
  const ProgressStep step{batch};
  auto held = std::make_shared<NameBatch>(std::move(batch));
  auto work = [this, held] { return ingest_.take(std::move(*held)); };
  const auto taken = co_await writer_.run(std::move(work));
  if (taken) board_.taken(step);
  co_return without_counts(taken);
}

template <class Batch>
boost::asio::awaitable<Result<void>> IngestSink::accept_list(Batch batch) {
  auto held = std::make_shared<Batch>(std::move(batch));
  auto work = [this, held] { return ingest_.take(std::move(*held)); };
  const auto taken = co_await writer_.run(std::move(work));
  co_return without_counts(taken);
}

boost::asio::awaitable<Result<void>> IngestSink::accept(StandingBatch batch) {
  return accept_list(std::move(batch));
}

boost::asio::awaitable<Result<void>> IngestSink::accept(LeakageBatch batch) {
  return accept_list(std::move(batch));
}

bool IngestSink::reaches_down(const std::string& source, const BlockRange& range) const {
  const auto start = starts_.find(source);
  if (start == starts_.end()) return true;
  return range.from <= start->second.from || range.from == start->second.first_block;
}

boost::asio::awaitable<Result<ChainPosition>> IngestSink::position(std::string source) {
  auto query = [source](Reader& reader) { return reader.position(source); };
  auto known = co_await read(std::move(query));
  if (known && !known->ranges.empty() && !reaches_down(source, known->ranges.back())) known = ChainPosition{};
  if (known) board_.found(source, *known);
  co_return known;
}

boost::asio::awaitable<void> IngestSink::report(SourceReport report) {
  board_.reported(report);
  auto work = [this, report] {
    return ingest::committed(store_, [&](UnitOfWork& unit) { unit.record_report(report); });
  };
  const auto kept = co_await writer_.run(std::move(work));
  if (!kept) log::warning(report.source + ": its health could not be recorded: " + kept.error().message);
}

boost::asio::awaitable<Result<void>> IngestSink::report(Discrepancy discrepancy) {
  auto held = std::make_shared<Discrepancy>(std::move(discrepancy));
  auto work = [this, held] { return ingest_.record_discrepancy(*held); };
  co_return co_await writer_.run(std::move(work));
}

boost::asio::awaitable<Result<std::vector<NameRecord>>> IngestSink::names(std::string ns,
                                                                          std::vector<NameKey> keys) {
  auto query = [ns, keys](Reader& reader) { return reader.names_by_key(ns, keys); };
  co_return co_await read(std::move(query));
}

boost::asio::awaitable<Result<std::vector<NameKey>>> IngestSink::unspelled(std::string ns, NameKey after,
                                                                           std::size_t most) {
  auto query = [ns, after, most](Reader& reader) { return reader.unspelled(ns, after, most); };
  co_return co_await read(std::move(query));
}

}  // namespace splitroot::app
