#include "db/account.hpp"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <optional>

namespace splitroot::db {
namespace {

constexpr int cannot_enter = 126;
constexpr int cannot_execute = 127;
constexpr std::size_t most_output = 64 * 1024;

/// Owner of `path`; nullopt when there is no such path.
std::optional<uid_t> owner(const std::filesystem::path& path) {
  struct stat status {};
  if (lstat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_uid;
}

std::vector<gid_t> groups_of(const char* name, gid_t gid) {
  int count = 64;
  std::vector<gid_t> groups(static_cast<std::size_t>(count));
  if (getgrouplist(name, gid, groups.data(), &count) < 0) {
    groups.resize(static_cast<std::size_t>(count));
    getgrouplist(name, gid, groups.data(), &count);
  }
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

Account account_of(const passwd& entry) {
  return {entry.pw_uid, entry.pw_gid, entry.pw_name, groups_of(entry.pw_name, entry.pw_gid)};
}

Result<Account> account_for_root(const std::filesystem::path& existing_data) {
  const auto data_owner = owner(existing_data);
  const passwd* entry = data_owner.value_or(0) != 0 ? getpwuid(*data_owner) : getpwnam("postgres");
  if (entry == nullptr) {
    return Error{
        Fault::database,
        "PostgreSQL refuses to run as root, and there is no user postgres to run it as: install the server "
        "package of PostgreSQL, or give the URL of a server with --database",
        false};
  }
  return account_of(*entry);
}

/// The child's side, between fork and exec: system calls only, because other threads may hold any lock.
void become(const Account& account, const char* folder) {
  umask(077);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  signal(SIGPIPE, SIG_DFL);
  if (account.uid != geteuid()) {
    const bool changed = setgroups(account.groups.size(), account.groups.data()) == 0 &&
                         setgid(account.gid) == 0 && setuid(account.uid) == 0;
    if (!changed) _exit(cannot_enter);
  }
  if (chdir(folder) != 0) _exit(cannot_enter);
}

void redirect(int output) {
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  close_range(STDERR_FILENO + 1, ~0U, 0);
}

std::string read_all(int descriptor) {
  std::string out;
  std::array<char, 4096> buffer{};
  for (;;) {
    const ssize_t size = read(descriptor, buffer.data(), buffer.size());
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return out;
    if (out.size() < most_output) out.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/// Nothing of the caller's environment but the path: PGDATA, PGPORT, PGOPTIONS and the like would mislead.
std::vector<std::string> clean_environment(const std::filesystem::path& program) {
  return {"PATH=" + program.parent_path().string() + ":/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "HOME=/"};
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

Error cannot_start(const char* what) {
  return {Fault::database, std::string{"no process could be started: "} + what + ": " + std::strerror(errno),
          true};
}

}  // namespace

Result<Account> server_account(const std::filesystem::path& existing_data) {
  if (geteuid() == 0) return account_for_root(existing_data);
  const auto data_owner = owner(existing_data);
  const passwd* own = getpwuid(geteuid());
  if (own == nullptr) {
    return Error{
        Fault::database,
        "user id " + std::to_string(geteuid()) +
            " has no name on this system, and PostgreSQL needs one: add it to /etc/passwd, or give the URL "
            "of a server with --database",
        false};
  }
  if (data_owner && *data_owner != geteuid()) {
    return Error{Fault::disk,
                 existing_data.string() + " belongs to another user (id " + std::to_string(*data_owner) +
                     "): run splitroot as that user or as root, or choose another --data-dir",
                 false};
  }
  return account_of(*own);
}

std::string own_user_name() {
  const passwd* entry = getpwuid(geteuid());
  return entry == nullptr ? std::string{} : entry->pw_name;
}

Result<CommandResult> run_as(const Account& account, const std::filesystem::path& folder,
                             const std::vector<std::string>& command) {
  std::vector<std::string> words = command;
  std::vector<std::string> environment = clean_environment(command.front());
  const std::vector<char*> argv = pointers(words);
  const std::vector<char*> envp = pointers(environment);
  std::array<int, 2> pipe_ends{};
  if (pipe2(pipe_ends.data(), O_CLOEXEC) != 0) return cannot_start("pipe");
  const pid_t child = fork();
  if (child == 0) {
    become(account, folder.c_str());
    redirect(pipe_ends[1]);
    execve(argv[0], argv.data(), envp.data());
    _exit(cannot_execute);
  }
  close(pipe_ends[1]);
  if (child < 0) {
    close(pipe_ends[0]);
    return cannot_start("fork");
  }
  std::string output = read_all(pipe_ends[0]);
  close(pipe_ends[0]);
  return CommandResult{wait_for(child), std::move(output)};
}

bool can_enter(const Account& account, const std::filesystem::path& folder) {
  const pid_t child = fork();
  if (child == 0) {
    become(account, folder.c_str());
    _exit(0);
  }
  return child > 0 && wait_for(child) == 0;
}

}  // namespace splitroot::db
