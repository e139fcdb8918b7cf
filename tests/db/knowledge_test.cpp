// What names learn from others: labels, places, whether they resolve; and names of several homes.
#include <doctest/doctest.h>

#include "core/label.hpp"
#include "db/database.hpp"
#include "samples.hpp"
#include "test_server.hpp"

namespace splitroot::db {
namespace {

NameKey key_of(const std::string& name) { return namehash(name); }

/// A subname as the registry tells of it: its parent, and its label's hash.
NamePatch subname(const std::string& label, const std::string& parent, std::uint64_t block) {
  NamePatch out = patch(label, block);
  out.state.key = child_node(namehash(parent), keccak256(label));
  out.state.label.reset();
  out.state.place.reset();
  out.state.parent = namehash(parent);
  out.state.detail.label_hash = keccak256(label);
  return out;
}

NamePatch spelled(const std::string& label, const std::string& parent, std::uint64_t block) {
  NamePatch out = subname(label, parent, block);
  out.state.label = RawLabel{label};
  return out;
}

NameRecord find(Store& store, const std::string& name, const std::string& ns = "ens") {
  const auto names = store.read()->names_by_key(ns, std::vector{key_of(name)});
  REQUIRE(names.size() == 1);
  return names.front();
}

std::uint64_t heal(Store& store, const std::vector<std::string>& words) {
  const auto unit = store.begin();
  const std::uint64_t rows = unit->heal(words);
  unit->merge();
  unit->commit();
  return rows;
}

RecordEvent record(const std::string& name, const std::string& resolver, const std::string& type,
                   std::optional<std::string> value, std::uint64_t block) {
  return {key_of(name), resolver, type, std::move(value), false, {"ethereum", block, "0xaa", at(1'000)}};
}

void keep(Store& store, const std::vector<RecordEvent>& records) {
  const auto unit = store.begin();
  unit->keep_records("ens", "ens", "", std::nullopt, records);
  unit->merge();
  unit->commit();
}

NamePatch with_resolver(const std::string& label, const std::string& resolver, std::uint64_t block) {
  NamePatch out = patch(label, block);
  out.state.detail.resolver = resolver;
  return out;
}

}  // namespace

TEST_CASE("a name waits for its parent's place, and hands its own on") {
  const auto store = open(fresh_schema());
  store_names(*store, "ens", sorted({spelled("c", "b.a.eth", 3), spelled("b", "a.eth", 3)}));
  CHECK_FALSE(find(*store, "c.b.a.eth").place);
  CHECK(find(*store, "c.b.a.eth").parent == key_of("b.a.eth"));
  const auto before = store->begin()->last_change();
  store_names(*store, "ens", {patch("a", 4)});
  CHECK(find(*store, "b.a.eth").place == Place{key_of("a.eth"), "a.eth", 3});
  CHECK(find(*store, "c.b.a.eth").place == Place{key_of("b.a.eth"), "b.a.eth", 4});
  CHECK(changes_after(*store->read(), before).size() == 3);
  CHECK(store_names(*store, "ens", {patch("a", 4)}).changed == 0);
}

TEST_CASE("a name that is spelled spells its namesakes, whichever comes first") {
  for (const bool first : {true, false}) {
    const auto store = open(fresh_schema());
    const std::vector<NamePatch> unspelled =
        sorted({subname("pay", "a.eth", 2), subname("deep", "a.eth", 2), patch("a", 1)});
    const std::vector<NamePatch> spellings =
        sorted({patch("pay", 3), patch("b", 1), spelled("deep", "b.eth", 3)});
    store_names(*store, "ens", first ? unspelled : spellings);
    store_names(*store, "ens", first ? spellings : unspelled);
    CHECK(find(*store, "pay.a.eth").label == RawLabel{"pay"});
    CHECK(find(*store, "deep.a.eth").label == RawLabel{"deep"});
    CHECK(display_name(find(*store, "pay.a.eth")) == "pay.a.eth");
  }
}

TEST_CASE("a dictionary spells by hash, by Handshake's hash, and by the key alone") {
  const auto store = open(fresh_schema());
  NamePatch hidden = tld("hidden", 5);
  hidden.state.label.reset();
  store_names(*store, "hns", {hidden});
  NamePatch bare = patch("bare", 5);
  bare.state = {};
  bare.state.key = key_of("bare.crypto");
  NamePatch crypto = tld("crypto", 1);
  crypto.state.key = key_of("crypto");
  store_names(*store, "uns", sorted({crypto, bare}));
  const std::string octets("raw\0", 4);
  store_names(*store, "ens",
              sorted({patch("a", 1), subname(octets, "a.eth", 2), spelled("c", "x.a.eth", 2),
                      subname("x", "a.eth", 2)}));
  CHECK(heal(*store, {"nothing"}) == 0);
  CHECK(heal(*store, {"bare", "hidden", octets, "x"}) == 4);
  CHECK(stored(*store, "hns", hidden).label == RawLabel{"hidden"});
  CHECK(find(*store, "bare.crypto", "uns").place == Place{key_of("crypto"), "crypto", 2});
  CHECK(stored(*store, "ens", subname(octets, "a.eth", 2)).label == RawLabel{octets});
  CHECK(display_name(find(*store, "c.x.a.eth")) == "c.x.a.eth");
  CHECK(heal(*store, {"bare", "hidden", octets, "x"}) == 0);
}

TEST_CASE("the last writer of a record speaks, and a clearing voids what is older, in any order") {
  RecordEvent cleared = record("a.eth", "r", "", {}, 20);
  cleared.clears = true;
  const std::vector<std::vector<RecordEvent>> batches{
      {record("a.eth", "r", "addr.60", "old", 10), record("a.eth", "r", "name", "n", 15)},
      {cleared, record("a.eth", "r", "contenthash", "new", 20)},
      {record("a.eth", "r", "addr.60", "newest", 30)}};
  for (const auto& order : {std::vector{0U, 1U, 2U}, std::vector{2U, 1U, 0U}, std::vector{1U, 0U, 2U}}) {
    const auto store = open(fresh_schema());
    for (const auto at : order) keep(*store, batches[at]);
    const auto held = store->read()->records("ens", key_of("a.eth"));
    REQUIRE(held.size() == 2);
    CHECK(held[0].type == "addr.60");
    CHECK(held[0].value == "newest");
    CHECK(held[1].value == "new");
    CHECK(held[1].evidence.block == 20);
  }
}

TEST_CASE("a name resolves by the records of its own resolver") {
  const auto store = open(fresh_schema());
  const auto resolves = [&] { return find(*store, "a.eth").resolves; };
  store_names(*store, "ens", {patch("a", 1)});
  CHECK_FALSE(resolves());
  keep(*store, {record("a.eth", "r1", "addr.60", "x", 2)});
  CHECK_FALSE(resolves());  // whose resolver that is is not known
  store_names(*store, "ens", {with_resolver("a", "r1", 3)});
  CHECK(resolves() == true);
  store_names(*store, "ens", {with_resolver("a", "r2", 4)});
  CHECK_FALSE(resolves());  // nothing of it was read there
  keep(*store, {record("a.eth", "r2", "name", "x", 5)});
  CHECK(resolves() == false);
  store_names(*store, "ens", {with_resolver("a", "", 6)});
  CHECK(resolves() == false);
}

TEST_CASE("records of a provisional block count when it is settled, and not when it is taken back") {
  const auto store = open(fresh_schema());
  store_names(*store, "ens", {with_resolver("a", "r", 1)});
  const auto provisional = [&](std::uint64_t block) {
    const auto unit = store->begin();
    unit->stage_provisional("ens", "ens", "", {block, "0x", at(9)}, {});
    unit->keep_records("ens", "ens", "", block, std::vector{record("a.eth", "r", "addr.60", "x", block)});
    unit->merge();
    unit->commit();
  };
  provisional(10);
  CHECK(store->read()->records("ens", key_of("a.eth")).empty());
  auto unit = store->begin();
  unit->rewind("ens", {9, "0x9", at(9)});
  unit->settle("ens", 9);
  unit->merge();
  unit->commit();
  CHECK(store->read()->records("ens", key_of("a.eth")).empty());
  provisional(11);
  unit = store->begin();
  unit->settle("ens", 11);
  unit->merge();
  unit->commit();
  CHECK(store->read()->records("ens", key_of("a.eth")).size() == 1);
  CHECK(find(*store, "a.eth").resolves == true);
}

TEST_CASE("the homes of a name are one name, and it counts once") {
  const auto store = open(fresh_schema());
  const auto home = [&](const std::string& name, std::uint64_t block, NameStatus status) {
    NamePatch out = patch("a", block);
    out.state.status = status;
    out.state.holder = "on " + name;
    if (name == "base") out.state.label.reset();
    const auto unit = store->begin();
    unit->stage("uns", name, Origin::live, std::nullopt, std::vector{out});
    unit->merge();
    unit->commit();
  };
  home("ethereum", 50, NameStatus::burnt);
  home("base", 7, NameStatus::active);
  store_names(*store, "uns", {patch("a", 0)}, Origin::snapshot, at(5));
  const NameRecord name = find(*store, "a.eth", "uns");
  CHECK(name.holder == "on base");
  CHECK(name.label == RawLabel{"a"});
  CHECK(name.homes.size() == 2);
  CHECK(store->read()->names_by_hash(std::vector{canonical_hash("a")}).size() == 1);
  std::size_t seen = 0;
  store->read()->visit_names({.ns = "uns", .parent = {}, .since = {}}, [&](const NameRecord& one) {
    ++seen;
    CHECK(one.homes.size() == 2);
  });
  CHECK(seen == 1);
  const auto exposure = store->read()->exposure("uns", key_of("eth"), at(1));
  CHECK(exposure.direct_children == 1);
  CHECK(exposure.active == 1);
  for (const Change& change : changes_after(*store->read(), 0)) {
    REQUIRE(change.name);
    CHECK(change.name->label == RawLabel{"a"});
  }
  CHECK(store->read()->unspelled("uns", {}, 10).empty());
}

}  // namespace splitroot::db
