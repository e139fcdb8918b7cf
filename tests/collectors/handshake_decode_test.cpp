#include <doctest/doctest.h>

#include "collectors/handshake/decode.hpp"
#include "tests/collectors/handshake_fixture.hpp"

using namespace handshake_fixture;

namespace {

constexpr std::uint64_t height = 13107;
const Timestamp time_of_block{std::chrono::seconds{1'588'000'000}};
const std::string key = key_of("music");
const std::string start = le(13000, 4);
const std::string hash(32, 'h');
const std::string holder = "rs1qqurswpc8qurswpc8qurswpc8qurswpc8qran2p";
const std::string name_server = bytes("0001036e7331076578616d706c6503636f6d00");

handshake::Decoded decode(const std::vector<std::string>& outputs) {
  const std::string raw = block({}, 1'588'000'000, {transaction({output(0, {})}), transaction(outputs)});
  const auto parsed = handshake::parse_block(raw);
  REQUIRE(parsed.has_value());
  handshake::Decoded decoded;
  handshake::decode_block(*parsed, height, time_of_block, "rs", decoded);
  return decoded;
}

/// The one event of one covenant.
NameEvent event(std::uint8_t type, const std::vector<std::string>& values) {
  const auto decoded = decode({output(type, values)});
  CHECK(decoded.malformed.empty());
  REQUIRE(decoded.events.size() == 1);
  return decoded.events[0];
}

}  // namespace

TEST_CASE("every event says which name it means, where it stands and where it was seen") {
  const auto outputs = std::vector{output(2, {key, le(0, 4), "music"})};
  const auto open = decode(outputs).events.at(0);
  CHECK(open.key == handshake_key("music"));
  CHECK(open.label == RawLabel{"music"});
  CHECK(open.place == Place{std::nullopt, "", 1});
  CHECK(open.evidence == Evidence{"handshake", height,
                                  text_of(handshake::blake2b_256({transaction(outputs)})), time_of_block});
  const auto renew = event(8, {key, start, hash});
  CHECK_FALSE(renew.label);
  CHECK(renew.place == Place{std::nullopt, "", 1});
}

TEST_CASE("an opening begins an auction and ends whatever was before") {
  const auto open = event(2, {key, le(0, 4), "music"});
  CHECK(open.status == NameStatus::auction);
  CHECK(open.holder == "");
  CHECK(open.resolves == false);
  CHECK(open.claimed == false);
  const auto bid = event(3, {key, start, "music", hash});
  CHECK(bid.status == NameStatus::auction);
  CHECK(bid.label == RawLabel{"music"});
  CHECK_FALSE(bid.holder);
}

TEST_CASE("a claim is held and marked") {
  const auto claim = event(1, {key, start, "music", "\1", hash, le(1, 4)});
  CHECK(claim.status == NameStatus::active);
  CHECK(claim.claimed == true);
  CHECK(claim.holder == holder);
  CHECK(claim.resolves == false);
  CHECK_FALSE(claim.registered_at);
}

TEST_CASE("a registration is held from its block's time on and resolves as its resource says") {
  const auto with_servers = event(6, {key, start, name_server, hash});
  CHECK(with_servers.status == NameStatus::active);
  CHECK(with_servers.holder == holder);
  CHECK(with_servers.registered_at == time_of_block);
  CHECK(with_servers.resolves == true);
  CHECK_FALSE(with_servers.claimed);
  CHECK_FALSE(with_servers.expires_at);
  CHECK(event(6, {key, start, "", hash}).resolves == false);
  CHECK(event(6, {key, start, bytes("00"), hash}).resolves == false);
  CHECK(event(6, {key, start, bytes("0006020568656c6c6f05776f726c64"), hash}).resolves == false);
}

TEST_CASE("an update without a resource leaves the records as they are") {
  CHECK(event(7, {key, start, name_server}).resolves == true);
  CHECK(event(7, {key, start, bytes("00")}).resolves == false);
  const auto untouched = event(7, {key, start, ""});
  CHECK_FALSE(untouched.resolves);
  CHECK(untouched.status == NameStatus::active);
  CHECK(untouched.holder == holder);
  CHECK_FALSE(untouched.registered_at);
}

TEST_CASE("a renewal is held and says nothing of records; a finalized transfer has a new holder") {
  const auto renew = event(8, {key, start, hash});
  CHECK(renew.status == NameStatus::active);
  CHECK(renew.holder == holder);
  CHECK_FALSE(renew.resolves);
  CHECK_FALSE(renew.claimed);
  const auto finalize = [](std::uint32_t claimed) {
    return event(10, {key, start, "music", std::string(1, '\0'), le(claimed, 4), le(1, 4), hash});
  };
  CHECK(finalize(0).claimed == false);
  CHECK(finalize(2).claimed == true);
  CHECK(finalize(0).status == NameStatus::active);
  CHECK(finalize(0).holder == holder);
  CHECK(finalize(0).label == RawLabel{"music"});
}

TEST_CASE("a revoked name no longer resolves") {
  const auto revoke = event(11, {key, start});
  CHECK(revoke.status == NameStatus::revoked);
  CHECK(revoke.resolves == false);
  CHECK_FALSE(revoke.holder);
}

TEST_CASE("reveal, redeem and transfer change neither status nor holder") {
  for (const auto& touched : {event(4, {key, start, hash}), event(5, {key, start}),
                              event(9, {key, start, std::string(1, '\0'), std::string(20, 'a')})}) {
    CHECK_FALSE(touched.status);
    CHECK_FALSE(touched.holder);
    CHECK_FALSE(touched.resolves);
    CHECK(touched.evidence.block == height);
  }
}

TEST_CASE("what cannot be read is kept with its reason, and does not hide what can") {
  const auto decoded =
      decode({output(2, {key, le(0, 4), "films"}), output(77, {"odd"}), output(5, {key, start})});
  CHECK(decoded.events.size() == 1);
  REQUIRE(decoded.malformed.size() == 2);
  CHECK(decoded.malformed[0].where.starts_with("block 13107, tx "));
  CHECK(decoded.malformed[0].where.ends_with(", output 0"));
  CHECK(decoded.malformed[0].reason == "OPEN covenant: its name hash is not that of its name");
  CHECK(decoded.malformed[1].reason == "covenant of unknown type 77");
  CHECK(decoded.malformed[1].raw ==
        "\x4d\x01\x03"
        "odd");
}

TEST_CASE("a resource that cannot be read is kept; its name stands and does not resolve") {
  const auto decoded = decode({output(7, {key, start, "\x07junk"})});
  REQUIRE(decoded.events.size() == 1);
  CHECK(decoded.events[0].status == NameStatus::active);
  CHECK(decoded.events[0].resolves == false);
  REQUIRE(decoded.malformed.size() == 1);
  CHECK(decoded.malformed[0].reason.find("unknown version") != std::string::npos);
  CHECK(decoded.malformed[0].raw == "\x07junk");
}

TEST_CASE("a mainnet block: spelled names have the hash they stand under, addresses are mainnet's") {
  const auto raw = mainnet_block(57955);
  if (!raw) return;
  const auto parsed = handshake::parse_block(*raw);
  REQUIRE(parsed.has_value());
  handshake::Decoded decoded;
  handshake::decode_block(*parsed, 57955, time_of_block, "hs", decoded);
  CHECK(decoded.malformed.empty());
  CHECK(decoded.events.size() == 861);
  std::size_t spelled = 0;
  for (const auto& one : decoded.events) {
    if (one.label) CHECK(handshake_key(one.label->bytes) == one.key);
    spelled += one.label ? 1 : 0;
    if (one.holder && !one.holder->empty()) CHECK(one.holder->starts_with("hs1q"));
  }
  CHECK(spelled == 23 + 326 + 4);
  CHECK(decoded.events[0].label == RawLabel{"sugma"});
}
