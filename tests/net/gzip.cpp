#include "gzip.hpp"

#include "core/hex.hpp"

namespace splitroot::net::test {
namespace {

/// Bits into octets, lowest first (RFC 1951).
class Bits {
 public:
  void put(bool bit) {
    if (used_ == 8) {
      out_ += '\0';
      used_ = 0;
    }
    if (bit) out_.back() = static_cast<char>(static_cast<unsigned char>(out_.back()) | (1U << used_));
    ++used_;
  }
  /// Huffman codes go out highest bit first.
  void code(unsigned value, int length) {
    for (int i = length - 1; i >= 0; --i) put(((value >> i) & 1U) != 0);
  }
  const std::string& octets() const { return out_; }

 private:
  std::string out_;
  int used_ = 8;
};

}  // namespace

std::string gzip_hello() {
  return *from_hex("1f8b0800000000000003cb48cdc9c9d75148afca2c00004a9bb15c0b000000");
}

std::string gzip_bomb(std::size_t size) {
  constexpr std::size_t longest_match = 258;
  Bits bits;
  bits.put(true);            // the last block
  bits.code(0b10, 2);        // fixed Huffman codes
  bits.code(0b00110000, 8);  // the literal NUL
  for (std::size_t done = 1; done < size; done += longest_match) {
    bits.code(0b11000101, 8);  // length 258
    bits.code(0, 5);           // distance 1
  }
  bits.code(0, 7);
  return *from_hex("1f8b0800000000000003") + bits.octets() + std::string(8, '\0');
}

}  // namespace splitroot::net::test
