#pragma once
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/name.hpp"

namespace splitroot::collectors::handshake {

/// Which keys have been met: a Bloom filter, which may take one for met that was not, and never the reverse.
/// Spares a first reading from asking the store for what cannot be there.
class SeenKeys {
 public:
  void add(const NameKey& key) {
    for (int i = 0; i < probes; ++i) {
      const auto at = place(key, i);
      bits_[at / 64] |= std::uint64_t{1} << at % 64;
    }
  }

  bool may_hold(const NameKey& key) const {
    for (int i = 0; i < probes; ++i) {
      const auto at = place(key, i);
      if ((bits_[at / 64] >> at % 64 & 1) == 0) return false;
    }
    return true;
  }

 private:
  /// 16 MiB: one key in a hundred is taken for another at 13 million, the names of the main network.
  static constexpr std::uint32_t size = 1U << 27;
  static constexpr int probes = 4;

  /// A key is a hash: any four octets of it are as good as another hash.
  static std::uint32_t place(const NameKey& key, int probe) {
    std::uint32_t word = 0;
    std::memcpy(&word, key.bytes.data() + 4 * probe, sizeof word);
    return word % size;
  }

  std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(size / 64);
};

}  // namespace splitroot::collectors::handshake
