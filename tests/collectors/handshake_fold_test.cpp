#include "collectors/handshake/fold.hpp"

#include <doctest/doctest.h>

#include "tests/collectors/handshake_fixture.hpp"

using namespace handshake_fixture;

namespace {

constexpr std::uint32_t height = 13107;
const Timestamp time_of_block{std::chrono::seconds{1'588'000'000}};
const std::string key = key_of("music");
const std::string start = le(13000, 4);
const std::string hash(32, 'h');
const std::string holder = "rs1qqurswpc8qurswpc8qurswpc8qurswpc8qran2p";
const std::string name_server = bytes("0001036e7331076578616d706c6503636f6d00");
const auto regtest = handshake::network_by_name("regtest").value();

handshake::Decoded decode(const std::vector<std::string>& outputs, std::uint32_t at = height) {
  const std::string raw = block({}, 1'588'000'000, {transaction({output(0, {})}), transaction(outputs)});
  const auto parsed = handshake::parse_block(raw);
  REQUIRE(parsed.has_value());
  handshake::Decoded decoded;
  handshake::decode_block(*parsed, at, time_of_block, decoded);
  return decoded;
}

handshake::Folding folding(bool whole = true) {
  handshake::Folding out;
  out.rules = regtest.names;
  out.address_prefix = "rs";
  out.whole = whole;
  out.final_to = 1'000'000;
  return out;
}

/// A name's chain, a covenant a block.
struct Life {
  handshake::StatesByName states;
  bool whole = true;

  handshake::Folded at(std::uint32_t block, std::uint8_t type, const std::vector<std::string>& values) {
    auto decoded = decode({output(type, values)}, block);
    CHECK(decoded.malformed.empty());
    return handshake::fold({std::move(decoded.touches)}, states, folding(whole));
  }
  NameEvent event(std::uint32_t block, std::uint8_t type, const std::vector<std::string>& values) {
    return at(block, type, values).events.back();
  }
  const handshake::NameState& state() { return states.at(handshake_key("music")).latest(); }
};

/// Opened at 100, so that its auction is over at 121; one reveal.
Life won() {
  Life life;
  life.at(100, 2, {key, le(0, 4), "music"});
  life.at(112, 4, {key, le(100, 4), hash});
  return life;
}

/// Registered at 122.
Life registered(const std::string& resource = name_server) {
  Life life = won();
  life.at(122, 6, {key, le(100, 4), resource, hash});
  return life;
}

}  // namespace

TEST_CASE("every event says which name it means, where it stands and where it was seen") {
  Life life;
  const auto outputs = std::vector{output(2, {key, le(0, 4), "music"})};
  auto decoded = decode(outputs);
  const auto open = handshake::fold({std::move(decoded.touches)}, life.states, folding()).events.at(0);
  CHECK(open.key == handshake_key("music"));
  CHECK(open.label == RawLabel{"music"});
  CHECK(open.place == Place{std::nullopt, "", 1});
  CHECK(open.evidence == Evidence{"handshake", height,
                                  text_of(handshake::blake2b_256({transaction(outputs)})), time_of_block});
}

TEST_CASE("an auction: its end, its lapse when nobody reveals, its leading bid as holder") {
  Life life;
  const auto open = life.event(100, 2, {key, le(0, 4), "music"});
  CHECK(open.status == NameStatus::auction);
  CHECK(open.holder == "");
  CHECK(open.claimed == false);
  CHECK(open.resolves == false);
  CHECK(open.detail.auction_ends == 121);
  CHECK(open.detail.lapses_at == 121);
  const auto bid = life.event(107, 3, {key, le(100, 4), "music", hash});
  CHECK(bid.status == NameStatus::auction);
  CHECK_FALSE(bid.holder);
  const auto reveal = life.event(112, 4, {key, le(100, 4), hash});
  CHECK(reveal.status == NameStatus::auction);
  CHECK(reveal.holder == holder);
  CHECK(reveal.detail.auction_ends == 121);
  CHECK(reveal.detail.lapses_at == 5100);
  const auto redeemed = life.event(121, 5, {key, le(100, 4)});
  CHECK(redeemed.status == NameStatus::active);
  CHECK_FALSE(redeemed.holder);
}

TEST_CASE("a registration is held from its block's time on and resolves as its resource says") {
  auto life = won();
  const auto with_servers = life.at(122, 6, {key, le(100, 4), name_server, hash});
  const auto& event = with_servers.events.at(0);
  CHECK(event.status == NameStatus::active);
  CHECK(event.holder == holder);
  CHECK(event.registered_at == time_of_block);
  CHECK(event.resolves == true);
  CHECK(event.claimed == false);
  CHECK(event.detail.lapses_at == 5122);
  REQUIRE(with_servers.records.size() == 1);
  CHECK(with_servers.records[0].type == "dns");
  CHECK(with_servers.records[0].value == "NS ns1.example.com.");
  CHECK(with_servers.records[0].is_whole);
  for (const std::string& resource : {std::string{}, bytes("00"), bytes("0006020568656c6c6f05776f726c64")})
    CHECK(won().event(122, 6, {key, le(100, 4), resource, hash}).resolves == false);
}

TEST_CASE("an update without a resource leaves the records as they are") {
  auto life = registered();
  const auto untouched = life.at(130, 7, {key, le(100, 4), ""});
  CHECK(untouched.events.at(0).resolves == true);
  CHECK(untouched.records.empty());
  CHECK(life.event(131, 7, {key, le(100, 4), bytes("00")}).resolves == false);
  const auto emptied = life.at(132, 7, {key, le(100, 4), bytes("00")});
  REQUIRE(emptied.records.size() == 1);
  CHECK_FALSE(emptied.records[0].value);
}

TEST_CASE("renewal and transfer; revoked and lapsed names begin anew") {
  auto life = registered();
  CHECK(life.event(200, 8, {key, le(100, 4), hash}).detail.lapses_at == 5200);
  CHECK(life.event(201, 9, {key, le(100, 4), std::string(1, '\0'), std::string(20, 'a')}).status ==
        NameStatus::active);
  CHECK(life.state().transfer == 201);
  const auto moved =
      life.event(211, 10, {key, le(100, 4), "music", std::string(1, '\0'), le(0, 4), le(1, 4), hash});
  CHECK(moved.holder == holder);
  CHECK(life.state().renewals == 2);
  CHECK(life.state().transfer == 0);
  const auto revoked = life.at(220, 11, {key, le(100, 4)});
  CHECK(revoked.events.at(0).status == NameStatus::revoked);
  CHECK(revoked.events.at(0).resolves == false);
  CHECK(revoked.events.at(0).detail.lapses_at == 285);
  CHECK(revoked.records.size() == 1);
  const auto again = life.event(285, 2, {key, le(0, 4), "music"});
  CHECK(again.status == NameStatus::auction);
  CHECK(again.holder == "");
  CHECK(life.state().expired);
  auto lapsed = registered();
  CHECK(lapsed.event(5122, 2, {key, le(0, 4), "music"}).resolves == true);
}

TEST_CASE("a claim is held and marked, and does not lapse while names can be claimed") {
  Life life;
  const auto claim = life.event(50, 1, {key, le(50, 4), "music", "\1", hash, le(1, 4)});
  CHECK(claim.status == NameStatus::active);
  CHECK(claim.claimed == true);
  CHECK(claim.holder == holder);
  CHECK_FALSE(claim.detail.auction_ends);
  CHECK(claim.detail.lapses_at == 250'000);
  CHECK(life.state().weak);
}

TEST_CASE("a run of touches is one event with the first one's evidence before it") {
  Life life;
  auto decoded = decode({output(2, {key, le(0, 4), "music"})}, 100);
  auto later =
      decode({output(4, {key, le(100, 4), hash}), output(2, {key_of("films"), le(0, 4), "films"})}, 112);
  decoded.touches.insert(decoded.touches.end(), later.touches.begin(), later.touches.end());
  const auto folded = handshake::fold({std::move(decoded.touches)}, life.states, folding());
  REQUIRE(folded.events.size() == 3);
  const auto patches = collapse(folded.events);
  const auto& music = patches[0].state.label == RawLabel{"music"} ? patches[0] : patches[1];
  CHECK(music.first.block == 100);
  CHECK(music.state.evidence.block == 112);
  CHECK(music.state.holder == holder);
  CHECK_FALSE(folded.has_unspelled);
}

TEST_CASE("above the last final block every block speaks, and its state can be come back to") {
  Life life;
  auto decoded = decode({output(2, {key, le(0, 4), "music"})}, 100);
  auto later = decode({output(4, {key, le(100, 4), hash})}, 112);
  decoded.touches.insert(decoded.touches.end(), later.touches.begin(), later.touches.end());
  auto how = folding();
  how.is_final = false;
  how.final_to = 50;
  const auto folded = handshake::fold({std::move(decoded.touches)}, life.states, how);
  REQUIRE(folded.events.size() == 2);
  auto history = handshake::decode_states(*folded.events[1].detail.state).value();
  CHECK(history.entries.size() == 2);
  history.rewind(111);
  CHECK(history == handshake::decode_states(*folded.events[0].detail.state).value());
  history.rewind(99);
  CHECK(history.entries.empty());
}

TEST_CASE("a name whose beginning was not read says no more than is known") {
  Life life;
  life.whole = false;
  const auto redeem = life.at(13107, 5, {key, start});
  CHECK(redeem.has_unspelled);
  CHECK_FALSE(redeem.events.at(0).status);
  CHECK_FALSE(redeem.events.at(0).resolves);
  CHECK_FALSE(redeem.events.at(0).detail.lapses_at);
  const auto update = life.event(13108, 7, {key, start, ""});
  CHECK(update.status == NameStatus::active);
  CHECK(update.holder == holder);
  CHECK_FALSE(update.resolves);
  const auto finalize = life.event(13200, 10, {key, start, "music", "\1", le(2, 4), le(5, 4), hash});
  CHECK(finalize.claimed == true);
  CHECK(life.state().renewals == 6);
  CHECK(finalize.detail.lapses_at == 250'000);
}

TEST_CASE("what cannot be read is kept with its reason, and does not hide what can") {
  const auto decoded =
      decode({output(2, {key, le(0, 4), "films"}), output(77, {"odd"}), output(5, {key, start})});
  CHECK(decoded.touches.size() == 1);
  REQUIRE(decoded.malformed.size() == 2);
  CHECK(decoded.malformed[0].where.starts_with("block 13107, tx "));
  CHECK(decoded.malformed[0].where.ends_with(", output 0"));
  CHECK(decoded.malformed[0].block == 13107);
  CHECK(decoded.malformed[0].reason == "OPEN covenant: its name hash is not that of its name");
  CHECK(decoded.malformed[1].reason == "covenant of unknown type 77");
  CHECK(decoded.malformed[1].raw ==
        "\x4d\x01\x03"
        "odd");
}

TEST_CASE("a resource that cannot be read is kept; its name stands and does not resolve") {
  const auto decoded = decode({output(7, {key, start, "\x07junk"})});
  REQUIRE(decoded.touches.size() == 1);
  CHECK_FALSE(decoded.touches[0].action.resolves);
  CHECK(decoded.touches[0].action.data.has_value());
  REQUIRE(decoded.malformed.size() == 1);
  CHECK(decoded.malformed[0].reason.find("unknown version") != std::string::npos);
  CHECK(decoded.malformed[0].raw == "\x07junk");
}

TEST_CASE("a stored state that another version wrote is refused, whatever its octets") {
  handshake::StateHistory history;
  handshake::NameState state;
  state.height = 7;
  state.owner = handshake::Outpoint{{}, 300};
  state.value = 70'000;
  state.highest = std::uint64_t{1} << 40;
  state.data = sha256("x");
  history.add(7, state, 0);
  const std::string whole = handshake::encode(history);
  CHECK(handshake::decode_states(whole).value() == history);
  for (std::size_t size = 0; size < whole.size(); ++size)
    CHECK_FALSE(handshake::decode_states(Exact{whole.substr(0, size)}.view()).has_value());
  CHECK_FALSE(handshake::decode_states("\x09" + whole.substr(1)).has_value());
  CHECK_FALSE(handshake::decode_states(whole + "x").has_value());
}

TEST_CASE("real mainnet blocks: every covenant is read, addresses are mainnet's") {
  const auto main = handshake::network_by_name("main").value();
  for (const int number : {14361, 37831, 57955}) {
    const auto raw = mainnet_block(number);
    if (!raw) continue;
    const auto parsed = handshake::parse_block(*raw);
    REQUIRE(parsed.has_value());
    handshake::Decoded decoded;
    handshake::decode_block(*parsed, static_cast<std::uint32_t>(number), time_of_block, decoded);
    CHECK(decoded.malformed.empty());
    CHECK(decoded.touches.size() == parsed->names.size());
    handshake::StatesByName states;
    auto how = folding(false);
    how.rules = main.names;
    how.address_prefix = main.address_prefix;
    const auto folded = handshake::fold({std::move(decoded.touches)}, states, how);
    CHECK(folded.events.size() >= states.size());
    for (const auto& one : folded.events) {
      if (one.label) CHECK(handshake_key(one.label->bytes) == one.key);
      if (one.holder && !one.holder->empty()) CHECK(one.holder->starts_with("hs1q"));
    }
  }
}
