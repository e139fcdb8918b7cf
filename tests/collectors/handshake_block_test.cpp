#include <doctest/doctest.h>

#include <map>

#include "collectors/handshake/covenant.hpp"
#include "tests/collectors/handshake_fixture.hpp"

using namespace handshake_fixture;
using handshake::parse_block;

TEST_CASE("BLAKE2b is bcrypto's") {
  CHECK(text_of(handshake::blake2b_256({"a", "b", "c"})) ==
        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  CHECK(text_of(handshake::blake2b_256({})) ==
        "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
  const auto wide = handshake::blake2b_512("abc");
  CHECK(to_hex({reinterpret_cast<const char*>(wide.data()), 8}) == "ba80a53f981c4d0d");
}

TEST_CASE("merkle roots are bcrypto's for every shape of tree") {
  const std::vector<std::string> roots{"0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8",
                                       "d8908c165dee785924e7421a0fd0418a19d5daeec395fd505a92a0fd3117e428",
                                       "fa58e34ac53c9bb7b87b36ac8f863e802bb942a0924532cabfd8a351507c6bef",
                                       "8e254580548862587490d03c1de143cbb472193ce1840a9b84a43560559c0e52",
                                       "a62ae81b69857d493c0f38c2d346aaea160e99fc335596f8a9250b6c1a9769c6",
                                       "b340fff72ca697c645a34eaca0cdb5591f286da8294cae96297d4d10708356c2"};
  std::vector<Hash256> leaves;
  for (const auto& root : roots) {
    CHECK(text_of(handshake::merkle_root(leaves)) == root);
    Hash256 leaf;
    leaf.fill(static_cast<unsigned char>(leaves.size()));
    leaves.push_back(leaf);
  }
}

/// What hsd 8.0.0 says of the blocks in SPLITROOT_DATA.
struct Known {
  int height;
  std::string hash;
  std::string previous;
  std::uint64_t time;
  std::size_t transactions;
  std::string second_transaction;
  std::map<int, int> covenants;
};

const std::vector<Known> mainnet{{14361,
                                  "0000000000000000e9aba85d2a57e08571f06ec468354ad92ba0ca3ca79c65e1",
                                  "00000000000000cc710398eb3a1ff8269874151c30878f0fe78c59e254766e7b",
                                  1589096682,
                                  22,
                                  "86a57cdbd3bd5e04690922ec5e5ae23af660e4d7c4cef1bb387b5794d7d419bc",
                                  {{2, 5}, {3, 10}, {5, 4}, {6, 1}, {7, 1}}},
                                 {37831,
                                  "0000000000000000a0376cc2431a9f80c8376417bef588d810dcff0d58664cdf",
                                  "00000000000000024e9105958674c03eb0f12374b8d0d84841447456530fb818",
                                  1603041852,
                                  33,
                                  "cb21ad2600c6dfefaf41e10b5f97718f0940d5f57f706de6d6420662db368bf3",
                                  {{2, 28}, {3, 3}}},
                                 {57955,
                                  "0000000000000001a098d0a61175a5e5690079c3a472741658662c72f14f44fd",
                                  "00000000000000030da76eb9109098537328a1178ee58b6e03ccd2a25c936453",
                                  1615125067,
                                  140,
                                  "8727ff2485243fe8bfd687eadf880d2fdec181c689044c28834e8834c5761de3",
                                  {{2, 23}, {3, 326}, {4, 392}, {5, 79}, {6, 30}, {7, 1}, {9, 6}, {10, 4}}}};

TEST_CASE("mainnet blocks: hash, links, transactions and covenants are those hsd finds") {
  for (const auto& known : mainnet) {
    const auto raw = mainnet_block(known.height);
    if (!raw) continue;
    const auto parsed = parse_block(*raw);
    REQUIRE(parsed.has_value());
    CHECK(text_of(parsed->hash) == known.hash);
    CHECK(text_of(parsed->previous) == known.previous);
    CHECK(parsed->time == known.time);
    REQUIRE(parsed->transactions.size() == known.transactions);
    CHECK(text_of(parsed->transactions[1]) == known.second_transaction);
    std::map<int, int> covenants;
    for (const auto& name : parsed->names) {
      ++covenants[name.covenant.type];
      CHECK(handshake::parse_covenant(name.covenant).has_value());
    }
    CHECK(covenants == known.covenants);
  }
}

TEST_CASE("a block cut at any octet is no block") {
  for (const int height : {14361, 37831}) {
    const auto raw = mainnet_block(height);
    if (!raw) continue;
    for (std::size_t size = 0; size < raw->size(); ++size) {
      const Exact cut{std::string_view{*raw}.substr(0, size)};
      CHECK_FALSE(parse_block(cut.view()).has_value());
    }
    CHECK_FALSE(parse_block(*raw + '\0').has_value());
  }
}

TEST_CASE("a block made by hand, cut or changed at any octet, is refused or parsed, never over-read") {
  FakeChain chain;
  chain.add({output(2, {key_of("a"), le(0, 4), "a"}), output(12, {"", std::string(300, 'x')})});
  const std::string& whole = chain.blocks[1];
  const auto parsed = parse_block(whole);
  REQUIRE(parsed.has_value());
  CHECK(parsed->names.size() == 2);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    CHECK_FALSE(parse_block(Exact{std::string_view{whole}.substr(0, at)}.view()).has_value());
    for (const char octet : {'\x00', '\x7f', '\xfc', '\xfd', '\xfe', '\xff'}) {
      std::string changed = whole;
      changed[at] = octet;
      const Exact exact{changed};
      const auto result = parse_block(exact.view());
      if (!result) CHECK(result.error().message.starts_with("not a Handshake block"));
    }
  }
}

TEST_CASE("hostile counts neither allocate nor loop") {
  const std::string header(236, '\0');
  const std::string huge = "\xff" + std::string(8, '\xff');
  CHECK_FALSE(parse_block(header + huge).has_value());
  CHECK_FALSE(parse_block(header + "\x01" + le(0, 4) + huge).has_value());             // inputs
  CHECK_FALSE(parse_block(header + "\x01" + le(0, 4) + le(0, 1) + huge).has_value());  // outputs
  const std::string address = le(0, 8) + le(0, 1) + le(20, 1) + std::string(20, 'a');
  CHECK_FALSE(
      parse_block(header + "\x01" + le(0, 4) + std::string("\0\1", 2) + address + "\x02" + huge).has_value());
  CHECK_FALSE(parse_block(std::string(handshake::largest_block + 1, '\0')).has_value());
}

TEST_CASE("what hsd refuses is refused: long varints, impossible addresses, a thousand and one items") {
  const auto with_output = [](const std::string& one) { return block({}, 1, {transaction({one})}); };
  CHECK(parse_block(with_output(output(0, {}))).has_value());
  CHECK(parse_block(with_output(output(99, std::vector<std::string>(1000, "")))).has_value());
  CHECK_FALSE(parse_block(with_output(output(99, std::vector<std::string>(1001, "")))).has_value());
  const auto address = [](int version, std::size_t size) {
    return le(1, 8) + le(static_cast<std::uint64_t>(version), 1) + le(size, 1) + std::string(size, 'a') +
           le(0, 2);
  };
  CHECK(parse_block(with_output(address(0, 32))).has_value());
  CHECK(parse_block(with_output(address(31, 40))).has_value());
  CHECK_FALSE(parse_block(with_output(address(0, 21))).has_value());
  CHECK_FALSE(parse_block(with_output(address(32, 20))).has_value());
  CHECK_FALSE(parse_block(with_output(address(1, 41))).has_value());
  CHECK_FALSE(parse_block(with_output(address(1, 1))).has_value());
  const std::string long_form =
      le(1, 8) + le(0, 1) + le(20, 1) + std::string(20, 'a') + le(0, 1) + "\xfd" + le(0, 2);
  CHECK_FALSE(parse_block(with_output(long_form)).has_value());
}

TEST_CASE("a body that its header does not commit to is refused") {
  FakeChain chain;
  chain.add({output(2, {key_of("music"), le(0, 4), "music"})});
  std::string forged = chain.blocks[1];
  forged.replace(forged.find("music"), 5, "films");
  const auto parsed = parse_block(forged);
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error().message.find("header commits to") != std::string::npos);
}
