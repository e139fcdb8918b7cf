#include "core/huge_pages.hpp"

#include <sys/mman.h>

#include <cstdint>

namespace splitroot {

void advise_huge_pages(const void* data, std::size_t octets) {
  constexpr std::uintptr_t page = 2U << 20;
  const auto begin = reinterpret_cast<std::uintptr_t>(data);
  const std::uintptr_t first = (begin + page - 1) / page * page;
  const std::uintptr_t last = (begin + octets) / page * page;
  if (first >= last) return;
  // No answer is of use: a kernel without them goes on with small pages.
  (void)madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
}

}  // namespace splitroot
