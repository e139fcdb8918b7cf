#pragma once
#include <span>
#include <string>
#include <vector>

#include "core/embedded.hpp"
#include "core/result.hpp"
#include "db/database.hpp"

namespace splitroot::db {

/// A step of the schema: `schemas/sql/NNNN_name.sql`.
struct Migration {
  int version = 0;
  std::string name;      ///< file name
  std::string checksum;  ///< SHA-256 of the file, hex
  std::string sql;
};

/// A line of the table `schema_migration`.
struct AppliedMigration {
  int version = 0;
  std::string name;
  std::string checksum;
};

/// The files as migrations, in order. They must be numbered 1, 2, 3 … without a gap (a bug otherwise).
Result<std::vector<Migration>> read_migrations(std::span<const EmbeddedFile> files);

/// What is left to apply. Errors: a past migration was edited since; the schema is newer than these files.
Result<std::vector<Migration>> pending_migrations(std::vector<Migration> known,
                                                  std::span<const AppliedMigration> applied);

/// migrate() and check_schema() of database.hpp, with files given.
Result<MigrationReport> migrate_with(const std::string& url, std::span<const EmbeddedFile> files);
Result<void> check_schema_with(const std::string& url, std::span<const EmbeddedFile> files);

}  // namespace splitroot::db
