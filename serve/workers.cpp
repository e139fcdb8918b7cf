#include "serve/workers.hpp"

namespace splitroot::serve {
namespace {
/// At some milliseconds each, a longer queue only makes clients wait for what they have given up on.
constexpr std::size_t longest_queue = 256;
}  // namespace

Store& StoreSlot::store() {
  if (!store_) store_ = open_();
  return *store_;
}

Workers::Workers(unsigned count, std::function<std::unique_ptr<Store>()> open)
    : count_(count), open_(std::move(open)) {}

void Workers::start() {
  const std::lock_guard lock{mutex_};
  stopping_ = false;
  while (threads_.size() < count_) threads_.emplace_back([this] { run(); });
}

void Workers::stop() {
  std::vector<std::thread> threads;
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    jobs_.clear();
    threads.swap(threads_);
  }
  wake_.notify_all();
  for (std::thread& thread : threads) thread.join();
}

bool Workers::post(Job job) {
  {
    const std::lock_guard lock{mutex_};
    if (stopping_ || jobs_.size() >= longest_queue) return false;
    jobs_.push_back(std::move(job));
  }
  wake_.notify_one();
  return true;
}

void Workers::run() {
  StoreSlot slot{open_};
  for (;;) {
    std::unique_lock lock{mutex_};
    wake_.wait(lock, [this] { return stopping_ || !jobs_.empty(); });
    if (stopping_) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job(slot);
  }
}

}  // namespace splitroot::serve
