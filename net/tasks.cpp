#include "net/tasks.hpp"

#include <algorithm>
#include <boost/asio/any_completion_handler.hpp>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <list>
#include <memory>
#include <utility>

namespace splitroot::net {
namespace {

namespace asio = boost::asio;
using Task = asio::awaitable<void>;
using Done = asio::any_completion_handler<void(std::exception_ptr, bool)>;

std::exception_ptr aborted() {
  return std::make_exception_ptr(boost::system::system_error{asio::error::operation_aborted});
}

bool is_abort(const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const boost::system::system_error& error) {
    return error.code() == asio::error::operation_aborted;
  } catch (...) {
    return false;
  }
}

/// Tasks under way. Kept alive by their completion handlers alone: the waiting coroutine is owned by `done_`,
/// so if it held the group in turn, neither would ever be freed when an io_context ends before they do.
class Group : public std::enable_shared_from_this<Group> {
 public:
  /// Boost 1.81's any_completion_handler cannot be assigned (it recurses without end), only constructed.
  Group(const asio::any_io_executor& executor, std::vector<Task> tasks, std::size_t limit, Done done)
      : executor_(executor),
        deadline_(executor),
        tasks_(std::move(tasks)),
        limit_(std::max<std::size_t>(limit, 1)),
        done_(std::move(done)) {}

  void start(std::optional<std::chrono::milliseconds> deadline) {
    slot_ = asio::get_associated_cancellation_slot(done_);
    if (slot_.is_connected()) {
      slot_.assign([weak = weak_from_this()](asio::cancellation_type) {
        if (const auto group = weak.lock()) group->stop();
      });
    }
    if (deadline) stop_after(*deadline);
    start_more();
    finish_if_idle();
  }

 private:
  void stop_after(std::chrono::milliseconds duration) {
    deadline_.expires_after(duration);
    deadline_.async_wait([weak = weak_from_this()](const boost::system::error_code& failed) {
      const auto group = weak.lock();
      if (failed || !group || group->finished_) return;
      group->late_ = true;
      group->stop();
    });
  }

  void start_more() {
    while (!stopped_ && running_ < limit_ && next_ < tasks_.size()) {
      ++running_;
      auto& signal = signals_.emplace_back();
      auto ended = [self = shared_from_this()](std::exception_ptr thrown) { self->ended(std::move(thrown)); };
      asio::co_spawn(executor_, std::move(tasks_[next_++]),
                     asio::bind_cancellation_slot(signal.slot(), std::move(ended)));
    }
  }

  void ended(std::exception_ptr thrown) {
    --running_;
    const bool ours = thrown && late_ && is_abort(thrown);
    if (thrown && !ours && !failure_) failure_ = thrown;
    if (thrown) stop();
    start_more();
    finish_if_idle();
  }

  void stop() {
    if (std::exchange(stopped_, true)) return;
    for (auto& signal : signals_) signal.emit(asio::cancellation_type::all);
  }

  void finish_if_idle() {
    if (running_ != 0 || finished_) return;
    finished_ = true;
    deadline_.cancel();
    if (slot_.is_connected()) slot_.clear();
    if (!failure_ && !late_ && next_ < tasks_.size()) failure_ = aborted();
    asio::post(executor_, [done = std::move(done_), failure = failure_, in_time = !late_]() mutable {
      std::move(done)(std::move(failure), in_time);
    });
  }

  asio::any_io_executor executor_;
  asio::steady_timer deadline_;
  std::vector<Task> tasks_;
  std::list<asio::cancellation_signal> signals_;  ///< of every task started; a slot must outlive its task
  std::size_t limit_;
  std::size_t next_ = 0;
  std::size_t running_ = 0;
  bool late_ = false;
  bool stopped_ = false;
  bool finished_ = false;
  std::exception_ptr failure_;
  asio::cancellation_slot slot_;
  Done done_;
};

}  // namespace

asio::awaitable<void> sleep_for(std::chrono::milliseconds duration) {
  asio::steady_timer timer{co_await asio::this_coro::executor, duration};
  co_await timer.async_wait(asio::use_awaitable);
}

asio::awaitable<bool> run_tasks(std::vector<Task> tasks, std::size_t limit,
                                std::optional<std::chrono::milliseconds> deadline) {
  const asio::any_io_executor executor = co_await asio::this_coro::executor;
  auto begin = [executor, limit, deadline, held = std::move(tasks)](auto handler) mutable {
    std::make_shared<Group>(executor, std::move(held), limit, std::move(handler))->start(deadline);
  };
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr, bool)>(
      std::move(begin), asio::use_awaitable);
}

}  // namespace splitroot::net
