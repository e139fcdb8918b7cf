#include <doctest/doctest.h>

#include "core/label.hpp"
#include "db/database.hpp"
#include "samples.hpp"
#include "test_server.hpp"

namespace splitroot::db {

TEST_CASE("names come back as they were staged, and a replay adds nothing") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  NamePatch full = patch("alice", 10);
  full.state.holder = "0xabc";
  full.state.resolves = true;
  full.state.claimed = false;
  full.state.registered_at = at(1'500'000'000);
  full.state.expires_at = at(4'000'000'000);
  const std::vector<NamePatch> patches = sorted({full, patch("bob", 11)});
  CHECK(store_names(*store, "ens", patches).added == 2);

  const NameRecord name = stored(*store, "ens", full);
  CHECK(name.ns == "ens");
  CHECK(name.label == full.state.label);
  CHECK(name.place == full.state.place);
  CHECK(name.holder == "0xabc");
  CHECK(name.status == NameStatus::active);
  CHECK(name.resolves == true);
  CHECK_FALSE(name.claimed);
  CHECK(name.registered_at == full.state.registered_at);
  CHECK(name.expires_at == full.state.expires_at);
  CHECK(name.first == full.first);
  CHECK(name.last == full.state.evidence);
  CHECK(name.origin == Origin::live);
  CHECK(name.as_of == full.state.evidence.time);
  CHECK(stored(*store, "ens", patch("bob", 11)).holder == std::nullopt);

  const auto before = number(url, "SELECT count(*) FROM change");
  const MergeCounts again = store_names(*store, "ens", patches);
  CHECK(again.added == 0);
  CHECK(again.changed == 0);
  CHECK(number(url, "SELECT count(*) FROM change") == before);
  CHECK(number(url, "SELECT count(DISTINCT xmin::text) FROM name") == 1);
}

TEST_CASE("hostile labels keep their octets") {
  const auto store = open(fresh_schema());
  const std::vector<std::string> labels{std::string("tencentclub\0\0\0", 14),
                                        "\xff\xfe broken",
                                        std::string(12'800, 'x'),
                                        std::string(12'800, '\0'),
                                        "a.b",
                                        "\xe2\x80\xae\x01",
                                        "",
                                        "' OR 1=1 --",
                                        "\\x00"};
  std::vector<NamePatch> patches;
  for (const std::string& label : labels) patches.push_back(patch(label, 5));
  patches[0].state.holder = std::string("0x\0\xff", 4);
  CHECK(store_names(*store, "ens", sorted(patches)).added == labels.size());
  for (std::size_t i = 0; i < labels.size(); ++i)
    CHECK(stored(*store, "ens", patches[i]).label->bytes == labels[i]);
  CHECK(stored(*store, "ens", patches[0]).holder == "0x\\u{0000}\\xFF");
  CHECK(store_names(*store, "ens", sorted(patches)).changed == 0);

  std::size_t seen = 0;
  store->read()->visit_labels(
      [&](std::string_view ns, const NameKey& key, std::string_view label, int depth) {
        CHECK(ns == "ens");
        CHECK(key == child_node(namehash("eth"), keccak256(label)));
        CHECK(depth == 2);
        ++seen;
      });
  CHECK(seen == labels.size());
}

TEST_CASE("later events speak, earlier ones only fill in what is unknown") {
  const auto store = open(fresh_schema());
  NamePatch head = patch("alice", 100);
  head.state.label.reset();
  head.state.holder = "new";
  store_names(*store, "ens", {head});

  NamePatch older = patch("alice", 50);
  older.state.holder = "old";
  older.state.status = NameStatus::auction;
  older.state.expires_at = at(2'000'000'000);
  CHECK(store_names(*store, "ens", {older}).changed == 1);
  NameRecord name = stored(*store, "ens", head);
  CHECK(name.holder == "new");
  CHECK(name.status == NameStatus::active);
  CHECK(name.label == older.state.label);
  CHECK(name.expires_at == older.state.expires_at);
  CHECK(name.first.block == 50);
  CHECK(name.last.block == 100);

  NamePatch renewal = patch("alice", 150);
  renewal.state.label = RawLabel{"someone else's spelling"};
  renewal.state.status.reset();
  renewal.state.expires_at = at(3'000'000'000);
  CHECK(store_names(*store, "ens", {renewal}).changed == 1);
  name = stored(*store, "ens", head);
  CHECK(name.holder == "new");
  CHECK(name.status == NameStatus::active);
  CHECK(name.expires_at == renewal.state.expires_at);
  CHECK(name.label->bytes == "alice");
  CHECK(name.first.block == 50);
  CHECK(name.last.block == 150);
  CHECK(store->read()->names_by_hash(std::vector{canonical_hash("alice")}).size() == 1);
}

TEST_CASE("a status said to be unknown speaks; one not said does not") {
  const auto store = open(fresh_schema());
  NamePatch minted = patch("alice", 100);
  NamePatch bridged = patch("alice", 150);
  bridged.state.status = NameStatus::unknown;
  NamePatch renewed = patch("alice", 160);
  renewed.state.status.reset();
  NamePatch back = patch("alice", 170);

  store_names(*store, "ens", {renewed});
  CHECK(stored(*store, "ens", renewed).status == NameStatus::unknown);
  store_names(*store, "ens", {bridged});
  store_names(*store, "ens", {minted});
  CHECK(stored(*store, "ens", minted).status == NameStatus::unknown);
  store_names(*store, "ens", {back});
  CHECK(stored(*store, "ens", back).status == NameStatus::active);

  const auto other = open(fresh_schema());
  store_names(*other, "ens", {minted});
  store_names(*other, "ens", {bridged});
  CHECK(stored(*other, "ens", bridged).status == NameStatus::unknown);
  store_names(*other, "ens", {renewed});
  CHECK(stored(*other, "ens", renewed).status == NameStatus::unknown);
}

TEST_CASE("where no token says whose a name is, the registry's owner is the holder") {
  const auto store = open(fresh_schema());
  NamePatch plain = patch("plain", 10);
  plain.state.detail.manager = "0xaa";
  NamePatch token = patch("token", 10);
  token.state.holder = "0xbb";
  token.state.detail.manager = "0xaa";
  NamePatch unwrapped = token;
  unwrapped.state.evidence.block = 11;
  unwrapped.state.holder = "";
  unwrapped.state.detail.manager = "0xcc";
  store_names(*store, "ens", sorted({plain, token}));
  CHECK(stored(*store, "ens", plain).holder == "0xaa");
  CHECK(stored(*store, "ens", token).holder == "0xbb");
  CHECK(stored(*store, "ens", token).detail.manager == "0xaa");
  CHECK(store_names(*store, "ens", {unwrapped}).changed == 1);
  CHECK(stored(*store, "ens", token).holder == "0xcc");
  unwrapped.state.detail.manager = "";
  store_names(*store, "ens", {unwrapped});
  CHECK(stored(*store, "ens", token).holder == std::nullopt);
}

TEST_CASE("between chains the time decides") {
  const auto store = open(fresh_schema());
  NamePatch ethereum = patch("alice", 100);
  ethereum.state.holder = "on ethereum";
  store_names(*store, "uns", {ethereum});
  NamePatch polygon = patch("alice", 5);  // a small block number on a younger chain
  polygon.state.holder = "on polygon";
  polygon.state.evidence.chain = polygon.first.chain = "polygon";
  polygon.state.evidence.time = polygon.first.time = *ethereum.state.evidence.time + std::chrono::days{1};
  store_names(*store, "uns", {polygon});
  const NameRecord name = stored(*store, "uns", ethereum);
  CHECK(name.holder == "on polygon");
  CHECK(name.last.chain == "polygon");
  CHECK(name.first.chain == "ethereum");
}

TEST_CASE("a snapshot never overrules events and files, but fills in") {
  const auto store = open(fresh_schema());
  NamePatch live = patch("alice", 100);
  live.state.holder = "live";
  store_names(*store, "ens", {live});
  NamePatch report = patch("alice", 0);
  report.state.holder = "snapshot";
  report.state.evidence = report.first = {};
  report.state.registered_at = at(1'400'000'000);
  store_names(*store, "ens", {report}, Origin::snapshot, at(1'900'000'000));
  NameRecord name = stored(*store, "ens", live);
  CHECK(name.holder == "live");
  CHECK(name.registered_at == report.state.registered_at);
  CHECK(name.origin == Origin::live);
  CHECK(name.as_of == at(1'900'000'000));
  CHECK(name.last == live.state.evidence);

  NamePatch other = report;
  other.state.key = child_node(namehash("eth"), keccak256("bob"));
  store_names(*store, "ens", {other}, Origin::snapshot, at(1'000));
  other.state.holder = "file";
  CHECK(store_names(*store, "ens", {other}, Origin::file, at(2'000)).changed == 1);
  CHECK(stored(*store, "ens", other).origin == Origin::file);
  other.state.holder = "older file";
  CHECK(store_names(*store, "ens", {other}, Origin::file, at(1'500)).changed == 0);
  other.state.holder = "newer snapshot";
  CHECK(store_names(*store, "ens", {other}, Origin::snapshot, at(9'000)).changed == 0);
  CHECK(stored(*store, "ens", other).holder == "file");
}

TEST_CASE("several stage calls merge as if one came after the other") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  const auto unit = store->begin();
  NamePatch first = patch("alice", 10);
  NamePatch second = patch("alice", 20);
  second.state.label.reset();
  second.state.holder = "later";
  unit->stage("ens", "", Origin::live, std::nullopt, std::vector{first});
  unit->stage("ens", "", Origin::live, std::nullopt, std::vector{second});
  unit->stage("hns", "", Origin::live, std::nullopt, std::vector{tld("music", 3)});
  unit->stage("hns", "", Origin::live, std::nullopt, {});
  CHECK(unit->merge().added == 2);
  CHECK(unit->names_by_key("ens", std::vector{first.state.key}).front().holder == "later");
  CHECK(unit->merge().added == 0);
  unit->commit();
  const NameRecord name = stored(*store, "ens", first);
  CHECK(name.label->bytes == "alice");
  CHECK(name.first.block == 10);
  CHECK(name.last.block == 20);
}

TEST_CASE("names are found by the hash of their canonical label") {
  const auto store = open(fresh_schema());
  NamePatch deep = patch("music", 1);
  deep.state.key = namehash("music.sub.eth");
  deep.state.place->depth = 3;
  store_names(*store, "ens", sorted({patch("Music", 1), deep}));
  store_names(*store, "hns", sorted({tld("music", 1), tld("other", 1)}));
  const std::vector hash{canonical_hash("music")};
  CHECK(store->read()->names_by_hash(hash).size() == 2);
  CHECK(store->read()->names_by_hash({}).empty());
  CHECK(store->read()->other_tlds("ens", hash).size() == 1);
  CHECK(store->read()->other_tlds("hns", hash).empty());
  const std::set<std::uint64_t> both{canonical_hash("music"), canonical_hash("other")};
  CHECK(store->read()->hashes_of_other_tlds("ens", 2) == both);
  CHECK_FALSE(store->read()->hashes_of_other_tlds("ens", 1));
  CHECK(store->read()->hashes_of_other_tlds("hns", 2) == std::set<std::uint64_t>{});
}

TEST_CASE("a label that comes after the place is found as well") {
  const auto store = open(fresh_schema());
  NamePatch spelled = patch("late", 10);
  spelled.state.place.reset();
  store_names(*store, "ens", {spelled});
  CHECK(store->read()->names_by_hash(std::vector{canonical_hash("late")}).empty());
  NamePatch placed = patch("late", 11);
  placed.state.label.reset();
  store_names(*store, "ens", {placed});
  CHECK(store->read()->names_by_hash(std::vector{canonical_hash("late")}).size() == 1);
}

TEST_CASE("names stream in key order, filtered") {
  const auto store = open(fresh_schema());
  std::vector<NamePatch> patches;
  for (int i = 0; i < 2'500; ++i)
    patches.push_back(patch("name" + std::to_string(i), static_cast<std::uint64_t>(i)));
  patches.push_back(tld("eth", 1));
  store_names(*store, "ens", sorted(patches));
  store_names(*store, "other", {tld("x", 1)});
  const auto reader = store->read();
  std::vector<NameKey> keys;
  reader->visit_names({.ns = "ens", .parent = {}, .since = {}}, [&](NameRecord name) {
    if (keys.empty())
      CHECK(reader->names_by_key("ens", std::vector{name.key}).size() == 1);  // while streaming
    keys.push_back(name.key);
  });
  CHECK(keys.size() == 2'501);
  CHECK(std::is_sorted(keys.begin(), keys.end()));
  const auto count = [&reader](const Reader::NameFilter& filter) {
    std::size_t names = 0;
    reader->visit_names(filter, [&names](const NameRecord&) { ++names; });
    return names;
  };
  CHECK(count({.ns = "ens", .parent = namehash("eth"), .since = {}}) == 2'500);
  CHECK(count({.ns = "ens", .parent = {}, .since = at(1'600'002'490)}) == 10);
  CHECK(count({.ns = "none", .parent = {}, .since = {}}) == 0);
}

TEST_CASE("exposure counts children, and those not lapsed") {
  const auto store = open(fresh_schema());
  NamePatch lapsed = patch("lapsed", 1), burnt = patch("burnt", 2), forever = patch("forever", 3);
  lapsed.state.expires_at = at(1'000);
  burnt.state.status = NameStatus::burnt;
  store_names(*store, "ens", sorted({lapsed, burnt, forever}));
  const auto exposure = store->read()->exposure("ens", namehash("eth"), at(1'000));
  CHECK(exposure.direct_children == 3);
  CHECK(exposure.active == 1);
  CHECK(store->read()->exposure("ens", namehash("eth"), at(999)).active == 2);
  CHECK(store->read()->exposure("ens", namehash("none"), at(0)).direct_children == 0);
}

TEST_CASE("names that were added or changed stand in the change log, confirmations do not") {
  const auto store = open(fresh_schema());
  store_names(*store, "ens", sorted({patch("a", 1), patch("b", 1)}));
  auto changes = changes_after(*store->read(), 0);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].kind == ChangeKind::name_seen);
  CHECK(changes[0].name.has_value());
  CHECK(changes[0].name->last.block == 1);
  CHECK_FALSE(changes[0].collision.has_value());

  const auto last = changes.back().sequence;
  NamePatch moved = patch("a", 2);
  store_names(*store, "ens", sorted({moved, patch("b", 1)}), Origin::live, at(1'800'000'000));
  changes = changes_after(*store->read(), last);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].kind == ChangeKind::name_changed);
  CHECK(changes[0].name->label->bytes == "a");
  CHECK(stored(*store, "ens", patch("b", 1)).as_of == at(1'800'000'000));
  CHECK(store->begin()->last_change() == changes[0].sequence);
}

TEST_CASE("what is not committed did not happen") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  for (int i = 0; i < 3; ++i) {
    const auto unit = store->begin();
    unit->stage("ens", "", Origin::live, std::nullopt, std::vector{patch("a", 1)});
    CHECK(unit->merge().added == 1);
    CHECK(unit->names_by_key("ens", std::vector{patch("a", 1).state.key}).size() == 1);
  }
  CHECK(number(url, "SELECT count(*) FROM name") == 0);
  CHECK(number(url, "SELECT count(*) FROM change") == 0);
  {
    const auto unit = store->begin();
    unit->stage("ens", "", Origin::live, std::nullopt, std::vector{patch("a", 1)});
    unit->commit();  // staged, never merged: gone with the transaction
  }
  CHECK(store->begin()->merge().added == 0);
  CHECK(store_names(*store, "ens", {patch("b", 1)}).added == 1);
}

}  // namespace splitroot::db
