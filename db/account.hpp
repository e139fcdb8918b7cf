#pragma once
#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.hpp"

namespace splitroot::db {

/// The operating system's user under whom the private server runs.
struct Account {
  uid_t uid = 0;
  gid_t gid = 0;
  std::string name;
  std::vector<gid_t> groups;
};

/// The user of this process; for root, whom PostgreSQL refuses, the owner of `existing_data` or else
/// `postgres`.
Result<Account> server_account(const std::filesystem::path& existing_data);

/// Name of the user of this process; empty where the system has none for it.
std::string own_user_name();

struct CommandResult {
  int status = 0;      ///< exit status; 127 when the program cannot be run
  std::string output;  ///< standard output and error, cut at 64 KB
};

/// Runs a program as `account` in `folder` and waits for it. Precondition: `account` is this process's user,
/// or this is root.
Result<CommandResult> run_as(const Account& account, const std::filesystem::path& folder,
                             const std::vector<std::string>& command);

/// True when `account` can pass through every folder on the way to `folder`, and into it.
bool can_enter(const Account& account, const std::filesystem::path& folder);

}  // namespace splitroot::db
