#include <doctest/doctest.h>

#include "samples.hpp"
#include "test_server.hpp"

// Names that their collector has not met before are copied, not merged. Whatever is stored already, and
// however wrong the hint is, the tables are those that merging makes.

namespace splitroot::db {
namespace {

using Steps = std::vector<std::pair<Origin, std::vector<NamePatch>>>;

const std::vector<std::string> looked_at{
    "SELECT to_jsonb(n)::text FROM name n ORDER BY namespace, key, home",
    "SELECT concat_ws('|', kind, namespace, encode(key, 'hex'), home, is_final) FROM change ORDER BY 1"};

std::vector<std::string> rows_of(const std::string& url) {
  Session session = session_at(url);
  std::vector<std::string> out;
  for (const std::string& query : looked_at) {
    const Rows rows = session.run(query);
    for (int i = 0; i < rows.size(); ++i) out.push_back(rows[i].octets(0));
  }
  return out;
}

/// What the steps leave behind, and how many names each adds.
std::vector<std::string> left_by(const std::string& ns, const Steps& steps) {
  const std::string url = fresh_schema();
  const auto store = open(url);
  std::vector<std::string> out;
  for (const auto& [origin, patches] : steps) {
    const MergeCounts counts = store_names(*store, ns, sorted(patches), origin);
    out.push_back(std::to_string(counts.added) + " added, " + std::to_string(counts.changed) + " changed");
  }
  const auto rows = rows_of(url);
  out.insert(out.end(), rows.begin(), rows.end());
  return out;
}

Steps hinted(Steps steps) {
  for (auto& [origin, patches] : steps)
    for (NamePatch& patch : patches) patch.state.is_first = true;
  return steps;
}

void check_equal(const std::string& ns, const Steps& steps) {
  const auto merged = left_by(ns, steps);
  CHECK(left_by(ns, hinted(steps)) == merged);
}

/// A name under `.eth` known by the hash of its label alone.
NamePatch unspelled(const std::string& label, std::uint64_t block) {
  NamePatch out = patch(label, block);
  out.state.detail.label_hash = keccak256(label);
  out.state.label.reset();
  return out;
}

/// A name under another, known by its key and its parent's.
NamePatch below(const NamePatch& parent, const std::string& label, std::uint64_t block) {
  NamePatch out = patch(label, block);
  out.state.key = child_node(parent.state.key, keccak256(label));
  out.state.parent = parent.state.key;
  out.state.place.reset();
  return out;
}

/// A name of the provisional block 40.
void store_provisional(Store& store, const NamePatch& patch) {
  const auto unit = store.begin();
  unit->stage_provisional("hns", "hns", "", {40, "aa", at(1'600'000'040)}, std::vector{patch});
  unit->merge();
  unit->commit();
}

/// Takes block 40 back, and stores final names in the same unit of work.
void take_back_and_store(Store& store, const std::vector<NamePatch>& patches) {
  const auto unit = store.begin();
  unit->rewind("hns", {39, "99", at(1'600'000'039)});
  unit->stage("hns", "", Origin::live, std::nullopt, patches);
  unit->merge();
  unit->commit();
}

}  // namespace

TEST_CASE("first names into an empty table, and more beside them") {
  NamePatch full = tld("full", 12);
  full.state.holder = std::string("hs1\0\xff", 5);
  full.state.resolves = true;
  full.state.claimed = true;
  full.state.registered_at = at(1'500'000'000);
  full.state.detail.state = std::string("\0\1state", 7);
  full.state.detail.auction_ends = 99;
  check_equal("hns", {{Origin::live, {tld("alice", 10), tld("bob", 11), full}},
                      {Origin::live, {tld("carol", 20), tld("dave", 21)}}});
}

TEST_CASE("a hint that is wrong of one name loses nothing of the others") {
  NamePatch reported = tld("alice", 10);
  reported.state.evidence = reported.first = {};
  check_equal("hns", {{Origin::snapshot, {reported, tld("erin", 3)}},
                      {Origin::live, {tld("alice", 20), tld("bob", 21), tld("carol", 22)}},
                      {Origin::live, {tld("alice", 20), tld("bob", 21)}}});
}

TEST_CASE("first names spell those that wait for them") {
  check_equal("ens", {{Origin::live, {unspelled("alice", 10), patch("bob", 11)}},
                      {Origin::live, {below(patch("bob", 11), "alice", 20), patch("carol", 21)}},
                      {Origin::live, {patch("dave", 31)}}});
}

TEST_CASE("first names place those that wait for them") {
  const NamePatch parent = patch("parent", 30);
  check_equal("ens",
              {{Origin::live, {below(parent, "child", 11)}}, {Origin::live, {parent, patch("bob", 31)}}});
}

TEST_CASE("first names of which one is not spelled") {
  check_equal("ens", {{Origin::live, {unspelled("alice", 10), patch("bob", 11)}},
                      {Origin::live, {patch("carol", 12), unspelled("dave", 13)}},
                      {Origin::live, {patch("alice", 14), patch("dave", 15)}}});
}

TEST_CASE("labels no text could hold are copied as they are") {
  check_equal("ens", {{Origin::live,
                       {patch(std::string("tencentclub\0\0\0", 14), 5), patch("\xff\xfe broken", 5),
                        patch(std::string(12'800, '\0'), 5), patch("", 5), patch("\\x00", 5)}}});
}

TEST_CASE("first names beside provisional blocks, and after these were taken back") {
  const auto left = [](bool hint) {
    const std::string url = fresh_schema();
    const auto store = open(url);
    store_provisional(*store, tld("alice", 40));
    auto patches = sorted({tld("alice", 20), tld("bob", 21)});
    for (NamePatch& patch : patches) patch.state.is_first = hint;
    store_names(*store, "hns", patches);
    auto again = sorted({tld("alice", 39), tld("carol", 39)});
    for (NamePatch& patch : again) patch.state.is_first = hint;
    take_back_and_store(*store, again);
    return rows_of(url);
  };
  const auto merged = left(false);
  CHECK(left(true) == merged);
}

TEST_CASE("a first name that was taken back in the same unit of work is told of once") {
  const auto told = [](bool hint) {
    const std::string url = fresh_schema();
    const auto store = open(url);
    NamePatch alice = tld("alice", 40);
    store_provisional(*store, alice);
    alice.state.is_first = hint;
    take_back_and_store(*store, {alice});
    return rows_of(url);
  };
  const auto merged = told(false);
  CHECK(told(true) == merged);
}

}  // namespace splitroot::db
