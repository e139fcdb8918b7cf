#pragma once
#include <cstddef>
#include <vector>

namespace splitroot {

/// Asks the kernel to back [data, data + octets) with huge pages where whole ones fit (madvise(2),
/// MADV_HUGEPAGE): memory that is filled once and given back costs most at its first touch, page by page.
/// Advice only: nothing fails, and memory that is not touched is not used.
void advise_huge_pages(const void* data, std::size_t octets);

/// Reserves room for a list that may be large.
template <class T>
void reserve_large(std::vector<T>& list, std::size_t count) {
  list.reserve(count);
  advise_huge_pages(list.data(), list.capacity() * sizeof(T));
}

}  // namespace splitroot
