#include "collectors/evm/batch_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace splitroot::collectors::evm {

using boost::asio::awaitable;

namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T>&& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// `next` lies directly above `batch`.
void join(NameBatch& batch, NameBatch&& next) {
  append(batch.events, std::move(next.events));
  append(batch.records, std::move(next.records));
  append(batch.notices, std::move(next.notices));
  append(batch.malformed, std::move(next.malformed));
  batch.position.fetched = next.position.fetched;
  batch.position.verified = next.position.verified;
  batch.position.verified_hash = std::move(next.position.verified_hash);
  batch.block_time = next.block_time;
  batch.final_to = next.final_to;
}

std::size_t size_of(const NameBatch& batch) { return batch.events.size() + batch.records.size(); }

}  // namespace

bool BatchQueue::has_room() const { return waiting_.empty() || waiting_events_ < events_; }

awaitable<Result<void>> BatchQueue::put(NameBatch batch) {
  while (outcome_ && !has_room()) co_await changed_.wait();
  if (!outcome_) co_return outcome_.error();
  waiting_events_ += size_of(batch);
  waiting_.push_back(std::move(batch));
  changed_.notify();
  co_return Result<void>{};
}

void BatchQueue::close() {
  closed_ = true;
  changed_.notify();
}

NameBatch BatchQueue::joined() {
  std::vector<NameBatch> parts = std::exchange(waiting_, {});
  waiting_events_ = 0;
  // Read downwards, the later part is the lower one.
  if (parts.size() > 1 && parts[1].position.verified < parts[0].position.verified)
    std::reverse(parts.begin(), parts.end());
  std::size_t events = 0;
  for (const NameBatch& part : parts) events += part.events.size();
  NameBatch batch = std::move(parts.front());
  batch.events.reserve(events);
  for (std::size_t i = 1; i < parts.size(); ++i) join(batch, std::move(parts[i]));
  return batch;
}

awaitable<void> BatchQueue::drain() {
  while (outcome_) {
    if (waiting_.empty()) {
      if (closed_) co_return;
      co_await changed_.wait();
      continue;
    }
    NameBatch batch = joined();
    changed_.notify();
    outcome_ = co_await sink_.accept(std::move(batch));
    if (outcome_) co_await after_();
    changed_.notify();
  }
}

}  // namespace splitroot::collectors::evm
