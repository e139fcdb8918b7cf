#include "db/postgres_programs.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "db/account.hpp"
#include "db/connect.hpp"

namespace splitroot::db {
namespace {

constexpr int oldest = oldest_server / 10'000;

bool holds_programs(const std::filesystem::path& folder) {
  return access((folder / "postgres").c_str(), X_OK) == 0 && access((folder / "initdb").c_str(), X_OK) == 0 &&
         access((folder / "pg_ctl").c_str(), X_OK) == 0;
}

/// Debian keeps /usr/lib/postgresql/15/bin, Red Hat's packages from postgresql.org /usr/pgsql-15/bin.
std::vector<std::filesystem::path> versioned_folders() {
  std::vector<std::filesystem::path> folders;
  std::error_code ignored;
  for (const char* root : {"/usr/lib/postgresql", "/usr"}) {
    for (const auto& entry : std::filesystem::directory_iterator{root, ignored}) {
      const bool packaged = entry.path().filename().string().starts_with("pgsql-");
      if (packaged || std::string_view{root} != "/usr") folders.push_back(entry.path() / "bin");
    }
  }
  return folders;
}

std::vector<std::filesystem::path> path_folders() {
  std::vector<std::filesystem::path> folders{"/usr/local/pgsql/bin"};
  const char* setting = std::getenv("PATH");
  std::string_view rest = setting == nullptr ? "" : setting;
  while (!rest.empty()) {
    const auto colon = std::min(rest.find(':'), rest.size());
    if (rest.starts_with('/')) folders.emplace_back(rest.substr(0, colon));
    rest.remove_prefix(std::min(rest.size(), colon + 1));
  }
  return folders;
}

int version_of(const std::filesystem::path& folder) {
  const Account self{geteuid(), getegid(), "", {}};
  const auto answer = run_as(self, "/", {(folder / "postgres").string(), "--version"});
  return answer && answer->status == 0 ? parse_version(answer->output) : 0;
}

Error no_programs(std::string message) {
  return {Fault::database, message + ", or give the URL of a server with --database", false};
}

}  // namespace

int parse_version(std::string_view answer) {
  const auto digit = std::min(answer.find_first_of("0123456789"), answer.size());
  int version = 0;
  std::from_chars(answer.data() + digit, answer.data() + answer.size(), version);
  return version;
}

std::vector<Programs> find_programs() {
  std::vector<std::filesystem::path> folders = versioned_folders();
  for (auto& folder : path_folders()) folders.push_back(std::move(folder));
  std::vector<Programs> found;
  for (const auto& folder : folders) {
    if (holds_programs(folder)) found.push_back({folder, version_of(folder)});
  }
  return found;
}

Result<Programs> choose_programs(std::span<const Programs> found, std::optional<int> needed,
                                 const std::filesystem::path& data) {
  const Programs* best = nullptr;
  for (const Programs& programs : found) {
    if (needed ? programs.version == *needed : best == nullptr || programs.version > best->version)
      best = &programs;
  }
  if (needed && best == nullptr) {
    return no_programs(
        "the private database in " + data.string() + " was made by PostgreSQL " + std::to_string(*needed) +
        ", whose server programs are not installed: install PostgreSQL " + std::to_string(*needed) +
        " again (to move to a newer one, use pg_upgrade or dump and restore)");
  }
  if (best == nullptr) {
    return no_programs(
        "no server programs of PostgreSQL (initdb, pg_ctl, postgres) were found: install PostgreSQL " +
        std::to_string(oldest) + " or later");
  }
  if (best->version < oldest) {
    return no_programs("PostgreSQL " + std::to_string(best->version) + " in " + best->folder.string() +
                       " is too old: install PostgreSQL " + std::to_string(oldest) + " or later");
  }
  return *best;
}

}  // namespace splitroot::db
