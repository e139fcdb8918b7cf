#include <doctest/doctest.h>

#include "collectors/handshake/records.hpp"
#include "collectors/handshake/resource.hpp"
#include "tests/collectors/handshake_fixture.hpp"

using namespace handshake_fixture;
using handshake::parse_resource;
using handshake::RecordType;

namespace {

const std::string every_type =
    "0001036e73310677616c6c65740002036e7332c006c000023503c00220010db800000000000000000000005304c0000201"
    "0520010db80000000000000000000000010000010d0220cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd"
    "cdcdcd"
    "06010161";

std::string label63() { return "3f" + to_hex(std::string(63, 'a')); }

}  // namespace

TEST_CASE("resources that hsd encodes") {
  using enum RecordType;
  using Records = std::vector<handshake::ResourceRecord>;
  const std::string wallet_server = "ns1.wallet.";
  const std::string a63(63, 'a');
  const std::vector<std::pair<std::string, Records>> vectors{
      {"00", {}},
      {"0001036e7331076578616d706c6503636f6d00", {{ns, "ns1.example.com."}}},
      {"0000e00b080203abcdef", {{ds, "57355 8 2 abcdef"}}},
      {"0002036e73310677616c6c657400c0000235", {{glue4, wallet_server + " 192.0.2.53"}}},
      {"0003036e73310677616c6c65740020010db8000000000000000000000053",
       {{glue6, wallet_server + " 2001:db8::53"}}},
      {"0004c0000201", {{synth4, "192.0.2.1"}}},
      {"000520010db8000000000000000000000001", {{synth6, "2001:db8::1"}}},
      {"0006020568656c6c6f05776f726c64", {{txt, "\"hello\" \"world\""}}},
      {"0006010422005cff", {{txt, "\"\\\"\\000\\\\\\255\""}}},
      {"000600", {{txt, ""}}},
      {every_type,
       {{ns, wallet_server},
        {glue4, "ns2.wallet. 192.0.2.53"},
        {glue6, "ns1.wallet. 2001:db8::53"},
        {synth4, "192.0.2.1"},
        {synth6, "2001:db8::1"},
        {ds, "1 13 2 " + to_hex(std::string(32, '\xcd'))},
        {txt, "\"a\""}}},
      {"000100", {{ns, "."}}},
      {"000103612e2000", {{ns, "a\\.\\ ."}}},
      {"00ff", {}},
      {"0008ffff01", {}},
      {"0001" + label63() + label63() + label63() + "3e" + to_hex(std::string(62, 'a')) + "00",
       {{ns, a63 + "." + a63 + "." + a63 + "." + std::string(62, 'a') + "."}}}};
  for (const auto& [hex, records] : vectors) {
    CAPTURE(hex);
    const auto parsed = parse_resource(bytes(hex));
    REQUIRE(parsed.has_value());
    CHECK((*parsed == records));
    const bool texts_only = records.empty() || records[0].type == txt;
    CHECK(handshake::resolves(*parsed) == !texts_only);
  }
}

TEST_CASE("records are kept a line each; texts are not kept") {
  const std::string kept = handshake::kept_records(bytes(every_type + "01036e733300"));
  CHECK(kept.starts_with("NS ns1.wallet.\nGLUE4 ns2.wallet. 192.0.2.53\n"));
  CHECK(kept.ends_with("\nNS ns3."));
  CHECK(kept.find("\nDS ") != std::string::npos);
  CHECK(std::ranges::count(kept, '\n') == 6);
  CHECK(kept.find("TXT") == std::string::npos);
  CHECK(handshake::kept_records("\x07junk").empty());
}

TEST_CASE("resources that hsd cannot decode") {
  for (const std::string hex :
       {"", "01", "0001", "0001c001", "0001c002", "000103616263", "0004c00002", "000602",
        "0001c0030001610000", "00014000", "000006010803aabbcc", "00000601080499"})
    CHECK_FALSE(parse_resource(bytes(hex)).has_value());
  CHECK_FALSE(
      parse_resource(bytes("0001" + label63() + label63() + label63() + label63() + "00")).has_value());
}

TEST_CASE("a resource cut or changed at any octet is never over-read") {
  const std::string whole = bytes(every_type);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    static_cast<void>(parse_resource(Exact{std::string_view{whole}.substr(0, at)}.view()));
    for (int octet = 0; octet < 256; ++octet) {
      std::string changed = whole;
      changed[at] = static_cast<char>(octet);
      static_cast<void>(parse_resource(Exact{changed}.view()));
    }
  }
}
