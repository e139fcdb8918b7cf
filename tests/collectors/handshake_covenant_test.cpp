#include <doctest/doctest.h>

#include "collectors/handshake/bech32.hpp"
#include "collectors/handshake/covenant.hpp"
#include "collectors/handshake/network.hpp"
#include "tests/collectors/handshake_fixture.hpp"

using namespace handshake_fixture;
using handshake::bech32_address;
using handshake::CovenantType;
using handshake::parse_covenant;

namespace {

const std::string key = key_of("wallet");
const std::string height = le(13107, 4);
const std::string hash(32, 'h');

/// One sound covenant of each type, by its number.
const std::vector<std::vector<std::string>> sound{
    {},
    {key, height, "wallet", "\1", hash, le(1, 4)},
    {key, le(0, 4), "wallet"},
    {key, height, "wallet", hash},
    {key, height, hash},
    {key, height},
    {key, height, std::string(512, 'r'), hash},
    {key, height, ""},
    {key, height, hash},
    {key, height, std::string(1, '\0'), std::string(20, 'a')},
    {key, height, "wallet", std::string(1, '\0'), le(5, 4), le(3, 4), hash},
    {key, height}};

std::string reason(std::uint8_t type, const std::vector<std::string>& values) {
  const std::string encoded = items(values);
  const auto parsed = parse_covenant({type, encoded});
  return parsed ? "" : parsed.error().message;
}

}  // namespace

TEST_CASE("the name hash is SHA3-256 of the name") {
  CHECK(to_hex(key) == "c556619ca552d66df148bc6e138132e68ca478f54f0e796b1da8fa836223bf1e");
}

TEST_CASE("every type of covenant is read") {
  for (std::size_t type = 1; type < sound.size(); ++type) {
    const std::string encoded = items(sound[type]);
    const auto parsed = parse_covenant({static_cast<std::uint8_t>(type), encoded});
    REQUIRE(parsed.has_value());
    CHECK(parsed->type == static_cast<CovenantType>(type));
    CHECK(parsed->key == handshake_key("wallet"));
    CHECK(parsed->height == (type == 2 ? 0 : 13107));
    const bool spelled = type == 1 || type == 2 || type == 3 || type == 10;
    CHECK(parsed->name.value_or("") == (spelled ? "wallet" : ""));
    CHECK(parsed->resource.has_value() == (type == 6 || type == 7));
    CHECK(parsed->claimed == (type == 10 ? 5 : type == 1 ? 1 : 0));
    CHECK(parsed->renewals == (type == 10 ? 3 : 0));
    CHECK(parsed->weak == (type == 1));
  }
}

TEST_CASE("a covenant that lacks an item, has one too many, or one of another size is malformed") {
  for (std::size_t type = 1; type < sound.size(); ++type) {
    const auto number = static_cast<std::uint8_t>(type);
    auto fewer = sound[type];
    fewer.pop_back();
    CHECK(reason(number, fewer).find("items where") != std::string::npos);
    auto more = sound[type];
    more.push_back("");
    CHECK(reason(number, more).find("items where") != std::string::npos);
    for (std::size_t i = 0; i < sound[type].size(); ++i) {
      auto swollen = sound[type];
      swollen[i].append(513, 'x');
      CHECK(reason(number, swollen).find("item " + std::to_string(i)) != std::string::npos);
    }
  }
}

TEST_CASE("a covenant cut or changed at any octet is never over-read") {
  for (std::size_t type = 1; type < sound.size(); ++type) {
    const std::string whole = items(sound[type]);
    for (std::size_t at = 0; at < whole.size(); ++at) {
      const Exact cut{std::string_view{whole}.substr(0, at)};
      CHECK_FALSE(parse_covenant({static_cast<std::uint8_t>(type), cut.view()}).has_value());
      for (int octet = 0; octet < 256; octet += 15) {
        Exact changed{whole};
        const_cast<char&>(changed.view()[at]) = static_cast<char>(octet);
        static_cast<void>(parse_covenant({static_cast<std::uint8_t>(type), changed.view()}));
      }
    }
  }
}

TEST_CASE("contradictions are malformed") {
  CHECK(reason(2, {key, le(0, 4), "wallets"}).find("name hash") != std::string::npos);
  CHECK(reason(2, {key, le(1, 4), "wallet"}).find("not zero") != std::string::npos);
  CHECK(reason(12, {key}) == "covenant of unknown type 12");
  for (const std::string name : {"-a", "a_", "A", "a.b", "example", "m\xc3\xbcller", ""})
    CHECK_FALSE(reason(2, {key_of(name), le(0, 4), name}).empty());
  for (const std::string name : {"a", "xn--e", "a-b", "under_score", "0", "examples"})
    CHECK(reason(2, {key_of(name), le(0, 4), name}) == "");
  CHECK(reason(2, {key_of(std::string(63, 'n')), le(0, 4), std::string(63, 'n')}) == "");
  CHECK_FALSE(reason(2, {key_of(std::string(64, 'n')), le(0, 4), std::string(64, 'n')}).empty());
}

TEST_CASE("addresses are spelled as hsd spells them") {
  const std::string counting = bytes("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  CHECK(bech32_address("hs", 0, std::string(20, '\0')) == "hs1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqrfy4d0");
  CHECK(bech32_address("hs", 0, counting) ==
        "hs1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnzs23v9ccrydpk8qarc0scywlj6");
  CHECK(bech32_address("hs", 31, bytes("ffee")) == "hs1lllhqpkej0f");
  CHECK(bech32_address("hs", 1, std::string(40, '\xab')) ==
        "hs1p4w46h2at4w46h2at4w46h2at4w46h2at4w46h2at4w46h2at4w46h2at4w46h2atpgchca");
  CHECK(bech32_address("ts", 0, std::string(20, 7)) == "ts1qqurswpc8qurswpc8qurswpc8qurswpc8h9xy25");
  CHECK(bech32_address("rs", 0, counting) ==
        "rs1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnzs23v9ccrydpk8qarc0sztg9ze");
  CHECK(bech32_address("rs", 5, bytes("0102030405")) == "rs19qypqxpq9dyayca");
}

TEST_CASE("networks are found by name") {
  CHECK(handshake::network_by_name("main")->address_prefix == "hs");
  CHECK(handshake::network_by_name("testnet")->chain == "test");
  CHECK(handshake::network_by_name("regtest")->names.auction() == 21);
  const auto unknown = handshake::network_by_name("mainnet");
  REQUIRE_FALSE(unknown.has_value());
  CHECK(unknown.error().fault == Fault::usage);
}
