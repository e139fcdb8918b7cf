#include "alerts/backoff.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace splitroot::alerts {

std::optional<std::chrono::seconds> wait_after(int earlier_failures, double jitter,
                                               std::optional<std::chrono::seconds> retry_after) {
  using namespace std::chrono_literals;
  static constexpr std::array<std::chrono::seconds, 12> steps{1s, 3s, 10s, 30s, 2min, 10min,
                                                              1h, 3h, 6h,  12h, 24h,  24h};
  const auto step = static_cast<std::size_t>(std::max(earlier_failures, 0));
  if (step >= steps.size()) return std::nullopt;
  const double varied = static_cast<double>(steps[step].count()) * (1 + std::clamp(jitter, -1.0, 1.0) / 10);
  const std::chrono::seconds wait{std::max(1L, std::lround(varied))};
  return std::max(wait, std::min(retry_after.value_or(0s), std::chrono::seconds{24h}));
}

}  // namespace splitroot::alerts
