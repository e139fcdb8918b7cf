#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace splitroot::collectors::handshake {

/// Walks over octets of outside origin. A read past the end yields zero or nothing and marks the reader
/// failed for good, so that a parser checks once after a group of reads. Integers are little-endian.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : bytes_(bytes) {}

  bool failed() const { return failed_; }
  std::size_t offset() const { return offset_; }
  std::size_t left() const { return bytes_.size() - offset_; }

  /// The next `size` octets: a view into the input.
  std::string_view take(std::uint64_t size) {
    if (failed_ || size > left()) return fail();
    const auto taken = bytes_.substr(offset_, static_cast<std::size_t>(size));
    offset_ += taken.size();
    return taken;
  }

  std::uint8_t u8() { return static_cast<std::uint8_t>(integer(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(integer(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(integer(4)); }
  std::uint64_t u64() { return integer(8); }

  /// Bitcoin's compact size; longer forms than needed are refused, as hsd refuses them.
  std::uint64_t varint() {
    const std::uint8_t first = u8();
    if (first < 0xfd) return first;
    const std::size_t size = std::size_t{1} << (first - 0xfc);
    const std::uint64_t value = integer(size);
    const std::uint64_t least = first == 0xfd ? 0xfd : std::uint64_t{1} << (size * 4);
    if (value < least) fail();
    return failed_ ? 0 : value;
  }

  /// Octets preceded by their count.
  std::string_view var_bytes() { return take(varint()); }

  /// What was read since `start`, an earlier offset().
  std::string_view since(std::size_t start) const { return bytes_.substr(start, offset_ - start); }

 private:
  std::string_view fail() {
    failed_ = true;
    return {};
  }

  std::uint64_t integer(std::size_t size) {
    std::uint64_t value = 0;
    const auto taken = take(size);
    for (std::size_t i = taken.size(); i > 0; --i)
      value = value << 8 | static_cast<unsigned char>(taken[i - 1]);
    return value;
  }

  std::string_view bytes_;
  std::size_t offset_ = 0;
  bool failed_ = false;
};

}  // namespace splitroot::collectors::handshake
