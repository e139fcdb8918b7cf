#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "core/ports/store.hpp"

namespace splitroot::serve {

/// Figures for Prometheus (text format 0.0.4). Used from several threads.
class Metrics {
 public:
  using CollisionCounts = std::map<std::tuple<Kind, Severity, State>, std::uint64_t>;

  explicit Metrics(std::function<std::string()> extra) : extra_(std::move(extra)) {}

  void count_request(std::string_view route, unsigned status);

  /// All figures; without a reader (the database is down) those that need none.
  std::string render(Reader* reader, Timestamp at);

 private:
  void request_figures(std::string& out);
  CollisionCounts collision_counts(Reader& reader, Timestamp at);

  std::function<std::string()> extra_;
  std::mutex mutex_;
  std::map<std::pair<std::string, unsigned>, std::uint64_t> requests_;
  CollisionCounts counts_;
  std::optional<Timestamp> counted_at_;
};

}  // namespace splitroot::serve
