#include "app/progress_display.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/log.hpp"
#include "serve/coverage.hpp"
#include "serve/text_table.hpp"
#include "serve/words.hpp"

namespace splitroot::app {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds redraw_interval = 200ms;
constexpr std::chrono::milliseconds log_interval = 60s;
constexpr std::chrono::milliseconds shortest_shown = 1s;

struct Screen {
  std::size_t columns = 80;
  std::size_t rows = 24;
};

Screen screen() {
  winsize size{};
  Screen out;
  if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0) return out;
  if (size.ws_col > 0) out.columns = size.ws_col;
  if (size.ws_row > 0) out.rows = size.ws_row;
  return out;
}

/// The part of `text` that a line of the screen holds: one that wraps could not be erased.
std::string cut(std::string text, std::size_t columns) {
  while (!text.empty() && serve::terminal_width(text) >= columns) text.pop_back();
  return text;
}

std::string rate_text(double rate) {
  if (rate >= 10) return serve::grouped(static_cast<std::uint64_t>(rate));
  const auto tenths = static_cast<int>(std::lround(rate * 10));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string percent_text(std::uint64_t done, std::uint64_t total) {
  const double share = total == 0 ? 1 : static_cast<double>(done) / static_cast<double>(total);
  return std::to_string(static_cast<int>(share * 100)) + " %";
}

}  // namespace

std::string progress_line(const Progress& progress) {
  std::string out = progress.source + "  ";
  if (progress.done == 0 && !progress.total) return out + "asking where its chain stands";
  out += serve::grouped(progress.done);
  if (progress.total) out += " of " + serve::grouped(*progress.total);
  out += " blocks";
  if (progress.total) out += "  " + percent_text(progress.done, *progress.total);
  if (progress.events > 0) out += "  " + serve::grouped(progress.events) + " events";
  if (progress.blocks_per_second > 0) out += "  " + rate_text(progress.blocks_per_second) + " blocks/s";
  if (const auto left = progress.time_left()) out += "  " + serve::age_text(left) + " left";
  return out;
}

ProgressDisplay::Mode ProgressDisplay::mode_for(bool quiet, bool json_log) {
  if (quiet) return Mode::none;
  const char* terminal = std::getenv("TERM");
  const bool moves = terminal != nullptr && *terminal != '\0' && std::string_view{terminal} != "dumb";
  return isatty(STDERR_FILENO) == 1 && moves && !json_log ? Mode::terminal : Mode::log;
}

ProgressDisplay::ProgressDisplay(const ProgressBoard& board, Mode mode) : board_(board), mode_(mode) {
  if (mode_ != Mode::none) thread_ = std::thread{[this] { run(); }};
}

ProgressDisplay::~ProgressDisplay() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  if (mode_ == Mode::terminal) log::stand_under({});
}

void ProgressDisplay::run() {
  std::unique_lock lock{mutex_};
  const auto interval = mode_ == Mode::terminal ? redraw_interval : log_interval;
  while (!wake_.wait_for(lock, interval, [this] { return stopping_; })) {
    mode_ == Mode::terminal ? draw() : tell();
  }
}

void ProgressDisplay::draw() const {
  const Screen size = screen();
  std::vector<Progress> shown = board_.under_way();
  std::erase_if(shown, [](const Progress& progress) { return progress.running < shortest_shown; });
  if (shown.size() >= size.rows) shown.resize(size.rows - 1);
  std::size_t widest = 0;
  for (const Progress& progress : shown) widest = std::max(widest, progress.source.size());
  std::vector<std::string> lines;
  for (Progress& progress : shown) {
    progress.source.resize(widest, ' ');
    lines.push_back(cut(progress_line(progress), size.columns));
  }
  log::stand_under(lines);
}

void ProgressDisplay::tell() const {
  for (const Progress& progress : board_.under_way()) {
    if (progress.running >= log_interval) log::info(progress_line(progress));
  }
}

}  // namespace splitroot::app
