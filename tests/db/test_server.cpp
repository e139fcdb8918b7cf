#include "test_server.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "db/database.hpp"
#include "db/postgres_programs.hpp"
#include "db/private_server.hpp"

namespace splitroot::db {
namespace {

constexpr int skipped = 77;

class TestServer {
 public:
  TestServer() {
    if (find_programs().empty()) {
      std::puts("skipped: no server programs of PostgreSQL here");
      std::exit(skipped);
    }
    const auto started = ensure_private_server(folder_.path(), [](std::string_view) {});
    if (!started) {
      std::printf("the test server did not start: %s\n", started.error().message.c_str());
      std::exit(1);
    }
    url_ = *started;
  }
  ~TestServer() { (void)stop_private_server(folder_.path()); }
  const std::string& url() const { return url_; }

 private:
  TemporaryFolder folder_;
  std::string url_;
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = "/tmp/splitroot-db-XXXXXX";
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

const std::string& server_url() {
  static const TestServer server;
  return server.url();
}

std::string in_database(const std::string& url, const std::string& database) {
  return url.substr(0, url.rfind('/') + 1) + database;
}

std::string as_user(const std::string& url, const std::string& user) {
  const auto at = url.find('@');
  return "postgresql://" + user + url.substr(at);
}

std::string fresh_database() {
  static int count = 0;
  const std::string name = "test" + std::to_string(++count);
  session_at(server_url()).script("CREATE DATABASE " + name);
  return in_database(server_url(), name);
}

std::string fresh_schema() {
  const std::string url = fresh_database();
  const auto migrated = migrate(url);
  if (!migrated) throw std::runtime_error(migrated.error().message);
  return url;
}

std::unique_ptr<Store> open(const std::string& url) {
  auto store = open_store(url);
  if (!store) throw std::runtime_error(store.error().message);
  return std::move(*store);
}

Session session_at(const std::string& url) { return Session{Conninfo::parse(url).value()}; }

std::int64_t number(const std::string& url, const std::string& query) {
  Session session = session_at(url);
  return session.run(query)[0].integer(0);
}

}  // namespace splitroot::db
