#include "db/server_process.hpp"

#include <signal.h>

#include <charconv>
#include <fstream>

namespace splitroot::db {
namespace {

std::optional<pid_t> process_number(const std::string& text) {
  pid_t process = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), process);
  if (parsed.ec != std::errc{} || process <= 1) return std::nullopt;
  return process;
}

/// First line of postmaster.pid.
std::optional<pid_t> noted_process(const ServerLayout& layout) {
  std::ifstream file{layout.data / "postmaster.pid"};
  std::string line;
  std::getline(file, line);
  return process_number(line);
}

/// Servers and all their backends work in the cluster's folder; folders are compared by inode, for there may
/// be links on the way.
bool works_in(const std::string& process, const std::filesystem::path& folder) {
  std::error_code ignored;
  return std::filesystem::equivalent("/proc/" + process + "/cwd", folder, ignored);
}

bool anyone_works_in(const std::filesystem::path& folder) {
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc", code}) {
    const std::string name = entry.path().filename().string();
    if (process_number(name) && works_in(name, folder)) return true;
  }
  return static_cast<bool>(code);  // without /proc, assume the worst
}

}  // namespace

std::optional<pid_t> running_server(const ServerLayout& layout) {
  const auto process = noted_process(layout);
  if (!process || kill(*process, 0) != 0) return std::nullopt;
  std::error_code ignored;
  if (!std::filesystem::exists("/proc/self", ignored)) return process;
  // The number may have gone to some other process since the crash.
  return works_in(std::to_string(*process), layout.data) ? process : std::nullopt;
}

void remove_leftovers(const ServerLayout& layout) {
  if (anyone_works_in(layout.data)) return;
  std::error_code ignored;
  std::filesystem::remove(layout.data / "postmaster.pid", ignored);
  std::filesystem::remove(layout.socket(), ignored);
  std::filesystem::remove(layout.socket().string() + ".lock", ignored);
}

}  // namespace splitroot::db
