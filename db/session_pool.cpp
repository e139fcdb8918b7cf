#include "db/session_pool.hpp"

#include "core/log.hpp"

namespace splitroot::db {
namespace {

/// One to write and one to read with: more are opened when asked for, and closed again.
constexpr std::size_t most_idle = 2;

}  // namespace

std::unique_ptr<Session> SessionPool::take(const char* begin) {
  while (!idle_.empty()) {
    std::unique_ptr<Session> kept = std::move(idle_.back());
    idle_.pop_back();
    try {
      kept->script(begin);
      return kept;
    } catch (const Failure& failure) {
      if (!kept->broken()) throw;
      log::debug(std::string{"connecting anew: "} + failure.what());
    }
  }
  auto fresh = std::make_unique<Session>(info_);
  fresh->script(begin);
  return fresh;
}

void SessionPool::give_back(std::unique_ptr<Session> session) noexcept {
  if (!session || session->broken() || idle_.size() >= most_idle) return;
  try {
    if (session->in_transaction()) session->script("ROLLBACK");
    idle_.push_back(std::move(session));
  } catch (const std::exception&) {
    // Closing the connection undoes the transaction just as well.
  }
}

}  // namespace splitroot::db
