#include "collectors/handshake/blake2b.hpp"

#include <cryptopp/blake2.h>

namespace splitroot::collectors::handshake {
namespace {

template <std::size_t Size>
std::array<unsigned char, Size> digest(std::initializer_list<std::string_view> parts) {
  // One object a thread: its construction costs as much as hashing a small transaction.
  thread_local CryptoPP::BLAKE2b hash{false, static_cast<unsigned int>(Size)};
  for (const auto part : parts)
    hash.Update(reinterpret_cast<const CryptoPP::byte*>(part.data()), part.size());
  std::array<unsigned char, Size> out;
  hash.Final(out.data());
  return out;
}

}  // namespace

Hash256 blake2b_256(std::initializer_list<std::string_view> parts) { return digest<32>(parts); }

std::array<unsigned char, 64> blake2b_512(std::string_view bytes) { return digest<64>({bytes}); }

}  // namespace splitroot::collectors::handshake
