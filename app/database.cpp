#include "app/database.hpp"

#include <chrono>
#include <thread>

#include "core/log.hpp"
#include "db/private_server.hpp"

namespace splitroot::app {

Result<std::string> database_url(const Context& context) {
  if (!context.config.database.empty()) return context.config.database.reveal();
  return db::ensure_private_server(context.config.data_dir, [](std::string_view said) { log::info(said); });
}

Result<std::unique_ptr<Store>> open_for_reading(const Context& context) {
  auto url = database_url(context);
  if (!url) return url.error();
  if (auto checked = db::check_schema(*url); !checked) return checked.error();
  return db::open_store(*url);
}

namespace {

/// A writer that was killed holds its lock until the server has noticed: so a refusal is asked again,
/// briefly.
Result<std::unique_ptr<db::WriterLock>> take_lock(const std::string& url, const std::string& command) {
  constexpr int attempts = 10;
  constexpr std::chrono::milliseconds pause{200};
  for (int attempt = 1;; ++attempt) {
    auto lock = db::WriterLock::take(url, command);
    if (lock || lock.error().fault != Fault::lock || attempt == attempts) return lock;
    std::this_thread::sleep_for(pause);
  }
}

}  // namespace

Result<WritableDatabase> open_for_writing(const Context& context, const std::string& command) {
  auto url = database_url(context);
  if (!url) return url.error();
  WritableDatabase database;
  database.url = *url;
  auto lock = take_lock(*url, command);
  if (!lock) return lock.error();
  database.lock = std::move(*lock);
  if (auto migrated = db::migrate(*url); !migrated) return migrated.error();
  auto store = db::open_store(*url);
  if (!store) return store.error();
  database.store = std::move(*store);
  return database;
}

}  // namespace splitroot::app
