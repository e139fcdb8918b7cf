#include "app/database.hpp"

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

Result<WritableDatabase> open_for_writing(const Context& context, const std::string& command) {
  auto url = database_url(context);
  if (!url) return url.error();
  WritableDatabase database;
  database.url = *url;
  auto lock = db::WriterLock::take(*url, command);
  if (!lock) return lock.error();
  database.lock = std::move(*lock);
  if (auto migrated = db::migrate(*url); !migrated) return migrated.error();
  auto store = db::open_store(*url);
  if (!store) return store.error();
  database.store = std::move(*store);
  return database;
}

}  // namespace splitroot::app
