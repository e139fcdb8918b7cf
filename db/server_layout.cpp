#include "db/server_layout.hpp"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <thread>

#include "core/hash.hpp"
#include "core/hex.hpp"

namespace splitroot::db {
namespace {

constexpr std::size_t longest_socket_path = 107;  // sun_path, without its NUL
constexpr mode_t permissions = 07777;

std::error_code last_error() { return {errno, std::generic_category()}; }

std::string percent_encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.';
    out += plain ? std::string(1, c) : "%" + to_hex(std::string_view{&c, 1});
  }
  return out;
}

std::filesystem::path absolute_home(const std::filesystem::path& data_dir) {
  return std::filesystem::weakly_canonical(std::filesystem::absolute(data_dir)) / "postgresql";
}

std::filesystem::path short_folder(const std::filesystem::path& run, const Account& account) {
  const std::string digest = to_hex(view(sha256(run.string())).substr(0, 8));
  return "/tmp/splitroot-" + std::to_string(account.uid) + "-" + digest;
}

bool is_home_of_root(const std::filesystem::path& folder) {
  const passwd* root = getpwuid(0);
  return root != nullptr && folder == std::filesystem::path{root->pw_dir};
}

Error unreachable(const std::filesystem::path& folder, const Account& account) {
  return {Fault::disk,
          "the server runs as user " + account.name + ", who cannot pass through " + folder.string() +
              ": chmod o+x it, or choose a --data-dir elsewhere",
          false};
}

/// Lets the account's group pass through a folder of root that nobody else may enter: search only, no
/// listing.
Result<void> open_to(const std::filesystem::path& folder, const Account& account, const Say& say) {
  struct stat status {};
  if (stat(folder.c_str(), &status) != 0) return disk_error(folder, "cannot be read", last_error());
  const bool ours_alone = geteuid() == 0 && status.st_uid == 0 && (status.st_mode & 077) == 0;
  if (!ours_alone || is_home_of_root(folder)) return unreachable(folder, account);
  constexpr uid_t unchanged = static_cast<uid_t>(-1);
  if (chown(folder.c_str(), unchanged, account.gid) != 0 ||
      chmod(folder.c_str(), (status.st_mode & permissions) | S_IXGRP) != 0) {
    return disk_error(folder, "cannot be opened to user " + account.name, last_error());
  }
  say("user " + account.name + ", who runs the private database, may now pass through " + folder.string());
  return {};
}

Result<void> make_reachable(const std::filesystem::path& folder, const Account& account, const Say& say) {
  std::filesystem::path so_far;
  for (const auto& part : folder) {
    so_far /= part;
    if (can_enter(account, so_far)) continue;
    const auto opened = open_to(so_far, account, say);
    if (can_enter(account, so_far)) continue;  // another process may have opened it in the meantime
    return opened ? unreachable(so_far, account) : opened.error();
  }
  return {};
}

}  // namespace

Error disk_error(const std::filesystem::path& path, std::string_view what, const std::error_code& code) {
  return {Fault::disk,
          path.string() + " " + std::string{what} + ": " + code.message() +
              "; make room or rights there, or choose another --data-dir",
          false};
}

std::filesystem::path cluster_of(const std::filesystem::path& data_dir) {
  return absolute_home(data_dir) / "data";
}

ServerLayout layout_of(const std::filesystem::path& data_dir, const Account& account) {
  ServerLayout layout;
  layout.home = absolute_home(data_dir);
  layout.data = layout.home / "data";
  layout.run = layout.home / "run";
  layout.socket_folder = layout.run;
  if (layout.socket().native().size() > longest_socket_path)
    layout.socket_folder = short_folder(layout.run, account);
  return layout;
}

std::string ServerLayout::url(std::string_view database) const {
  return "postgresql://splitroot@" + percent_encoded(socket_folder.string()) + ":5432/" +
         std::string{database};
}

std::filesystem::path ServerLayout::socket() const { return socket_folder / ".s.PGSQL.5432"; }

bool is_private(const std::filesystem::path& folder, const Account& account) {
  struct stat status {};
  return lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) && status.st_uid == account.uid &&
         (status.st_mode & 077) == 0;
}

namespace {

/// Another process has made the folder this moment and has not given it to the account yet.
bool is_being_given(const std::filesystem::path& folder, const Account& account) {
  struct stat status {};
  return account.uid != geteuid() && lstat(folder.c_str(), &status) == 0 && S_ISDIR(status.st_mode) &&
         status.st_uid == geteuid() && (status.st_mode & 077) == 0;
}

void wait_until_given(const std::filesystem::path& folder, const Account& account) {
  constexpr int most_waits = 100;
  for (int i = 0; i < most_waits && is_being_given(folder, account); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
}

}  // namespace

Result<void> own_folder(const std::filesystem::path& folder, const Account& account) {
  if (mkdir(folder.c_str(), S_IRWXU) == 0) {
    const bool given = account.uid == geteuid() || lchown(folder.c_str(), account.uid, account.gid) == 0;
    if (!given) return disk_error(folder, "cannot be given to user " + account.name, last_error());
  } else if (errno != EEXIST) {
    return disk_error(folder, "cannot be made", last_error());
  }
  wait_until_given(folder, account);
  if (is_private(folder, account)) return {};
  return Error{Fault::disk,
               folder.string() + " is there, but is no folder of user " + account.name +
                   " alone (mode 0700): remove it, or choose another --data-dir",
               false};
}

Result<void> prepare_folders(const ServerLayout& layout, const Account& account, const Say& say) {
  std::error_code code;
  std::filesystem::create_directories(layout.home, code);
  if (code) return disk_error(layout.home, "cannot be made", code);
  if (const auto reachable = make_reachable(layout.home, account, say); !reachable) return reachable.error();
  if (const auto made = own_folder(layout.run, account); !made) return made.error();
  if (layout.socket_folder == layout.run) return {};
  return own_folder(layout.socket_folder, account);
}

}  // namespace splitroot::db
