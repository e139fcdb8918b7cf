#include "core/hash.hpp"

#include <doctest/doctest.h>

#include "core/hex.hpp"
#include "core/name.hpp"

using namespace splitroot;
using namespace std::string_literals;

TEST_CASE("known digests") {
  CHECK(to_hex(view(keccak256(""))) == "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
  CHECK(to_hex(view(sha3_256(""))) == "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a");
  CHECK(to_hex(view(sha256("abc"))) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(view(hmac_sha256("Jefe", "what do ya want for nothing?"))) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST_CASE("EIP-137 vectors") {
  CHECK(to_hex(view(namehash("").bytes)) == std::string(64, '0'));
  CHECK(to_hex(view(namehash("eth").bytes)) ==
        "93cdeb708b7545dc668eb9280176169d1c33cfd8ed6f04690a0bcc88a93fc4ae");
  CHECK(to_hex(view(namehash("foo.eth").bytes)) ==
        "de9b09fd7c5f901e23a3f19fecc54828e9c848539801e86591bd9801b019f84f");
}

TEST_CASE("a label with NULs hashes whole") {
  CHECK(to_hex(view(keccak256("tencentclub\0\0\0\0\0\0"s))).starts_with("56e1003d"));
}

TEST_CASE("base64 and hex come back, and refuse what is neither") {
  for (const std::string& text : {""s, "f"s, "fo"s, "foo"s, "\0\xff"s}) {
    CHECK(from_base64(to_base64(text)) == text);
    CHECK(from_hex(to_hex0x(text)) == text);
  }
  CHECK(from_base64("!!!!").empty());
  CHECK_FALSE(from_hex("abc"));
  CHECK_FALSE(from_hex("zz"));
}
