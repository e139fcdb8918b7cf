#include "db/migrations.hpp"

#include <algorithm>
#include <charconv>

#include "core/hash.hpp"
#include "core/hex.hpp"
#include "db/connect.hpp"

namespace splitroot {

std::span<const EmbeddedFile> migration_files();

namespace db {
namespace {

/// Advisory lock of migrations: an arbitrary number, never to change. Held for one transaction.
constexpr const char* lock_migrations = "SELECT pg_advisory_xact_lock(8053, 2)";

constexpr const char* create_table = R"(
  CREATE TABLE IF NOT EXISTS schema_migration (
    version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
  ))";

Error schema_error(std::string message) { return {Fault::database, std::move(message), false}; }

Result<Migration> read_migration(const EmbeddedFile& file) {
  Migration migration{0, std::string{file.name}, to_hex(view(sha256(file.content))),
                      std::string{file.content}};
  const auto digits = file.name.substr(0, file.name.find('_'));
  std::from_chars(digits.data(), digits.data() + digits.size(), migration.version);
  if (digits.size() != 4 || migration.version <= 0) {
    return Error{Fault::internal, "a migration is named " + migration.name + " instead of NNNN_name.sql",
                 false};
  }
  return migration;
}

bool has_table(Session& session) {
  return session.run("SELECT to_regclass('schema_migration') IS NOT NULL")[0].flag(0);
}

std::vector<AppliedMigration> read_applied(Session& session) {
  std::vector<AppliedMigration> applied;
  if (!has_table(session)) return applied;
  const Rows rows = session.run("SELECT version, name, checksum FROM schema_migration ORDER BY version");
  for (int i = 0; i < rows.size(); ++i) {
    applied.push_back({static_cast<int>(rows[i].integer(0)), rows[i].text(1), rows[i].text(2)});
  }
  return applied;
}

void apply(Session& session, const Migration& migration) {
  session.script(migration.sql);
  session.run("INSERT INTO schema_migration (version, name, checksum) VALUES ($1, $2, $3)",
              Params{}.int64(migration.version).text(migration.name).text(migration.checksum));
}

/// Applies the next pending migration in a transaction of its own; false when there is none. What is pending
/// is read under the lock, because another process may be at it.
Result<bool> apply_next(Session& session, const std::vector<Migration>& known, MigrationReport& report) {
  session.script("BEGIN");
  session.script(lock_migrations);
  session.script(create_table);
  const auto applied = read_applied(session);
  const auto pending = pending_migrations(known, applied);
  if (!pending) return pending.error();
  if (report.applied.empty()) report.from = applied.empty() ? 0 : applied.back().version;
  if (!pending->empty()) {
    apply(session, pending->front());
    report.applied.push_back(pending->front().name);
  }
  session.commit();
  return !pending->empty();
}

Result<MigrationReport> apply_all(Session& session, const std::vector<Migration>& known) {
  MigrationReport report;
  for (;;) {
    const auto more = apply_next(session, known, report);
    if (!more) return more.error();
    if (!*more) break;
  }
  report.to = known.empty() ? 0 : known.back().version;
  return report;
}

/// Names the migration that failed, for PostgreSQL only tells what it thought of the statement.
Error in_migrations(Error error) {
  error.message =
      "the schema could not be brought up to date, nothing of the failed step was kept: " + error.message;
  return error;
}

}  // namespace

Result<std::vector<Migration>> read_migrations(std::span<const EmbeddedFile> files) {
  std::vector<Migration> migrations;
  for (const EmbeddedFile& file : files) {
    auto migration = read_migration(file);
    if (!migration) return migration.error();
    migrations.push_back(std::move(*migration));
  }
  std::sort(migrations.begin(), migrations.end(),
            [](const auto& a, const auto& b) { return a.version < b.version; });
  for (std::size_t i = 0; i < migrations.size(); ++i) {
    if (migrations[i].version == static_cast<int>(i) + 1) continue;
    return Error{Fault::internal, "migrations are not numbered in sequence at " + migrations[i].name, false};
  }
  return migrations;
}

Result<std::vector<Migration>> pending_migrations(std::vector<Migration> known,
                                                  std::span<const AppliedMigration> applied) {
  for (std::size_t i = 0; i < applied.size(); ++i) {
    const AppliedMigration& past = applied[i];
    if (i >= known.size()) {
      return schema_error("the schema is at version " + std::to_string(applied.back().version) +
                          ", newer than this splitroot knows (" + std::to_string(known.size()) +
                          "): update splitroot, or give another database");
    }
    if (past.version != known[i].version || past.checksum != known[i].checksum) {
      return schema_error("migration " + past.name +
                          " was applied to this database in another wording than this "
                          "splitroot has (checksum " +
                          past.checksum.substr(0, 12) + "…, here " + known[i].checksum.substr(0, 12) +
                          "…): past migrations must not be edited. Use the "
                          "splitroot that made the database, or restore it from a backup");
    }
  }
  known.erase(known.begin(), known.begin() + static_cast<std::ptrdiff_t>(applied.size()));
  return known;
}

Result<MigrationReport> migrate_with(const std::string& url, std::span<const EmbeddedFile> files) {
  const auto known = read_migrations(files);
  if (!known) return known.error();
  auto session = connect(url, "splitroot db migrate");
  if (!session) return session.error();
  try {
    return apply_all(**session, *known);
  } catch (const Failure& failure) {
    return in_migrations(failure.error());
  }
}

Result<void> check_schema_with(const std::string& url, std::span<const EmbeddedFile> files) {
  const auto known = read_migrations(files);
  if (!known) return known.error();
  auto session = connect(url);
  if (!session) return session.error();
  try {
    const auto applied = read_applied(**session);
    const auto pending = pending_migrations(*known, applied);
    if (!pending) return pending.error();
    if (pending->empty()) return {};
    return schema_error(std::string{applied.empty()
                                        ? "the database has no schema of splitroot yet"
                                        : "the schema of the database is older than this splitroot"} +
                        ": run `splitroot db migrate`");
  } catch (const Failure& failure) {
    return failure.error();
  }
}

Result<MigrationReport> migrate(const std::string& url) { return migrate_with(url, migration_files()); }

Result<void> check_schema(const std::string& url) { return check_schema_with(url, migration_files()); }

}  // namespace db
}  // namespace splitroot
