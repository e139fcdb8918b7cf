#include "collectors/iana/tlds_alpha.hpp"

#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string heading = "# Version 2023080300, Last Updated Thu Aug  3 07:07:01 2023 UTC\n";
const RootZoneRules small{true};

Result<StandingBatch> parse(const std::string& text, std::optional<Timestamp> as_of = std::nullopt,
                            RootZoneRules rules = small) {
  return parse_tlds_alpha(text, "tlds.txt", as_of, rules);
}

std::string many_tlds(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "TLD" + std::to_string(i) + "\n";
  return text;
}

}  // namespace

TEST_CASE("tlds-alpha: every label is delegated, the version is the position") {
  const auto batch = parse(heading + "AAA\nXN--P1AI\nZW\n");
  REQUIRE(good(batch));
  CHECK(batch->source == "iana-tlds-alpha");
  CHECK(batch->as_of == parse_time("2023-08-03T07:07:01Z"));
  CHECK(batch->origin == Origin::file);
  CHECK(batch->reading.position == "2023080300");
  CHECK(batch->reading.digest.size() == 64);
  CHECK(batch->reading.entries == 3);
  REQUIRE(batch->entries.size() == 3);
  CHECK(batch->entries[0].ldh == "aaa");
  CHECK(batch->entries[1].ldh == "xn--p1ai");
  for (const auto& entry : batch->entries) {
    CHECK(entry.standing == Standing::delegated);
    CHECK_FALSE(entry.since.has_value());
    CHECK_FALSE(entry.until.has_value());
    CHECK(entry.detail.empty());
  }
}

TEST_CASE("tlds-alpha: the date is the one told, else the time, else the version's day") {
  CHECK(parse(heading + "AAA\n", parse_time("2023-08-04"))->as_of == parse_time("2023-08-04"));
  CHECK(parse("# Version 2018012201, Last Updated Mon Jan 22 07:07:01 2018 UTC\nAAA\n")->as_of ==
        parse_time("2018-01-22T07:07:01Z"));
  CHECK(parse("# Version 2018012201\nAAA\n")->as_of == parse_time("2018-01-22"));
}

TEST_CASE("tlds-alpha: CRLF and a byte order mark") {
  const auto batch = parse("\xef\xbb\xbf# Version 2018012201\r\nAAA\r\nZW\r\n");
  REQUIRE(good(batch));
  CHECK(batch->reading.position == "2018012201");
  REQUIRE(batch->entries.size() == 2);
  CHECK(batch->entries[1].ldh == "zw");
}

TEST_CASE("tlds-alpha: a first line that is none") {
  const std::string like = "'# Version YYYYMMDDNN, Last Updated Thu Aug  3 07:07:01 2023 UTC'";
  check_error(parse("AAA\nBBB\n"), "tlds.txt:1:1: 'AAA' is not a first line like " + like);
  check_error(parse("<!DOCTYPE html>\n"), "tlds.txt:1:1: '<!DOCTYPE html>' is not a first line like " + like);
  check_error(parse("a line\n" + heading + "AAA\n"),
              "tlds.txt:1:1: 'a line' is not a first line like " + like);
  check_error(parse("# Version 2023023000\nAAA\n"), "tlds.txt:1:11: '2023023000' is no version YYYYMMDDNN");
  check_error(parse("# Version 20230803\nAAA\n"), "tlds.txt:1:11: '20230803' is no version YYYYMMDDNN");
  check_error(parse("# Version 9999999999\nAAA\n"), "tlds.txt:1:11: '9999999999' is no version YYYYMMDDNN");
  for (const char* time :
       {", Last Updated yesterday", ", Last Updated Thu Aug 32 07:07:01 2023 UTC",
        ", Last Updated Thu Foo  3 07:07:01 2023 UTC", ", Last Updated Thu Aug  3 25:07:01 2023 UTC",
        ", Last Updated Thu Aug  3 07:07:01 2023 CET", ", Last Updated Thu Aug  3 07:07:01 2023 UTC x", ",",
        ", Updated Thu Aug  3 07:07:01 2023 UTC"}) {
    check_error(parse(std::string{"# Version 2023080300"} + time + "\nAAA\n"),
                std::string{"tlds.txt:1:21: '"} + time + "' is no time as in " + like);
  }
}

TEST_CASE("tlds-alpha: a label that is none is told with its line") {
  const auto row = [](const std::string& label, const std::string& reason) {
    check_error(parse(heading + "AAA\n" + label + "\nZW\n"), "tlds.txt:3:1: " + reason);
  };
  const std::string only = "is no TLD label: only letters, digits and hyphens make a label";
  row("A B", "'A B' " + only);
  row("A_B", "'A_B' " + only);
  row("a.b", "'a.b' " + only);
  row("# end", "'# end' " + only);
  row("中国", "'中国' " + only);
  row("A\xff", "'A\\xFF' " + only);
  row(std::string{"A\0B", 3}, "'A\\u{0000}B' " + only);
  row("", "'' is no TLD label: it is empty");
  row("-A", "'-A' is no TLD label: a hyphen at its end");
  row("A-", "'A-' is no TLD label: a hyphen at its end");
  row(std::string(64, 'A'), "'" + std::string(64, 'A') + "' is no TLD label: it has more than 63 octets");
  row("aaa", "aaa stands on line 2 already");
}

TEST_CASE("tlds-alpha: an A-label must round-trip") {
  for (const char* label : {"XN--E", "XN--", "XN--HULU", "XN--ABC-", "XN--80ak6aa92e-"}) {
    const auto batch = parse(heading + label + "\n");
    REQUIRE_FALSE(batch.has_value());
    CHECK(batch.error().message.starts_with("tlds.txt:2:1: '" + std::string{label} + "' is no TLD label: "));
  }
  // It decodes to bÜcher, whose A-label is that of bücher.
  CHECK_FALSE(parse(heading + "XN--BCHER-2PA\n").has_value());
  CHECK(good(parse(heading + "XN--BCHER-KVA\n")));
}

TEST_CASE("tlds-alpha: a file that was cut off is refused") {
  check_error(parse(""), "tlds.txt:1:1: an empty file");
  check_error(parse(heading), "tlds.txt:1:1: a first line and no TLD: the file was cut off");
  check_error(parse(heading + "AAA\nZ"), "tlds.txt:3:1: the last line has no end: the file was cut off");
}

TEST_CASE("tlds-alpha: fewer than 100 labels are no root list unless that is accepted") {
  check_error(parse(heading + many_tlds(99), std::nullopt, {}),
              "tlds.txt:100:1: only 99 TLDs, where a root list has more than a thousand");
  CHECK(good(parse(heading + many_tlds(100), std::nullopt, {})));
}

TEST_CASE("tlds-alpha: three real lists") {
  const std::pair<const char*, std::size_t> expected[] = {
      {"2018012201", 1542}, {"2020020101", 1516}, {"2023080300", 1465}};
  for (const auto& [version, count] : expected) {
    const auto path = real_data(std::string{"iana/tlds-alpha/tlds-alpha-by-domain-"} + version + ".txt");
    if (!path) return;
    const auto batch = parse_tlds_alpha(slurp(*path), version, std::nullopt);
    REQUIRE(good(batch));
    CHECK(batch->entries.size() == count);
    CHECK(batch->reading.position == version);
    CHECK(to_rfc3339(batch->as_of).ends_with("T07:07:01Z"));
  }
}
