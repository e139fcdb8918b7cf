#include <unistd.h>

#include <array>

#include "db/connect.hpp"
#include "db/database.hpp"

namespace splitroot::db {
namespace {

/// The advisory lock of writers, two arbitrary numbers never to change; PostgreSQL keeps it per database.
constexpr const char* try_lock = "SELECT pg_try_advisory_lock(8053, 1)";

constexpr const char* find_holder = R"(
  SELECT a.application_name, a.pid, a.client_addr::text, a.backend_start
  FROM pg_locks l JOIN pg_stat_activity a USING (pid)
  WHERE l.locktype = 'advisory' AND l.classid = 8053 AND l.objid = 1 AND l.objsubid = 2 AND l.granted
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))";

/// `splitroot run, process 4711 on atlas`: at most 63 octets reach pg_stat_activity.
std::string holder_name(std::string_view command) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return "splitroot " + std::string{command} + ", process " + std::to_string(getpid()) + " on " + host.data();
}

std::string describe_holder(Session& session) {
  const Rows rows = session.run(find_holder);
  if (rows.empty()) return "a process that has just ended; try again";
  const Row row = rows[0];
  std::string out = row.text(0);
  if (!row.null(2)) out += " (from " + row.text(2) + ")";
  out += ", PostgreSQL backend " + std::to_string(row.integer(1));
  if (!row.null(3)) out += ", since " + to_rfc3339(row.time(3));
  return out;
}

class PgWriterLock : public WriterLock {
 public:
  explicit PgWriterLock(std::unique_ptr<Session> session) : session_(std::move(session)) {}

  bool held() override {
    try {
      session_->run("SELECT 1");
      return true;
    } catch (const Failure&) {
      return false;
    }
  }

 private:
  std::unique_ptr<Session> session_;
};

}  // namespace

Result<std::unique_ptr<WriterLock>> WriterLock::take(const std::string& url, std::string_view command) {
  auto session = connect(url, holder_name(command));
  if (!session) return session.error();
  try {
    if (!(*session)->run(try_lock)[0].flag(0)) {
      return Error{Fault::lock,
                   "another writer is at work: " + describe_holder(**session) +
                       ". Wait for it or stop it; commands that only read work meanwhile",
                   true};
    }
    return std::unique_ptr<WriterLock>{std::make_unique<PgWriterLock>(std::move(*session))};
  } catch (const Failure& failure) {
    return failure.error();
  }
}

}  // namespace splitroot::db
