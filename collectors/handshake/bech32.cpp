#include "collectors/handshake/bech32.hpp"

#include <array>

namespace splitroot::collectors::handshake {
namespace {

constexpr std::string_view charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr int checksum_size = 6;

/// The running checksum of BIP-173: a BCH code over groups of five bits.
class Checksum {
 public:
  void add(std::uint32_t value) {
    const std::uint32_t top = state_ >> 25;
    state_ = (state_ & 0x1ffffff) << 5 ^ value ^ remainders[top];
  }

  void add_prefix(std::string_view prefix) {
    for (const char c : prefix) add(static_cast<unsigned char>(c) >> 5);
    add(0);
    for (const char c : prefix) add(static_cast<unsigned char>(c) & 31);
  }

  std::uint32_t finish() {
    for (int i = 0; i < checksum_size; ++i) add(0);
    return state_ ^ 1;
  }

 private:
  /// What the five bits shifted out add, for each value of them.
  static constexpr auto remainders = [] {
    constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                                     0x2a1462b3};
    std::array<std::uint32_t, 32> table{};
    for (std::size_t top = 0; top < table.size(); ++top)
      for (std::size_t i = 0; i < generator.size(); ++i)
        if ((top >> i & 1) != 0) table[top] ^= generator[i];
    return table;
  }();

  std::uint32_t state_ = 1;
};

}  // namespace

std::string bech32_address(std::string_view prefix, std::uint8_t version, std::string_view hash) {
  Checksum checksum;
  checksum.add_prefix(prefix);
  std::string out{prefix};
  out += '1';
  const auto put = [&](std::uint32_t value) {
    checksum.add(value);
    out += charset[value];
  };
  put(version);
  std::uint32_t pending = 0;
  int bits = 0;
  for (const char c : hash) {
    pending = (pending & 0xff) << 8 | static_cast<unsigned char>(c);
    for (bits += 8; bits >= 5;) put(pending >> (bits -= 5) & 31);
  }
  if (bits != 0) put(pending << (5 - bits) & 31);
  const std::uint32_t sum = checksum.finish();
  for (int i = checksum_size - 1; i >= 0; --i) out += charset[sum >> (5 * i) & 31];
  return out;
}

}  // namespace splitroot::collectors::handshake
