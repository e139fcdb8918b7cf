#pragma once
#include <memory>
#include <string>

#include "app/commands.hpp"
#include "core/ports/store.hpp"
#include "core/result.hpp"
#include "db/database.hpp"

namespace splitroot::app {

/// Where the database is: as configured, else the private server of the data directory, started when it is
/// not running (and said so).
Result<std::string> database_url(const Context& context);

/// A database to read from, its schema checked.
Result<std::unique_ptr<Store>> open_for_reading(const Context& context);

/// A database to write to: migrated, and locked against other writers for as long as this lives.
struct WritableDatabase {
  std::string url;
  std::unique_ptr<db::WriterLock> lock;
  std::unique_ptr<Store> store;
};
Result<WritableDatabase> open_for_writing(const Context& context, const std::string& command);

}  // namespace splitroot::app
