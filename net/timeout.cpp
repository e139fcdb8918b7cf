#include "net/timeout.hpp"

#include <array>
#include <cstdio>

namespace splitroot::net {

std::string shown_duration(std::chrono::milliseconds duration) {
  if (duration.count() < 1000) return std::to_string(duration.count()) + " ms";
  if (duration.count() % 1000 == 0) return std::to_string(duration.count() / 1000) + " s";
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f s", static_cast<double>(duration.count()) / 1000);
  return text.data();
}

Error timeout_error(std::chrono::milliseconds limit) {
  return source_error("no answer within " + shown_duration(limit), true);
}

}  // namespace splitroot::net
