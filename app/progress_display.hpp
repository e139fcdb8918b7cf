#pragma once
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "app/progress_board.hpp"

namespace splitroot::app {

/// `ens  1,234,567 of 9,000,000 blocks  13 %  120,000 events  2,300 blocks/s  56 min left`.
std::string progress_line(const Progress& progress);

/// Shows what is under way for as long as it lives: on a terminal a line a pass, redrawn in place under the
/// log; elsewhere a log line a pass and minute. Says nothing of passes that are over in less than a second.
class ProgressDisplay {
 public:
  enum class Mode { none, log, terminal };

  ProgressDisplay(const ProgressBoard& board, Mode mode);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  /// Terminal where stderr is one that can move its cursor and the log is text; nothing when told to be
  /// quiet.
  static Mode mode_for(bool quiet, bool json_log);

 private:
  void run();
  void draw() const;
  void tell() const;

  const ProgressBoard& board_;
  Mode mode_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace splitroot::app
