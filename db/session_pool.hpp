#pragma once
#include <memory>
#include <string>
#include <vector>

#include "db/session.hpp"

namespace splitroot::db {

/// The sessions of one Store: kept while they work, replaced when they break. For one thread.
class SessionPool {
 public:
  /// A session of the pool that has just run `begin` (a BEGIN statement). A kept session may have lost its
  /// server in the meantime; nothing is lost with it before BEGIN, so a new one takes its place. Throws
  /// Failure.
  std::unique_ptr<Session> take(const char* begin);

  /// Ends whatever transaction is open and keeps the session, unless it broke.
  void give_back(std::unique_ptr<Session> session) noexcept;

  explicit SessionPool(Conninfo info) : info_(std::move(info)) {}

 private:
  Conninfo info_;
  std::vector<std::unique_ptr<Session>> idle_;
};

}  // namespace splitroot::db
