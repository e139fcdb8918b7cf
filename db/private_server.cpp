#include "db/private_server.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <set>
#include <sstream>
#include <thread>

#include "db/connect.hpp"
#include "db/postgres_programs.hpp"
#include "db/server_layout.hpp"
#include "db/server_process.hpp"

namespace splitroot::db {
namespace {

using namespace std::chrono_literals;

/// A crashed server replays its log first; with max_wal_size at 2 GB that takes seconds, on slow disks a
/// minute.
constexpr auto longest_start = 120s;
constexpr auto pause = 50ms;

/// Paths are relative to where pg_ctl is run (DATA_DIR/postgresql) or, for the socket, to the cluster, so
/// that no path of the user passes through pg_ctl's shell. Shared memory as files: containers give /dev/shm
/// 64 MB.
constexpr const char* settings =
    " -c listen_addresses= -c port=5432 -c unix_socket_permissions=0700"
    " -c hba_file=pg_hba.conf -c ident_file=pg_ident.conf"
    " -c dynamic_shared_memory_type=mmap -c max_connections=50 -c jit=off"
    " -c max_wal_size=2GB -c checkpoint_timeout=15min -c checkpoint_completion_target=0.9"
    " -c maintenance_work_mem=256MB -c work_mem=16MB -c random_page_cost=1.1"
    " -c log_min_messages=warning -c log_checkpoints=off -c log_line_prefix=%m_[%p]_";

/// An eighth of the machine's memory, 128 MB to 1 GB: what is worked on at a time should fit.
std::string shared_buffers() {
  constexpr long least = 128;
  constexpr long most = 1024;
  const long memory = sysconf(_SC_PHYS_PAGES) / 1024 * sysconf(_SC_PAGESIZE) / 1024;
  return " -c shared_buffers=" + std::to_string(std::clamp(memory / 8, least, most)) + "MB";
}

/// Held while one process makes, starts or stops the server; the others wait.
class StartLock {
 public:
  explicit StartLock(const std::filesystem::path& home)
      : descriptor_(
            open((home / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR)) {
    while (descriptor_ >= 0 && flock(descriptor_, LOCK_EX) != 0 && errno == EINTR) {
    }
  }
  ~StartLock() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  StartLock(const StartLock&) = delete;
  StartLock& operator=(const StartLock&) = delete;
  bool held() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

Error lock_error(const std::filesystem::path& home) {
  return disk_error(home / "lock", "cannot be made", {errno, std::generic_category()});
}

/// The last lines of the server's log, for the reason of a failed start.
std::string log_tail(const ServerLayout& layout) {
  constexpr off_t most = 1000;
  const int descriptor = open(layout.log().c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::array<char, most> buffer{};
  const off_t size = lseek(descriptor, 0, SEEK_END);
  const ssize_t got = pread(descriptor, buffer.data(), buffer.size(), std::max<off_t>(0, size - most));
  close(descriptor);
  return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(0, got))};
}

bool says(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

/// The lines that tell of a failure; all of them where none stands out.
std::string reasons(const std::string& text) {
  std::string out;
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) {
    if (!says(line, {"FATAL", "PANIC", "error:", "could not", "cannot"})) continue;
    out += (out.empty() ? "" : "; ") + line;
  }
  return out.empty() ? text : out;
}

/// Why a server program failed; the lack of room or rights is the disk's fault.
Error program_error(const std::string& what, const CommandResult& result, const std::string& log) {
  const std::string text = result.output + log;
  const bool disk = says(
      text, {"No space left on device", "Disk quota exceeded", "Permission denied", "Read-only file system"});
  std::string message = what + ": " + reasons(text);
  if (disk) message += "; make room or rights there, or choose another --data-dir";
  return {disk ? Fault::disk : Fault::database, std::move(message), false};
}

std::optional<int> cluster_version(const ServerLayout& layout) {
  std::ifstream file{layout.data / "PG_VERSION"};
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  return parse_version(line);
}

bool has_cluster(const ServerLayout& layout) {
  std::error_code ignored;
  return std::filesystem::exists(layout.data, ignored);
}

/// initdb works in a folder that is renamed once it is whole: a cluster is there entirely or not at all.
Result<void> make_cluster(const ServerLayout& layout, const Account& account, const Programs& programs) {
  const std::filesystem::path unfinished = layout.home / "data.new";
  std::error_code code;
  std::filesystem::remove_all(unfinished, code);
  if (code) return disk_error(unfinished, "cannot be removed", code);
  if (const auto made = own_folder(unfinished, account); !made) return made.error();
  const auto result = run_as(account, layout.home,
                             {programs.path("initdb"), "-D", "data.new", "-U", "splitroot", "--encoding=UTF8",
                              "--locale=C", "--auth=peer", "--no-instructions"});
  if (!result) return result.error();
  if (result->status != 0) return program_error("the private database could not be made", *result, "");
  std::filesystem::rename(unfinished, layout.data, code);
  if (code) return disk_error(unfinished, "cannot be renamed to data", code);
  return {};
}

Result<void> write_file(const std::filesystem::path& path, const std::string& content) {
  std::ofstream file{path, std::ios::trunc};
  file << content << std::flush;
  if (!file) return disk_error(path, "cannot be written", {errno, std::generic_category()});
  if (chmod(path.c_str(), S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) == 0) return {};
  return disk_error(path, "cannot be made readable", {errno, std::generic_category()});
}

/// Who may connect: whoever the operating system says is the server's own user, the caller, or root.
Result<void> write_access_rules(const ServerLayout& layout, const Account& account) {
  std::string users = "# Written by splitroot at each start.\n";
  for (const std::string& user : std::set<std::string>{account.name, own_user_name(), "root"}) {
    if (!user.empty()) users += "splitroot \"" + user + "\" splitroot\n";
  }
  const auto written = write_file(layout.home / "pg_ident.conf", users);
  if (!written) return written.error();
  return write_file(layout.home / "pg_hba.conf",
                    "# Written by splitroot at each start.\nlocal all all peer map=splitroot\n");
}

Result<void> start(const ServerLayout& layout, const Account& account, const Programs& programs) {
  remove_leftovers(layout);
  const auto written = write_access_rules(layout, account);
  if (!written) return written.error();
  const std::string socket_folder =
      layout.socket_folder == layout.run ? "../run" : layout.socket_folder.string();
  const auto result =
      run_as(account, layout.home,
             {programs.path("pg_ctl"), "start", "-s", "-w", "-t", "60", "-D", "data", "-l",
              "run/postgresql.log", "-o", settings + shared_buffers() + " -c unix_socket_directories=" + socket_folder});
  if (!result) return result.error();
  if (result->status == 0 || running_server(layout)) return {};
  return program_error("the private database did not start", *result, log_tail(layout));
}

/// A session at the server's `postgres` database, as soon as it lets anyone in.
Result<std::unique_ptr<Session>> wait_until_ready(const ServerLayout& layout) {
  const auto deadline = std::chrono::steady_clock::now() + longest_start;
  for (;;) {
    auto session = connect(layout.url("postgres"));
    if (session || !session.error().retry || !running_server(layout)) return session;
    if (std::chrono::steady_clock::now() > deadline) return session;
    std::this_thread::sleep_for(pause);
  }
}

Result<void> make_database(Session& session) {
  try {
    if (!session.run("SELECT 1 FROM pg_database WHERE datname = 'splitroot'").empty()) return {};
    session.script("CREATE DATABASE splitroot");
    return {};
  } catch (const Failure& failure) {
    return failure.error();
  }
}

Result<Programs> programs_for(const ServerLayout& layout) {
  if (has_cluster(layout) && !cluster_version(layout)) {
    return disk_error(layout.data, "is there, but is no cluster of PostgreSQL (it has no PG_VERSION)",
                      std::make_error_code(std::errc::no_such_file_or_directory));
  }
  return choose_programs(find_programs(), cluster_version(layout), layout.data);
}

Result<void> make_and_start(const ServerLayout& layout, const Account& account, const Say& say) {
  const auto programs = programs_for(layout);
  if (!programs) return programs.error();
  if (!has_cluster(layout)) {
    say("making a private PostgreSQL " + std::to_string(programs->version) + " in " + layout.home.string());
    if (const auto made = make_cluster(layout, account, *programs); !made) return made.error();
  }
  say("starting the private PostgreSQL in " + layout.home.string() + " (`splitroot db stop` ends it)");
  return start(layout, account, *programs);
}

}  // namespace

Result<std::string> ensure_private_server(const std::filesystem::path& data_dir,
                                          const std::function<void(std::string_view)>& say) {
  const auto account = server_account(cluster_of(data_dir));
  if (!account) return account.error();
  const ServerLayout layout = layout_of(data_dir, *account);
  if (is_private(layout.socket_folder, *account) && connect(layout.url())) return layout.url();
  if (const auto prepared = prepare_folders(layout, *account, say); !prepared) return prepared.error();
  const StartLock lock{layout.home};
  if (!lock.held()) return lock_error(layout.home);
  if (!running_server(layout)) {
    if (const auto started = make_and_start(layout, *account, say); !started) return started.error();
  }
  auto session = wait_until_ready(layout);
  if (!session) return session.error();
  if (const auto made = make_database(**session); !made) return made.error();
  return layout.url();
}

Result<bool> stop_private_server(const std::filesystem::path& data_dir) {
  const auto account = server_account(cluster_of(data_dir));
  if (!account) return account.error();
  const ServerLayout layout = layout_of(data_dir, *account);
  if (!has_cluster(layout)) return false;
  const StartLock lock{layout.home};
  if (!lock.held()) return lock_error(layout.home);
  if (!running_server(layout)) return false;
  const auto programs = programs_for(layout);
  if (!programs) return programs.error();
  const auto result =
      run_as(*account, layout.home,
             {programs->path("pg_ctl"), "stop", "-s", "-w", "-m", "fast", "-t", "120", "-D", "data"});
  if (!result) return result.error();
  if (result->status == 0) return true;
  return program_error("the private database did not stop", *result, "");
}

Result<PrivateServerStatus> private_server_status(const std::filesystem::path& data_dir) {
  const auto account = server_account(cluster_of(data_dir));
  if (!account) return account.error();
  const ServerLayout layout = layout_of(data_dir, *account);
  const auto process = running_server(layout);
  return PrivateServerStatus{has_cluster(layout), process.has_value(), process.value_or(0), layout.url(),
                             layout.log()};
}

}  // namespace splitroot::db
