#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/ports/store.hpp"
#include "core/result.hpp"

namespace splitroot::db {

/// Opens the store at a libpq URL (`postgresql://user@host:5432/database`, or a conninfo). Checks that the
/// server is PostgreSQL 15 or later and the database UTF-8; not the schema (see check_schema). Errors: usage
/// (the URL), database; no message holds a password.
Result<std::unique_ptr<Store>> open_store(const std::string& url);

/// What migrate did: versions before and after, and the files applied, oldest first.
struct MigrationReport {
  int from = 0;
  int to = 0;
  std::vector<std::string> applied;
};

/// Brings the schema up to this version, each migration in a transaction of its own. An edited past migration
/// and a schema newer than this version are errors. Two at once wait for each other.
Result<MigrationReport> migrate(const std::string& url);

/// For commands that only read: an error that says what to do unless the schema is the one this version
/// knows.
Result<void> check_schema(const std::string& url);

/// The right to write, held by one process at a time as long as this object lives: an advisory lock on a
/// connection of its own, so that a crash or a lost connection gives it back.
class WriterLock {
 public:
  /// `command` is shown to whoever comes second (`run`, `import names`). Fault::lock, naming the holder, when
  /// another process writes.
  static Result<std::unique_ptr<WriterLock>> take(const std::string& url, std::string_view command);

  virtual ~WriterLock() = default;

  /// False once the connection is lost, and the lock with it: stop writing, and take it anew.
  virtual bool held() = 0;
};

}  // namespace splitroot::db
