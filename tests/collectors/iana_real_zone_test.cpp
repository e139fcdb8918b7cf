#include <set>

#include "iana_zone_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

std::set<std::string> tlds_of(const RootZone& zone) {
  std::set<std::string> tlds;
  for (const auto& tld : zone.tlds) tlds.insert(tld.tld);
  return tlds;
}

struct Expected {
  const char* serial;
  std::size_t tlds;
  std::size_t with_ds;
  const char* anchors;
  const char* moment;
};
constexpr Expected zones[] = {{"2014071301", 642, 448, "19036", "2014-07-13T00:00:00Z"},
                              {"2016100801", 1501, 1341, "19036", "2016-10-08T16:00:00Z"},
                              {"2018060401", 1541, 1397, "19036, 20326", "2018-06-04T16:00:00Z"},
                              {"2020020102", 1516, 1376, "20326", "2020-02-01T16:00:00Z"},
                              {"2026010500", 1438, 1346, "20326, 38696", "2026-01-05T04:00:00Z"}};

}  // namespace

TEST_CASE("five real root zones are verified at their dates") {
  std::map<std::string, std::set<std::string>> tlds;
  for (const Expected& expected : zones) {
    CAPTURE(expected.serial);
    const auto text = real_zone(expected.serial);
    if (!text) return;
    const auto zone = parse_root_zone(*text, expected.serial);
    REQUIRE(good(zone));
    CHECK(std::to_string(zone->serial.value) == expected.serial);
    CHECK(zone->tlds.size() == expected.tlds);
    CHECK(zone->verification == Verification::verified);
    const bool has_digest = std::string{expected.serial} == "2026010500";
    CHECK(zone->digest_matches == (has_digest ? std::optional{true} : std::nullopt));
    CHECK(zone->verification_reason ==
          std::string{"signed under trust anchor "} + expected.anchors + ", as of " + expected.moment +
              (has_digest ? "; ZONEMD matches" : "; no ZONEMD, so nothing vouches for glue"));
    CHECK(std::count_if(zone->tlds.begin(), zone->tlds.end(), [](const auto& tld) { return tld.has_ds(); }) ==
          static_cast<std::ptrdiff_t>(expected.with_ds));
    tlds[expected.serial] = tlds_of(*zone);
  }
  std::set<std::string> added;
  std::set_difference(tlds["2026010500"].begin(), tlds["2026010500"].end(), tlds["2020020102"].begin(),
                      tlds["2020020102"].end(), std::inserter(added, added.end()));
  CHECK(added == std::set<std::string>{"amazon", "kids", "music", "spa", "xn--4dbrk0ce", "xn--cckwcxetd",
                                       "xn--jlq480n2rg"});
}

TEST_CASE("the root of 2026: what it says of com") {
  const auto text = real_zone("2026010500");
  if (!text) return;
  const auto zone = parse_root_zone(*text, "root.zone");
  REQUIRE(good(zone));
  const auto com =
      std::find_if(zone->tlds.begin(), zone->tlds.end(), [](const auto& tld) { return tld.tld == "com"; });
  REQUIRE(com != zone->tlds.end());
  CHECK(com->ns.size() == 13);
  CHECK(com->ds == std::vector<std::string>{
                       "19718 13 2 8acbb0cd28f41250a80a491389424d341522d946b0da0c0291f2d3d771d7805a"});
  CHECK(com->glue.size() == 13);
  CHECK(com->glue.at("a.gtld-servers.net") == std::vector<std::string>{"192.5.6.30", "2001:503:a83e::2:30"});
}

TEST_CASE("a real root zone cut off at a line, altered in one octet, or looked at on another day") {
  auto text = real_zone("2026010500");
  if (!text) return;
  const std::string half = text->substr(0, text->find('\n', text->size() / 2) + 1);
  const auto cut = parse_root_zone(half, "half");
  REQUIRE_FALSE(cut.has_value());
  CHECK(cut.error().message.find("; the zone as read has ") != std::string::npos);
  CHECK_FALSE(read_root_zone(*text, "late", Origin::file, parse_time("2026-02-05")).has_value());
  CHECK_FALSE(parse_root_zone(*text, "live", {false, ZoneMode::live}).has_value());
  const auto at = text->find("41.220.30.82");
  REQUIRE(at != std::string::npos);
  text->replace(at, 12, "41.220.30.83");
  CHECK_FALSE(parse_root_zone(*text, "altered").has_value());
}
