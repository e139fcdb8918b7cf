#include "db/private_server.hpp"

#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <future>
#include <thread>

#include "db/account.hpp"
#include "db/connect.hpp"
#include "db/postgres_programs.hpp"
#include "db/server_layout.hpp"
#include "test_server.hpp"

namespace splitroot::db {
namespace {

/// A private server of one test, in a folder nobody but its maker may enter.
struct Private {
  TemporaryFolder folder;
  std::vector<std::string> said;

  explicit Private() { (void)server_url(); }  // skips the program where there is no PostgreSQL
  ~Private() { (void)stop_private_server(data_dir()); }

  std::filesystem::path data_dir() const { return folder.path() / "data dir"; }
  std::filesystem::path home() const { return data_dir() / "postgresql"; }
  Result<std::string> ensure() {
    return ensure_private_server(data_dir(), [this](std::string_view text) { said.emplace_back(text); });
  }
  PrivateServerStatus status() const { return private_server_status(data_dir()).value(); }
};

void wait_until_gone(int process) {
  for (int i = 0; i < 200 && kill(process, 0) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
}

bool answers(const std::string& url) { return connect(url).has_value(); }

}  // namespace

TEST_CASE("a private server is made once, reused, and stopped") {
  Private server;
  CHECK_FALSE(server.status().exists);
  const auto url = server.ensure();
  REQUIRE_MESSAGE(url.has_value(), message_of(url));
  CHECK(answers(*url));
  CHECK(server.said.size() >= 2);
  CHECK(server.status().running);

  server.said.clear();
  CHECK(server.ensure().value() == *url);
  CHECK(server.said.empty());

  CHECK(stop_private_server(server.data_dir()).value());
  CHECK_FALSE(stop_private_server(server.data_dir()).value());
  CHECK_FALSE(server.status().running);
  CHECK_FALSE(answers(*url));
  CHECK(server.ensure().value() == *url);
  CHECK(answers(*url));
}

TEST_CASE("several who ask at once get one server") {
  Private server;
  const auto ask = [&server] { return ensure_private_server(server.data_dir(), [](std::string_view) {}); };
  std::vector<std::future<Result<std::string>>> answers_of;
  for (int i = 0; i < 3; ++i) answers_of.push_back(std::async(std::launch::async, ask));
  for (auto& answer : answers_of) {
    const auto url = answer.get();
    REQUIRE_MESSAGE(url.has_value(), message_of(url));
    CHECK(answers(*url));
  }
}

TEST_CASE("a private server has its settings, UTF-8, the C locale, and no TCP port") {
  Private server;
  Session session = session_at(server.ensure().value());
  const auto setting = [&session](const std::string& name) { return session.run("SHOW " + name)[0].text(0); };
  CHECK(setting("listen_addresses") == "");
  CHECK(setting("server_encoding") == "UTF8");
  CHECK(setting("lc_collate") == "C");
  CHECK(setting("synchronous_commit") == "on");
  CHECK(setting("max_wal_size") == "2GB");
  const Rows buffers = session.run(
      "SELECT setting::bigint * 8 / 1024 BETWEEN 128 AND 1024 FROM pg_settings WHERE name = 'shared_buffers'");
  CHECK(buffers[0].flag(0));
  struct stat status {};
  REQUIRE(stat((server.home() / "data").c_str(), &status) == 0);
  CHECK((status.st_mode & 077) == 0);
  if (geteuid() == 0) CHECK(status.st_uid != 0);
  CHECK(std::filesystem::exists(server.status().log));
}

TEST_CASE("a private server survives a kill, and a process number that went to someone else") {
  Private server;
  const std::string url = server.ensure().value();
  session_at(url).script("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1)");
  const int process = server.status().process;
  kill(process, SIGKILL);
  wait_until_gone(process);
  // The backends notice within moments; postmaster.pid, the socket and its lock stay behind.
  CHECK(std::filesystem::exists(server.home() / "data" / "postmaster.pid"));
  CHECK_FALSE(server.status().running);
  const auto again = server.ensure();
  REQUIRE_MESSAGE(again.has_value(), message_of(again));
  CHECK(number(url, "SELECT n::bigint FROM kept") == 1);

  REQUIRE(stop_private_server(server.data_dir()).value());
  for (const auto& file :
       {server.home() / "data" / "postmaster.pid", server.home() / "run" / ".s.PGSQL.5432.lock"}) {
    std::ofstream{file} << getpid() << "\n" << (server.home() / "data").string() << "\n";
  }
  CHECK_FALSE(server.status().running);
  const auto third = server.ensure();
  REQUIRE_MESSAGE(third.has_value(), message_of(third));
  CHECK(answers(url));
}

TEST_CASE("an unfinished cluster is made anew") {
  Private server;
  REQUIRE(server.ensure().has_value());
  REQUIRE(stop_private_server(server.data_dir()).value());
  std::filesystem::rename(server.home() / "data", server.home() / "data.new");
  std::filesystem::remove(server.home() / "data.new" / "PG_VERSION");
  const auto url = server.ensure();
  REQUIRE_MESSAGE(url.has_value(), message_of(url));
  CHECK(answers(*url));
  CHECK_FALSE(std::filesystem::exists(server.home() / "data.new"));
}

TEST_CASE("a long path gets a short socket, which nobody else may own") {
  Private server;
  const auto deep = server.folder.path() / std::string(120, 'd');
  const auto url = ensure_private_server(deep, [](std::string_view) {});
  REQUIRE_MESSAGE(url.has_value(), message_of(url));
  CHECK(url->find("%2ftmp%2fsplitroot-") != std::string::npos);
  CHECK(answers(*url));
  CHECK(stop_private_server(deep).value());

  const Account account = server_account(cluster_of(deep)).value();
  const ServerLayout layout = layout_of(deep, account);
  std::filesystem::permissions(layout.socket_folder, std::filesystem::perms::all);
  const auto refused = ensure_private_server(deep, [](std::string_view) {});
  REQUIRE(refused.has_error());
  CHECK(refused.error().fault == Fault::disk);
  CHECK(refused.error().message.find(layout.socket_folder.string()) != std::string::npos);
  std::filesystem::remove_all(layout.socket_folder);
}

TEST_CASE("a cluster of another version is not touched") {
  Private server;
  REQUIRE(server.ensure().has_value());
  REQUIRE(stop_private_server(server.data_dir()).value());
  std::ofstream{server.home() / "data" / "PG_VERSION"} << "9\n";
  const auto refused = server.ensure();
  REQUIRE(refused.has_error());
  CHECK(refused.error().fault == Fault::database);
  CHECK(refused.error().message.find("was made by PostgreSQL 9") != std::string::npos);
}

TEST_CASE("a data directory that cannot be made is the disk's fault") {
  Private server;
  std::ofstream{server.folder.path() / "file"} << "in the way";
  const auto refused =
      ensure_private_server(server.folder.path() / "file" / "below", [](std::string_view) {});
  REQUIRE(refused.has_error());
  CHECK(refused.error().fault == Fault::disk);
}

TEST_CASE("server programs are chosen by version") {
  const std::vector<Programs> found{{"/old", 13}, {"/a", 15}, {"/b", 17}};
  CHECK(choose_programs(found, std::nullopt, "/d").value().version == 17);
  CHECK(choose_programs(found, 15, "/d").value().folder == "/a");
  CHECK(choose_programs(found, 16, "/d").error().message.find("made by PostgreSQL 16") != std::string::npos);
  CHECK(choose_programs({}, std::nullopt, "/d").error().message.find("install PostgreSQL 15") !=
        std::string::npos);
  const std::vector<Programs> old{{"/old", 13}};
  CHECK(choose_programs(old, std::nullopt, "/d").error().message.find("too old") != std::string::npos);
  CHECK(parse_version("postgres (PostgreSQL) 15.20 (Debian 15.20-0+deb12u1)") == 15);
  CHECK(parse_version("nonsense") == 0);
}

}  // namespace splitroot::db
