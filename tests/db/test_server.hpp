#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "core/ports/store.hpp"
#include "db/session.hpp"

namespace splitroot::db {

/// A folder under /tmp that goes when this does.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// URL of the private server of this test program, started by the first who asks and stopped at the end.
/// Without PostgreSQL's server programs the whole program ends here, with the status that means "skipped".
const std::string& server_url();

/// URL of an empty database of its own on that server.
std::string fresh_database();

/// URL of a database of its own with the schema in place.
std::string fresh_schema();

/// `url` for another user or another database.
std::string as_user(const std::string& url, const std::string& user);
std::string in_database(const std::string& url, const std::string& database);

std::unique_ptr<Store> open(const std::string& url);
Session session_at(const std::string& url);

/// What went wrong, for the report of a test; empty when nothing did.
template <class T>
std::string message_of(const Result<T>& result) {
  return result.has_error() ? result.error().message : std::string{};
}

/// The first value of the first row, as a number.
std::int64_t number(const std::string& url, const std::string& query);

}  // namespace splitroot::db
