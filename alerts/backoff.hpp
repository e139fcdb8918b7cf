#pragma once
#include <chrono>
#include <optional>

namespace splitroot::alerts {

/// How long to wait after the attempt that followed `earlier_failures` failed ones: 1 s, 3 s, 10 s, 30 s, 2
/// min, 10 min, 1 h, 3 h, 6 h, 12 h, 24 h, 24 h – three days in all – varied by `jitter` in [-1, 1] times a
/// tenth; nullopt after that: given up. The longer of that and what the receiver asked for (at most a day)
/// counts.
std::optional<std::chrono::seconds> wait_after(int earlier_failures, double jitter,
                                               std::optional<std::chrono::seconds> retry_after);

}  // namespace splitroot::alerts
