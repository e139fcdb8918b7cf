#pragma once
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace splitroot::db {

/// A folder with PostgreSQL's server programs (initdb, pg_ctl, postgres) and their major version.
struct Programs {
  std::filesystem::path folder;
  int version = 0;

  std::string path(std::string_view program) const { return (folder / program).string(); }
};

/// Looks where distributions put them, and along PATH.
std::vector<Programs> find_programs();

/// The newest of `found`, or those of version `needed`, which made the data directory `data`. Errors say what
/// to install.
Result<Programs> choose_programs(std::span<const Programs> found, std::optional<int> needed,
                                 const std::filesystem::path& data);

/// Major version in the answer to `postgres --version`; 0 when there is none.
int parse_version(std::string_view answer);

}  // namespace splitroot::db
