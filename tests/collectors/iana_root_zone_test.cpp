#include "collectors/iana/root_zone.hpp"

#include "iana_zone_support.hpp"

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
const std::string com_ds = "19718 13 2 8acbb0cd28f41250a80a491389424d341522d946b0da0c0291f2d3d771d7805a";
const RootZoneRules small{true};

Result<RootZone> parse(const std::string& text, const RootZoneRules& rules = small) {
  return parse_root_zone(text, "root.zone", rules);
}

std::string many_tlds(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "tld" + std::to_string(i) + ". 172800 IN NS ns.example.\n";
  return text;
}

}  // namespace

TEST_CASE("a small zone: TLDs, servers and DS, lower-cased and sorted") {
  const auto zone = parse(soa + delegations);
  REQUIRE(good(zone));
  CHECK(zone->serial.value == 2026010500);
  REQUIRE(zone->tlds.size() == 2);
  CHECK(zone->tlds[0] == Delegation{"com", {"a.gtld-servers.net", "b.gtld-servers.net"}, {com_ds}});
  CHECK(zone->tlds[1] == Delegation{"xn--p1ai", {"a.dns.ripn.net"}});
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
  CHECK(zone->tlds[0] == Delegation{"org", {"a0.org", "b0.org"}});
}

TEST_CASE("a transfer saved to a file ends with the SOA again") {
  CHECK(good(parse(soa + delegations + soa)));
  check_error(parse(soa + delegations + soa + "x. 1 IN NS y.\n"),
              "root.zone:8:1: a record after the closing SOA of the transfer; the zone as read has 2 TLDs");
  std::string later = soa;
  later.replace(later.find("2026010500"), 10, "2026010501");
  check_error(
      parse(soa + delegations + later),
      "root.zone:7:1: two SOA records with different serials, 2026010500 and 2026010501: the zone changed "
      "while it was read; the zone as read has 2 TLDs");
}

TEST_CASE("what is no whole root zone is refused with line and reason") {
  check_error(parse(""), "root.zone:1:1: an empty file");
  check_error(parse(" \n\t\n"), "root.zone:1:1: an empty file");
  check_error(parse("<!DOCTYPE html>\n<html>\n"), "root.zone:1:1: an HTML or XML page, not a zone file");
  check_error(parse("\x1f\x8b\x08 and so on\n"), "root.zone:1:1: a compressed file; unpack it first");
  check_error(parse(soa + "com. 172800 IN NS a.gtld-ser"),
              "root.zone:2:1: the last line has no end: the file was cut off; the zone as read has 0 TLDs");
  check_error(parse(soa + delegations + "com. 172800 IN NS a.gtld-ser"),
              "root.zone:7:1: the last line has no end: the file was cut off; the zone as read has 2 TLDs");
  check_error(parse(delegations),
              "root.zone:5:1: no SOA record of the root: not a zone, or an incomplete one");
  check_error(parse(soa + "$INCLUDE /etc/passwd\n"),
              "root.zone:2:1: $INCLUDE is not taken: give the zone as one file; the zone as read has 0 TLDs");
  check_error(parse(soa + "\nhello world\n"),
              "root.zone:3:1: no record of a zone file: it has no type; the zone as read has 0 TLDs");
  check_error(parse(soa + "hello\n"),
              "root.zone:2:1: no record of a zone file: Syntax error, could not parse the RR's TTL; the zone "
              "as read has 0 "
              "TLDs");
  check_error(parse(soa + "com. 1 IN A 1.2.3\n"),
              "root.zone:2:1: no record of a zone file: Syntax error, could not parse the RR's rdata; the "
              "zone as read has 0 "
              "TLDs");
  check_error(parse("example.com. 1 IN SOA a. b. 1 2 3 4 5\n"),
              "root.zone:1:1: a SOA of example.com.: this is not the root zone");
  check_error(parse(soa + "com. 1 CH NS a.\n"),
              "root.zone:2:1: a record of a class other than IN; the zone as read has 0 TLDs");
  check_error(
      parse(soa + "c\\000m. 1 IN NS a.\n"),
      "root.zone:2:1: the TLD c\\000m. holds other than letters, digits and hyphens; the zone as read has 0 "
      "TLDs");
}

TEST_CASE("a line or a parenthesis without end does not hide records") {
  CHECK_FALSE(parse(soa + std::string(1 << 20, 'a') + "\ncom. 1 IN NS a.\n").has_value());
  check_error(
      parse(soa + "((\n"),
      "root.zone:2:1: a parenthesis that is not closed, or too long a line; the zone as read has 0 TLDs");
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
        std::map<std::string, std::string>{{"ds", com_ds}, {"ns", "a.gtld-servers.net,b.gtld-servers.net"}});
  CHECK(batch->reading.verification == Verification::unverified_historical);
  CHECK(batch->reading.verification_reason.starts_with("the zone is not signed"));
  const auto dated = read_root_zone(soa, "root.zone", Origin::file, parse_time("2020-02-01"), small);
  REQUIRE(good(dated));
  CHECK(dated->as_of == parse_time("2020-02-01"));
}
