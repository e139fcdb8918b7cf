#include "core/name.hpp"

#include <doctest/doctest.h>

using namespace splitroot;
using std::chrono::days;

namespace {

NameEvent event_of(const char* name, std::uint64_t block) {
  NameEvent event;
  event.key = namehash(name);
  event.evidence = {"ethereum", block, "0x01", {}};
  return event;
}

}  // namespace

TEST_CASE("events of one name collapse field by field, the later wins, the first evidence stays") {
  auto minted = event_of("a.eth", 10);
  minted.holder = "0xaa";
  minted.label = RawLabel{"a"};
  auto moved = event_of("a.eth", 12);
  moved.holder = "0xbb";
  const auto patches = collapse({minted, event_of("b.eth", 11), moved});
  REQUIRE(patches.size() == 2);
  const auto& patch = patches[0].state.key == namehash("a.eth") ? patches[0] : patches[1];
  CHECK(patch.state.holder == "0xbb");
  CHECK(patch.state.label->bytes == "a");
  CHECK(patch.first.block == 10U);
  CHECK(patch.state.evidence.block == 12U);
}

TEST_CASE("heights that follow from a state come with it, or with its lack of them") {
  auto opened = event_of("a.eth", 10);
  opened.detail.state = "opened";
  opened.detail.auction_ends = 121;
  auto revoked = event_of("a.eth", 12);
  revoked.detail.state = "revoked";
  revoked.detail.lapses_at = 500;
  auto seen = event_of("a.eth", 13);
  const auto at_once = collapse({opened, revoked, seen});
  CHECK_FALSE(at_once.front().state.detail.auction_ends);
  CHECK(at_once.front().state.detail.lapses_at == 500U);
  auto in_turn = collapse({opened});
  in_turn.push_back(collapse({revoked, seen}).front());
  const auto added_up = collapse(std::move(in_turn));
  REQUIRE(added_up.size() == 1);
  CHECK_FALSE(added_up.front().state.detail.auction_ends);
  CHECK(added_up.front().state.detail.state == "revoked");
  CHECK(added_up.front().first.block == 10U);
}

TEST_CASE("an ENS name lapses by grace and premium, then is released") {
  const Timestamp expiry = parse_time("2025-01-01").value();
  const Lapse ens{days{90}, days{21}};
  const auto at = [&](int day) {
    return effective_status(NameStatus::active, expiry, ens, expiry + days{day});
  };
  CHECK(at(-1) == NameStatus::active);
  CHECK(at(0) == NameStatus::grace);
  CHECK(at(90) == NameStatus::premium);
  CHECK(at(111) == NameStatus::released);
  CHECK(effective_status(NameStatus::burnt, expiry, ens, expiry + days{5}) == NameStatus::burnt);
  CHECK(next_status_change(NameStatus::active, expiry, ens, expiry) == expiry + days{90});
  CHECK_FALSE(next_status_change(NameStatus::active, expiry, ens, expiry + days{111}));
  CHECK_FALSE(next_status_change(NameStatus::active, std::nullopt, ens, expiry));
}

TEST_CASE("heights end an auction and a name, as far as its chain has been read") {
  NameRecord name;
  name.status = NameStatus::auction;
  name.detail.auction_ends = 121;
  name.detail.lapses_at = 5'100;
  const auto at_height = [&](std::optional<std::uint64_t> height) {
    name.height = height;
    return effective_status(name, Lapse{}, Timestamp{});
  };
  CHECK(at_height(std::nullopt) == NameStatus::auction);
  CHECK(at_height(120) == NameStatus::auction);
  CHECK(at_height(121) == NameStatus::active);
  CHECK(at_height(5'099) == NameStatus::active);
  CHECK(at_height(5'100) == NameStatus::released);
  name.detail.lapses_at = 121;
  CHECK(at_height(121) == NameStatus::released);
  name.status = NameStatus::revoked;
  CHECK(at_height(120) == NameStatus::revoked);
  CHECK(at_height(121) == NameStatus::released);
  name.status = NameStatus::burnt;
  CHECK(at_height(121) == NameStatus::burnt);
}

TEST_CASE("unknown labels are shown by their key") {
  NameRecord name;
  name.key = namehash("a.eth");
  CHECK(display_name(name).starts_with("["));
  name.place = Place{namehash("eth"), "eth", 2};
  CHECK(display_name(name).ends_with("].eth"));
  name.label = RawLabel{"x.\n"};
  CHECK(display_name(name) == "x\\.\\u{000A}.eth");
}

TEST_CASE("serials compare by RFC 1982") {
  CHECK(newer(Serial{2026010501}, Serial{2026010500}));
  CHECK(newer(Serial{1}, Serial{0xffffffff}));
  CHECK_FALSE(newer(Serial{5}, Serial{5}));
}
