#pragma once
#include <chrono>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/batch.hpp"
#include "serve/exposition.hpp"

namespace splitroot::app {

/// How far one pass over a chain has come.
struct Progress {
  std::string source;
  std::uint64_t done = 0;              ///< blocks read, of `total`
  std::optional<std::uint64_t> total;  ///< nullopt while the chain's head is not known
  std::uint64_t events = 0;            ///< taken in this pass
  double blocks_per_second = 0;        ///< of late; 0 while it cannot be told
  std::chrono::milliseconds running{0};

  /// nullopt while it cannot be told.
  std::optional<std::chrono::seconds> time_left() const;
};

/// Which blocks a pass is to read, as far as that was asked for.
struct ProgressGoal {
  std::optional<std::uint64_t> first;  ///< nullopt: the lowest that is read
  std::optional<std::uint64_t> last;   ///< nullopt: the head
};

/// What is shown of a batch that was accepted; taken from it before it is handed on.
struct ProgressStep {
  explicit ProgressStep(const NameBatch& batch)
      : source(batch.source),
        range(batch.position),
        events(batch.events.size()),
        reorganised(batch.rewind_to.has_value()),
        final_to(batch.final_to) {}

  std::string source;
  BlockRange range;
  std::uint64_t events;
  bool reorganised;
  std::optional<std::uint64_t> final_to;
};

/// What the passes under way have done, fed as batches are accepted and reports come in. Used from several
/// threads.
class ProgressBoard {
 public:
  using Clock = std::chrono::steady_clock;

  explicit ProgressBoard(std::function<Clock::time_point()> clock = Clock::now) : clock_(std::move(clock)) {}

  void begin(const std::string& source, ProgressGoal goal);
  void end(const std::string& source);

  /// What was read before, as the pass finds it at its start.
  void found(const std::string& source, const ChainPosition& position);
  void taken(const ProgressStep& step);
  void reported(const SourceReport& report);

  /// The passes under way, by source.
  std::vector<Progress> under_way() const;

  /// Batches and events taken, and reorganisations met, since the start of this process.
  void figures(serve::Exposition& out) const;

 private:
  struct Span {
    std::uint64_t first;
    std::uint64_t last;
  };
  struct Sample {
    Clock::time_point at;
    std::uint64_t done;
  };
  struct Pass {
    ProgressGoal goal;
    Clock::time_point began;
    std::vector<Span> read;             ///< ascending, apart
    std::optional<std::uint64_t> head;  ///< as last told
    std::uint64_t events = 0;
    std::deque<Sample> samples;
  };
  struct Totals {
    std::uint64_t batches = 0;
    std::uint64_t events = 0;
    std::uint64_t reorganisations = 0;
  };

  static void add(std::vector<Span>& spans, Span span);
  static std::optional<Span> target(const Pass& pass);
  static std::uint64_t done(const Pass& pass);
  void sample(Pass& pass) const;
  Progress progress(const std::string& source, const Pass& pass) const;

  std::function<Clock::time_point()> clock_;
  mutable std::mutex mutex_;
  std::map<std::string, Pass> passes_;
  std::map<std::string, Totals> totals_;
};

}  // namespace splitroot::app
