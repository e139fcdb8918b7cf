#include "core/failpoint.hpp"

#include <unistd.h>

#include <atomic>
#include <charconv>
#include <cstdlib>
#include <string>

namespace splitroot {
namespace {

struct Armed {
  std::string name;
  std::atomic<int> passes_left{1};

  Armed() {
    const char* setting = std::getenv("SPLITROOT_ABORT_AT");
    if (setting == nullptr) return;
    const std::string_view text{setting};
    const auto colon = text.find(':');
    name = text.substr(0, colon);
    if (colon == std::string_view::npos) return;
    int nth = 1;
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), nth);
    passes_left = nth;
  }
};

}  // namespace

void failpoint(std::string_view name) {
  static Armed armed;
  if (armed.name.empty() || armed.name != name) return;
  if (--armed.passes_left > 0) return;
  constexpr int killed_like_sigabrt = 134;
  _exit(killed_like_sigabrt);
}

}  // namespace splitroot
