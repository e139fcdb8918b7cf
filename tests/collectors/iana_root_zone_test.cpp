#include "collectors/iana/root_zone.hpp"

#include <cstdio>
#include <set>

#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string soa =
    ". 86400 IN SOA a.root-servers.net. nstld.verisign-grs.com. 2026010500 1800 900 604800 86400\n";
const std::string delegations =
    "com. 172800 IN NS B.gtld-servers.net.\n"
    "com. 172800 IN NS a.gtld-servers.net.\n"
    "COM. 86400 IN DS 19718 13 2 8acbb0cd28f41250a80a491389424d341522d946b0da0c0291f2d3d771d7805a\n"
    "a.gtld-servers.net. 172800 IN A 192.5.6.30\n"
    "xn--p1ai. 172800 IN NS a.dns.ripn.net.\n";
constexpr RootZoneRules small{true};

Result<RootZone> parse(const std::string& text, RootZoneRules rules = small) {
  return parse_root_zone(text, "root.zone", rules);
}

std::string many_tlds(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "tld" + std::to_string(i) + ". 172800 IN NS ns.example.\n";
  return text;
}

/// The text of a compressed file of the real data; nullopt without it.
std::optional<std::string> real_zone(const std::string& serial) {
  const auto path = real_data("iana/root-zone/root.zone." + serial + ".zst");
  if (!path) return std::nullopt;
  const Folder folder;
  const auto plain = folder.path() / "root.zone";
  const std::string command = "zstd -dqf '" + path->string() + "' -o '" + plain.string() + "'";
  REQUIRE(std::system(command.c_str()) == 0);
  return slurp(plain);
}

std::set<std::string> tlds_of(const RootZone& zone) {
  std::set<std::string> tlds;
  for (const auto& tld : zone.tlds) tlds.insert(tld.tld);
  return tlds;
}

}  // namespace

TEST_CASE("a small zone: TLDs, servers and DS, lower-cased and sorted") {
  const auto zone = parse(soa + delegations);
  REQUIRE(good(zone));
  CHECK(zone->serial.value == 2026010500);
  REQUIRE(zone->tlds.size() == 2);
  CHECK(zone->tlds[0] == Delegation{"com", {"a.gtld-servers.net", "b.gtld-servers.net"}, true});
  CHECK(zone->tlds[1] == Delegation{"xn--p1ai", {"a.dns.ripn.net"}, false});
  CHECK(zone->records == 6);
  CHECK(zone->digest_matches == std::nullopt);
}

TEST_CASE("relative names, $TTL, comments and a record over several lines") {
  const auto zone = parse(
      "; a comment\n$TTL 86400\n$ORIGIN .\n@ IN SOA a.root-servers.net nstld.verisign-grs.com (\n 7 1800\n "
      "900 604800 86400 )\n"
      "\norg NS a0.org\n    NS b0.org ; another\n");
  REQUIRE(good(zone));
  CHECK(zone->serial.value == 7);
  REQUIRE(zone->tlds.size() == 1);
  CHECK(zone->tlds[0] == Delegation{"org", {"a0.org", "b0.org"}, false});
}

TEST_CASE("a transfer saved to a file ends with the SOA again") {
  CHECK(good(parse(soa + delegations + soa)));
  check_error(parse(soa + delegations + soa + "x. 1 IN NS y.\n"),
              "root.zone:8:1: a record after the closing SOA of the transfer");
  std::string later = soa;
  later.replace(later.find("2026010500"), 10, "2026010501");
  check_error(
      parse(soa + delegations + later),
      "root.zone:7:1: two SOA records with different serials, 2026010500 and 2026010501: the zone changed "
      "while it was read");
}

TEST_CASE("what is no whole root zone is refused with line and reason") {
  check_error(parse(""), "root.zone:1:1: an empty file");
  check_error(parse(" \n\t\n"), "root.zone:1:1: an empty file");
  check_error(parse("<!DOCTYPE html>\n<html>\n"), "root.zone:1:1: an HTML or XML page, not a zone file");
  check_error(parse("\x1f\x8b\x08 and so on\n"), "root.zone:1:1: a compressed file; unpack it first");
  check_error(parse(soa + "com. 172800 IN NS a.gtld-ser"),
              "root.zone:2:1: the last line has no end: the file was cut off");
  check_error(parse(delegations),
              "root.zone:5:1: no SOA record of the root: not a zone, or an incomplete one");
  check_error(parse(soa + "$INCLUDE /etc/passwd\n"),
              "root.zone:2:1: $INCLUDE is not taken: give the zone as one file");
  check_error(parse(soa + "\nhello world\n"), "root.zone:3:1: no record of a zone file: it has no type");
  check_error(parse(soa + "hello\n"),
              "root.zone:2:1: no record of a zone file: Syntax error, could not parse the RR's TTL");
  check_error(parse(soa + "com. 1 IN A 1.2.3\n"),
              "root.zone:2:1: no record of a zone file: Syntax error, could not parse the RR's rdata");
  check_error(parse("example.com. 1 IN SOA a. b. 1 2 3 4 5\n"),
              "root.zone:1:1: a SOA of example.com.: this is not the root zone");
  check_error(parse(soa + "com. 1 CH NS a.\n"), "root.zone:2:1: a record of a class other than IN");
  check_error(parse(soa + "c\\000m. 1 IN NS a.\n"),
              "root.zone:2:1: the TLD c\\000m. holds other than letters, digits and hyphens");
}

TEST_CASE("a line or a parenthesis without end does not hide records") {
  CHECK_FALSE(parse(soa + std::string(1 << 20, 'a') + "\ncom. 1 IN NS a.\n").has_value());
  check_error(parse(soa + "((\n"), "root.zone:2:1: a parenthesis that is not closed, or too long a line");
  CHECK_FALSE(parse(soa + "com. 1 IN NS ( a.\norg. 1 IN NS b.\n").has_value());
}

TEST_CASE("fewer than 100 TLDs are no root zone unless that is accepted") {
  check_error(parse(soa + many_tlds(99), {}),
              "root.zone:100:1: only 99 TLDs, where a root zone has more than a thousand");
  CHECK(good(parse(soa + many_tlds(100), {})));
  CHECK(good(parse(soa + many_tlds(1))));
}

TEST_CASE("a DS without NS is no delegation, nor is an NS below a TLD") {
  const auto zone = parse(soa + "gone. 1 IN DS 1 13 2 " + std::string(64, '0') + "\na.b. 1 IN NS c.\n");
  REQUIRE(good(zone));
  CHECK(zone->tlds.empty());
}

TEST_CASE("the NSEC chain shows records that are missing") {
  const std::string apex = ". 1 IN NSEC com. NS SOA\n";
  const std::string com = "com. 1 IN NS a.\ncom. 1 IN NSEC org. NS\n";
  const std::string org = "org. 1 IN NS a.\norg. 1 IN NSEC . NS\n";
  CHECK(good(parse(soa + apex + com + org)));
  check_error(parse(soa + apex + com), "root.zone:4:1: the NSEC chain is broken: records are missing");
  check_error(parse(soa + apex + "com. 1 IN NS a.\ncom. 1 IN NSEC . NS\n" + org),
              "root.zone:6:1: the NSEC chain does not cover the zone: records are missing");
  check_error(parse(soa + apex + com + org + "net. 1 IN NS a.\n"),
              "root.zone:7:1: the TLD net is not in the zone's own NSEC chain");
  CHECK_FALSE(parse(soa + apex + "com. 1 IN NSEC com. NS\n").has_value());
}

TEST_CASE("a ZONEMD that does not match is refused") {
  const auto zone = parse(soa + ". 1 IN ZONEMD 2026010500 1 1 " + std::string(96, 'a') + "\n" + delegations);
  REQUIRE_FALSE(zone.has_value());
  CHECK(zone.error().message.starts_with("root.zone:7:1: the zone is not what its ZONEMD record says"));
}

TEST_CASE("the day of a serial") {
  const Timestamp latest = *parse_time("2026-11-24");
  CHECK(serial_date({2026010500}, latest) == parse_time("2026-01-05"));
  CHECK(serial_date({2014071301}, latest) == parse_time("2014-07-13"));
  CHECK_FALSE(serial_date({2026112500}, latest).has_value());
  CHECK_FALSE(serial_date({2026023000}, latest).has_value());
  CHECK_FALSE(serial_date({7}, latest).has_value());
  CHECK_FALSE(serial_date({4294967295U}, latest).has_value());
}

TEST_CASE("a zone as a batch") {
  const auto batch = read_root_zone(soa + delegations, "root.zone", Origin::file, std::nullopt, small);
  REQUIRE(good(batch));
  CHECK(batch->source == "iana-root");
  CHECK(batch->origin == Origin::file);
  CHECK(batch->as_of == parse_time("2026-01-05"));
  CHECK(batch->reading.position == "2026010500");
  CHECK(batch->reading.digest.size() == 64);
  CHECK(batch->reading.entries == 2);
  REQUIRE(batch->entries.size() == 2);
  CHECK(batch->entries[0].ldh == "com");
  CHECK(batch->entries[0].standing == Standing::delegated);
  CHECK_FALSE(batch->entries[0].since.has_value());
  CHECK(batch->entries[0].detail ==
        std::map<std::string, std::string>{{"ds", "true"}, {"ns", "a.gtld-servers.net,b.gtld-servers.net"}});
  const auto dated = read_root_zone(soa, "root.zone", Origin::file, parse_time("2020-02-01"), small);
  REQUIRE(good(dated));
  CHECK(dated->as_of == parse_time("2020-02-01"));
}

TEST_CASE("five real root zones") {
  const std::pair<const char*, std::size_t> expected[] = {{"2014071301", 642},
                                                          {"2016100801", 1501},
                                                          {"2018060401", 1541},
                                                          {"2020020102", 1516},
                                                          {"2026010500", 1438}};
  std::map<std::string, std::set<std::string>> tlds;
  for (const auto& [serial, count] : expected) {
    const auto text = real_zone(serial);
    if (!text) return;
    const auto zone = parse_root_zone(*text, serial);
    REQUIRE(good(zone));
    CHECK(std::to_string(zone->serial.value) == serial);
    CHECK(zone->tlds.size() == count);
    tlds[serial] = tlds_of(*zone);
    if (std::string{serial} == "2026010500") CHECK(zone->digest_matches == true);
  }
  std::set<std::string> added;
  std::set_difference(tlds["2026010500"].begin(), tlds["2026010500"].end(), tlds["2020020102"].begin(),
                      tlds["2020020102"].end(), std::inserter(added, added.end()));
  CHECK(added == std::set<std::string>{"amazon", "kids", "music", "spa", "xn--4dbrk0ce", "xn--cckwcxetd",
                                       "xn--jlq480n2rg"});
}

TEST_CASE("a real root zone cut off at a line, or with a record altered") {
  auto text = real_zone("2026010500");
  if (!text) return;
  const std::string half = text->substr(0, text->find('\n', text->size() / 2) + 1);
  CHECK_FALSE(parse_root_zone(half, "half").has_value());
  const auto at = text->find("41.220.30.82");
  REQUIRE(at != std::string::npos);
  text->replace(at, 12, "41.220.30.83");
  CHECK_FALSE(parse_root_zone(*text, "altered").has_value());
}
