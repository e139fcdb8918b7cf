#include "core/homes.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace splitroot;

namespace {

Timestamp at(int seconds) { return Timestamp{std::chrono::seconds{seconds}}; }

NameRecord row(const std::string& home, NameStatus status, int first, int last) {
  NameRecord name;
  name.ns = "uns";
  name.home = home;
  name.status = status;
  name.holder = "held on " + home;
  name.first = {home, 1, "", at(first)};
  name.last = {home, 2, "", at(last)};
  return name;
}

}  // namespace

TEST_CASE("an active home speaks before the rest, then the latest event") {
  std::vector<NameRecord> rows{row("polygon", NameStatus::active, 50, 60),
                               row("ethereum", NameStatus::burnt, 10, 99),
                               row("base", NameStatus::active, 55, 70)};
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.home < b.home; });
  do {
    const NameRecord name = combine_homes(rows);
    CHECK(name.home == "base");
    CHECK(name.holder == "held on base");
    CHECK(name.first.chain == "ethereum");
    CHECK(name.last.chain == "base");
    REQUIRE(name.homes.size() == 3);
    CHECK(name.homes[0].home == "base");
    CHECK(name.homes[1].home == "polygon");
    CHECK(name.homes[2].status == NameStatus::burnt);
  } while (std::next_permutation(rows.begin(), rows.end(),
                                 [](const auto& a, const auto& b) { return a.home < b.home; }));
}

TEST_CASE("a label and a place known to one home are known to all") {
  NameRecord unspelled = row("polygon", NameStatus::active, 50, 60);
  unspelled.detail.label_hash = Hash256{};
  NameRecord spelled = row("ethereum", NameStatus::burnt, 10, 20);
  spelled.label = RawLabel{"alice"};
  spelled.place = Place{NameKey{}, "crypto", 2};
  const NameRecord name = combine_homes({unspelled, spelled});
  CHECK(name.home == "polygon");
  CHECK(name.label == spelled.label);
  CHECK(name.place == spelled.place);
  CHECK_FALSE(name.detail.label_hash);
}

TEST_CASE("a report yields to a home that is read, and is none") {
  NameRecord report = row("", NameStatus::active, 1, 90);
  report.origin = Origin::snapshot;
  const NameRecord name = combine_homes({report, row("polygon", NameStatus::burnt, 50, 60)});
  CHECK(name.home == "polygon");
  CHECK(name.status == NameStatus::burnt);
  CHECK(name.homes.empty());
  CHECK(combine_homes({report}).status == NameStatus::active);
}

TEST_CASE("rows of several names are put together name by name") {
  NameRecord other = row("polygon", NameStatus::active, 1, 2);
  other.key.bytes[0] = 1;
  const auto names = combine_all_homes(
      {row("base", NameStatus::active, 1, 2), row("polygon", NameStatus::active, 1, 2), other});
  REQUIRE(names.size() == 2);
  CHECK(names[0].homes.size() == 2);
  CHECK(names[1].homes.empty());
  CHECK(combine_all_homes({}).empty());
}
