#include "core/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <mutex>

#include "core/display.hpp"
#include "core/json.hpp"

namespace splitroot::log {
namespace {

bool json_lines = false;

/// What stands under the log, and whoever writes to the terminal.
struct Footer {
  std::mutex mutex;
  std::vector<std::string> lines;

  void erase() const {
    if (lines.empty()) return;
    std::fprintf(stderr, "\x1b[%zuA\r\x1b[J", lines.size());
  }
  void write() const {
    for (const std::string& line : lines) std::fprintf(stderr, "%s\n", line.c_str());
    if (!lines.empty()) std::fflush(stderr);
  }
};

Footer footer;

spdlog::logger& logger() {
  static const std::shared_ptr<spdlog::logger> instance = [] {
    auto created = spdlog::stderr_color_mt("splitroot");
    created->set_pattern("%^%l%$ %v");
    return created;
  }();
  return *instance;
}

spdlog::level::level_enum spdlog_level(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

void configure(Level least, bool json) {
  json_lines = json;
  logger().set_level(spdlog_level(least));
  if (json) {
    logger().set_pattern(R"({"time":"%Y-%m-%dT%H:%M:%SZ","level":"%l","message":%v})",
                         spdlog::pattern_time_type::utc);
  }
}

void write(Level level, std::string_view message) {
  const std::string safe = terminal_text(message);
  const std::lock_guard lock{footer.mutex};
  if (!logger().should_log(spdlog_level(level))) return;
  footer.erase();
  logger().log(spdlog_level(level), "{}", json_lines ? json_string(safe) : safe);
  footer.write();
}

void stand_under(const std::vector<std::string>& lines) {
  const std::lock_guard lock{footer.mutex};
  if (lines == footer.lines) return;
  footer.erase();
  footer.lines.clear();
  for (const std::string& line : lines) footer.lines.push_back(terminal_text(line));
  footer.write();
  std::fflush(stderr);
}

}  // namespace splitroot::log
