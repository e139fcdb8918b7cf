#include <doctest/doctest.h>

#include "collectors/evm/bloom.hpp"
#include "collectors/evm/rlp.hpp"
#include "collectors/evm/trie.hpp"
#include "core/hex.hpp"

using namespace splitroot;
using namespace splitroot::collectors::evm;

namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

std::string root_of(Entries entries) { return to_hex(view(trie_root(std::move(entries)))); }

Bloom bloom_with(std::string_view octets) {
  Bloom bloom{};
  add(bloom, octets);
  return bloom;
}

}  // namespace

// The values are those of the yellow paper's examples and of the public test suite ethereum/tests.

TEST_CASE("RLP of strings and numbers") {
  CHECK(to_hex(rlp_string("")) == "80");
  CHECK(to_hex(rlp_string(std::string(1, '\0'))) == "00");
  CHECK(to_hex(rlp_string("\x7f")) == "7f");
  CHECK(to_hex(rlp_string("\x80")) == "8180");
  CHECK(to_hex(rlp_string("dog")) == "83646f67");
  CHECK(to_hex(rlp_string(std::string(55, 'a'))).substr(0, 4) == "b761");
  CHECK(to_hex(rlp_string(std::string(56, 'a'))).substr(0, 6) == "b83861");
  CHECK(to_hex(rlp_string(std::string(1024, 'a'))).substr(0, 8) == "b9040061");
  CHECK(to_hex(rlp_integer(0)) == "80");
  CHECK(to_hex(rlp_integer(15)) == "0f");
  CHECK(to_hex(rlp_integer(1024)) == "820400");
  CHECK(to_hex(rlp_integer(0xffffffffffffffff)) == "88ffffffffffffffff");
}

TEST_CASE("RLP of lists") {
  CHECK(to_hex(rlp_list("")) == "c0");
  CHECK(to_hex(rlp_list(rlp_string("cat") + rlp_string("dog"))) == "c88363617483646f67");
  const auto empty = rlp_list("");
  CHECK(to_hex(rlp_list(empty + rlp_list(empty) + rlp_list(empty + rlp_list(empty)))) == "c7c0c1c0c3c0c1c0");
  CHECK(to_hex(rlp_list(std::string(56, '\x01'))).substr(0, 6) == "f83801");
}

TEST_CASE("the root of an empty trie") {
  CHECK(root_of({}) == "56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");
}

TEST_CASE("the root does not depend on the order of the entries") {
  constexpr auto dogs = "8aad789dff2f538bca5d8ea56e8abe10f4c7ba3a5dea95fea4cd6e7c3a1168d3";
  CHECK(root_of({{"doe", "reindeer"}, {"dog", "puppy"}, {"dogglesworth", "cat"}}) == dogs);
  CHECK(root_of({{"dogglesworth", "cat"}, {"dog", "puppy"}, {"doe", "reindeer"}}) == dogs);
}

TEST_CASE("roots of tries with a leaf alone, a value in a branch, and nodes shorter than a hash") {
  CHECK(root_of({{"A", std::string(50, 'a')}}) ==
        "d23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab");
  CHECK(root_of({{"do", "verb"}, {"horse", "stallion"}, {"doge", "coin"}, {"dog", "puppy"}}) ==
        "5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84");
  CHECK(root_of({{"foo", "bar"}, {"food", "bass"}}) ==
        "17beaa1648bafa633cda809c90c04af50fc8aed3cb40d16efbddee6fdf63c4c3");
  CHECK(root_of({{"be", "e"}, {"dog", "puppy"}, {"bed", "d"}}) ==
        "3f67c7a47520f79faa29255d2d3c084a7a6df0453116ed7232ff10277a8be68b");
}

TEST_CASE("a bloom holds what was added") {
  const std::string address(20, '\x11');
  const auto bloom = bloom_with(address);
  CHECK(may_contain(bloom, address));
  CHECK_FALSE(may_contain(bloom, std::string(20, '\x12')));
  CHECK_FALSE(may_contain(Bloom{}, address));
  const auto both = bloom | bloom_with("topic");
  CHECK(may_contain(both, address));
  CHECK(may_contain(both, "topic"));
}

TEST_CASE("the bits of a bloom are those of the yellow paper") {
  // keccak256 of nothing begins c5d2 4601 86f7: bits 1490, 1537 and 1783.
  const auto bloom = bloom_with("");
  int bits = 0;
  for (const unsigned char octet : bloom) bits += __builtin_popcount(octet);
  CHECK(bits == 3);
  for (const std::size_t bit : {0x5d2, 0x601, 0x6f7}) CHECK((bloom[255 - bit / 8] >> bit % 8 & 1) == 1);
}

TEST_CASE("a bloom is read only when it is whole") {
  CHECK(parse_bloom("0x" + std::string(512, '0')) == Bloom{});
  CHECK(parse_bloom("0x" + std::string(511, '0') + "1")->back() == 1);
  for (const auto& wrong : {std::string{}, std::string{"0x"}, std::string(512, '0'),
                            "0x" + std::string(510, '0'), "0x" + std::string(511, '0') + "g"}) {
    CHECK_FALSE(parse_bloom(wrong));
  }
}
