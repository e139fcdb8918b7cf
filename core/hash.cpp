#include "core/hash.hpp"

#include <crypto++/keccak.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <stdexcept>

namespace splitroot {
namespace {

Hash256 digest(const EVP_MD* algorithm, std::string_view bytes) {
  Hash256 out{};
  unsigned size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm, nullptr) != 1) {
    throw std::runtime_error("OpenSSL refused a digest");
  }
  return out;
}

}  // namespace

Hash256 keccak256(std::string_view bytes) {
  Hash256 out{};
  CryptoPP::Keccak_256 hasher;
  hasher.Update(reinterpret_cast<const CryptoPP::byte*>(bytes.data()), bytes.size());
  hasher.Final(out.data());
  return out;
}

Hash256 sha3_256(std::string_view bytes) { return digest(EVP_sha3_256(), bytes); }

Hash256 sha256(std::string_view bytes) { return digest(EVP_sha256(), bytes); }

Hash256 hmac_sha256(std::string_view key, std::string_view message) {
  Hash256 out{};
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(message.data()), message.size(), out.data(), &size);
  return out;
}

std::uint64_t fnv1a64(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char c : bytes) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

std::string to_base64(std::string_view bytes) {
  std::string out(4 * ((bytes.size() + 2) / 3), '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  return out;
}

std::string from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return {};
  std::string out(text.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  if (size < 0) return {};
  const auto padding = static_cast<std::size_t>(std::count(text.end() - 2, text.end(), '='));
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

Hash256 hash_of_bytes(std::string_view bytes) {
  if (bytes.size() != 32) throw std::logic_error("a hash is 32 octets");
  Hash256 out{};
  std::transform(bytes.begin(), bytes.end(), out.begin(),
                 [](char c) { return static_cast<unsigned char>(c); });
  return out;
}

}  // namespace splitroot
