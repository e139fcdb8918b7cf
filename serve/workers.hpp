#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/ports/store.hpp"

namespace splitroot::serve {

/// One worker's database: opened when first needed, thrown away after it failed.
class StoreSlot {
 public:
  explicit StoreSlot(std::function<std::unique_ptr<Store>()> open) : open_(std::move(open)) {}
  Store& store();
  bool is_open() const { return store_ != nullptr; }
  void discard() { store_.reset(); }

 private:
  std::function<std::unique_ptr<Store>()> open_;
  std::unique_ptr<Store> store_;
};

/// Threads that wait for the database, so that the one that talks to clients never does.
class Workers {
 public:
  using Job = std::function<void(StoreSlot&)>;

  Workers(unsigned count, std::function<std::unique_ptr<Store>()> open);
  ~Workers() { stop(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void start();
  /// Lets running jobs end, drops waiting ones, joins.
  void stop();
  /// False when too many wait already. Jobs must not throw.
  bool post(Job job);

 private:
  void run();

  unsigned count_;
  std::function<std::unique_ptr<Store>()> open_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace splitroot::serve
