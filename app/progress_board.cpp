#include "app/progress_board.hpp"

#include <algorithm>

namespace splitroot::app {
namespace {

/// A rate is that of the last half minute: windows differ, and endpoints do.
constexpr std::chrono::seconds rate_window{30};

}  // namespace

std::optional<std::chrono::seconds> Progress::time_left() const {
  if (!total || blocks_per_second <= 0) return std::nullopt;
  const auto seconds = static_cast<double>(*total - std::min(done, *total)) / blocks_per_second;
  constexpr double longest = 1e9;
  return std::chrono::seconds{static_cast<std::int64_t>(std::min(seconds, longest))};
}

void ProgressBoard::begin(const std::string& source, ProgressGoal goal) {
  const std::lock_guard lock{mutex_};
  passes_[source] = Pass{goal, clock_(), {}, std::nullopt, 0, {}};
}

void ProgressBoard::end(const std::string& source) {
  const std::lock_guard lock{mutex_};
  passes_.erase(source);
}

void ProgressBoard::found(const std::string& source, const ChainPosition& position) {
  const std::lock_guard lock{mutex_};
  const auto pass = passes_.find(source);
  if (pass == passes_.end() || !pass->second.samples.empty()) return;
  for (const BlockRange& range : position.ranges) add(pass->second.read, {range.from, range.verified});
  sample(pass->second);
}

void ProgressBoard::taken(const ProgressStep& step) {
  const std::lock_guard lock{mutex_};
  Totals& totals = totals_[step.source];
  ++totals.batches;
  totals.events += step.events;
  if (step.reorganised) ++totals.reorganisations;
  const auto found = passes_.find(step.source);
  if (found == passes_.end()) return;
  Pass& pass = found->second;
  pass.events += step.events;
  add(pass.read, {step.range.from, step.range.verified});
  if (step.final_to) pass.head = std::max(pass.head.value_or(0), *step.final_to);
  sample(pass);
}

void ProgressBoard::reported(const SourceReport& report) {
  const std::lock_guard lock{mutex_};
  const auto pass = passes_.find(report.source);
  if (pass == passes_.end()) return;
  if (report.head) pass->second.head = report.head->number;
}

/// Joins `span` with those it overlaps or adjoins.
void ProgressBoard::add(std::vector<Span>& spans, Span span) {
  std::vector<Span> apart;
  for (const Span& other : spans) {
    const bool before = other.last < span.first && span.first - other.last > 1;
    const bool after = other.first > span.last && other.first - span.last > 1;
    if (before || after) {
      apart.push_back(other);
    } else {
      span = {std::min(span.first, other.first), std::max(span.last, other.last)};
    }
  }
  apart.push_back(span);
  std::sort(apart.begin(), apart.end(), [](const Span& a, const Span& b) { return a.first < b.first; });
  spans = std::move(apart);
}

/// The blocks this pass is to read, and those it found read already; nullopt while its end is not known.
std::optional<ProgressBoard::Span> ProgressBoard::target(const Pass& pass) {
  std::optional<std::uint64_t> last = pass.goal.last;
  if (pass.head) last = std::min(last.value_or(*pass.head), *pass.head);
  std::optional<std::uint64_t> first = pass.goal.first;
  if (!first && !pass.read.empty()) first = pass.read.front().first;
  if (!first || !last || *first > *last) return std::nullopt;
  return Span{*first, *last};
}

std::uint64_t ProgressBoard::done(const Pass& pass) {
  const Span whole = target(pass).value_or(Span{0, UINT64_MAX});
  std::uint64_t blocks = 0;
  for (const Span& span : pass.read) {
    const std::uint64_t first = std::max(span.first, whole.first);
    const std::uint64_t last = std::min(span.last, whole.last);
    if (first <= last) blocks += last - first + 1;
  }
  return blocks;
}

void ProgressBoard::sample(Pass& pass) const {
  const auto at = clock_();
  std::uint64_t read = 0;
  for (const Span& span : pass.read) read += span.last - span.first + 1;
  pass.samples.push_back({at, read});
  while (pass.samples.size() > 2 && at - pass.samples[1].at > rate_window) pass.samples.pop_front();
}

Progress ProgressBoard::progress(const std::string& source, const Pass& pass) const {
  const auto at = clock_();
  Progress out;
  out.source = source;
  out.done = done(pass);
  if (const auto whole = target(pass)) out.total = whole->last - whole->first + 1;
  out.events = pass.events;
  out.running = std::chrono::duration_cast<std::chrono::milliseconds>(at - pass.began);
  if (pass.samples.size() < 2 || pass.samples.back().done <= pass.samples.front().done) return out;
  const std::chrono::duration<double> time = at - pass.samples.front().at;
  const auto blocks = static_cast<double>(pass.samples.back().done - pass.samples.front().done);
  if (time.count() > 0) out.blocks_per_second = blocks / time.count();
  return out;
}

std::vector<Progress> ProgressBoard::under_way() const {
  const std::lock_guard lock{mutex_};
  std::vector<Progress> out;
  for (const auto& [source, pass] : passes_) out.push_back(progress(source, pass));
  return out;
}

void ProgressBoard::figures(serve::Exposition& out) const {
  const std::lock_guard lock{mutex_};
  const auto family = [&](const char* name, const char* help, std::uint64_t Totals::*count) {
    out.counter(name, help);
    for (const auto& [source, totals] : totals_) out.sample({{"source", source}}, totals.*count);
  };
  family("source_batches_taken", "Batches committed by this process.", &Totals::batches);
  family("source_events_taken", "Events committed by this process.", &Totals::events);
  family("source_reorganisations", "Reorganisations this process met.", &Totals::reorganisations);
}

}  // namespace splitroot::app
