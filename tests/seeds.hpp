#pragma once
#include <cstdlib>

namespace splitroot {

/// Seeds a test of chance histories is to run: SPLITROOT_SEEDS, or 100.
inline unsigned seeds_wanted() {
  const char* wanted = std::getenv("SPLITROOT_SEEDS");
  return wanted != nullptr ? static_cast<unsigned>(std::strtoul(wanted, nullptr, 10)) : 100;
}

}  // namespace splitroot
