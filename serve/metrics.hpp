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
#include "serve/exposition.hpp"

namespace splitroot::serve {

/// Figures for Prometheus. Used from several threads.
class Metrics {
 public:
  using CollisionCounts = std::map<std::tuple<Kind, Severity, State>, std::uint64_t>;

  /// `extra` adds families of its own; it is called on any thread, and may be empty.
  explicit Metrics(std::function<void(Exposition&)> extra) : extra_(std::move(extra)) {}

  void count_request(std::string_view route, unsigned status);

  /// All figures; without a reader (the database is down) those that need none.
  std::string render(Reader* reader, Timestamp at, Exposition::Format format);

 private:
  void request_figures(Exposition& out);
  CollisionCounts collision_counts(Reader& reader, Timestamp at);

  std::function<void(Exposition&)> extra_;
  std::mutex mutex_;
  std::map<std::pair<std::string, unsigned>, std::uint64_t> requests_;
  CollisionCounts counts_;
  std::optional<Timestamp> counted_at_;
};

}  // namespace splitroot::serve
