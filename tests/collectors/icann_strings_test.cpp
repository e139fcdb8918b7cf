#include "collectors/icann/strings.hpp"

#include <sstream>

#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

using Detail = std::map<std::string, std::string>;

Result<StandingBatch> parse(const std::string& text, std::optional<Timestamp> as_of = std::nullopt) {
  std::istringstream in{text};
  return parse_strings(in, "strings.csv", "strings", as_of);
}

const std::string full = "string,standing,round,applicant,application_id,date\n";
const std::string bundled = "string,standing,since,until,detail\n";

}  // namespace

TEST_CASE("the generic list") {
  const auto batch =
      parse(full + "Wallet,applied,2026,\"Wallets, Inc.\",2-1,2026-10-20\n.中国,announced,,,,\n");
  REQUIRE(good(batch));
  CHECK(batch->source == "strings");
  CHECK(batch->origin == Origin::file);
  CHECK(batch->reading.entries == 2);
  CHECK(batch->reading.digest.size() == 64);
  REQUIRE(batch->entries.size() == 2);
  CHECK(batch->entries[0].ldh == "wallet");
  CHECK(batch->entries[0].standing == Standing::applied);
  CHECK(batch->entries[0].since == parse_time("2026-10-20"));
  CHECK(batch->entries[0].detail ==
        Detail{{"round", "2026"}, {"applicant", "Wallets, Inc."}, {"application", "2-1"}});
  CHECK(batch->entries[1].ldh == "xn--fiqs8s");
  CHECK(batch->entries[1].since == std::nullopt);
  CHECK(batch->entries[1].detail.empty());
}

TEST_CASE("two columns are enough; a list without date is as of now") {
  const auto before = now();
  const auto batch = parse("standing,string\nreserved,nic\n");
  REQUIRE(good(batch));
  CHECK(batch->as_of >= before);
  CHECK(batch->reading.position == to_date(batch->as_of));
  CHECK(batch->entries[0].standing == Standing::reserved);
}

TEST_CASE("remarks date and number the list; an explicit date goes before") {
  const std::string text =
      "# title: a, b\n# as-of: 2026-01-05\n# serial: 2026010500\n" + bundled + "com,delegated,,,\n";
  CHECK(parse(text)->as_of == parse_time("2026-01-05"));
  CHECK(parse(text)->reading.position == "2026010500");
  CHECK(parse(text, parse_time("2026-01-06"))->as_of == parse_time("2026-01-06"));
  check_error(parse("# as-of: soon\n" + bundled), "strings.csv:1:1: remark as-of: 'soon' is no date");
}

TEST_CASE("detail is pairs or one sentence") {
  const auto detail = [](const std::string& text) {
    const auto batch = parse(bundled + "com,delegated,2020-01-01,2021-01-01,\"" + text + "\"\n");
    REQUIRE(good(batch));
    CHECK(batch->entries[0].until == parse_time("2021-01-01"));
    return batch->entries[0].detail;
  };
  CHECK(detail("") == Detail{});
  CHECK(detail("operator=A, Inc.;application=1-1") ==
        Detail{{"operator", "A, Inc."}, {"application", "1-1"}});
  CHECK(detail("a=b=c") == Detail{{"a", "b=c"}});
  CHECK(detail("RFC6761") == Detail{{"note", "RFC6761"}});
  CHECK(detail("in the root on 2020-02-01; x=1 by then") ==
        Detail{{"note", "in the root on 2020-02-01; x=1 by then"}});
  CHECK(detail("a=1;a=2") == Detail{{"note", "a=1;a=2"}});
  CHECK(detail(";;") == Detail{{"note", ";;"}});
}

TEST_CASE("several applications for a string are one entry") {
  const auto batch = parse(full +
                           "app,applied,2012,Google,1-2,2012-06-14\napp,applied,2012,Apple,1-1,2012-06-13\n"
                           "app,withdrawn,2012,,1-3,\nAPP,applied,2012,Google,1-4,2012-06-13\n");
  REQUIRE(good(batch));
  REQUIRE(batch->entries.size() == 2);
  CHECK(batch->entries[0].detail == Detail{{"round", "2012"},
                                           {"applicant", "Google; Apple; Google"},
                                           {"application", "1-2; 1-1; 1-4"},
                                           {"applications", "3"}});
  CHECK(batch->entries[0].since == parse_time("2012-06-13"));
  CHECK(batch->entries[1].standing == Standing::withdrawn);
}

TEST_CASE("what is wrong is told with line and column") {
  check_error(parse(full + "app,aplied,,,,\n"),
              "strings.csv:2:5: column 'standing': 'aplied' is none of " + word_list<Standing>());
  CHECK(word_list<Standing>().starts_with("delegated, in-root-unclassified, "));
  check_error(
      parse(full + "a.b,applied,,,,\n"),
      "strings.csv:2:1: column 'string': 'a.b' is no TLD label: it has a dot inside; a string is one label");
  check_error(parse(full + ",applied,,,,\n"),
              "strings.csv:2:1: column 'string': '' is no TLD label: it is empty");
  check_error(
      parse(full + "app,applied,,,,01/02/2026\n"),
      "strings.csv:2:16: column 'date': '01/02/2026' is no date (2026-01-05) or time (2026-01-05T00:00:00Z)");
  check_error(parse(bundled + "app,applied,2026-01-02,2026-01-01,\n"),
              "strings.csv:2:24: column 'until': before since");
  check_error(parse(full + "app,applied,,\xff,,\n"),
              "strings.csv:2:14: column 'applicant': '\\xFF' is no UTF-8 text");
  check_error(parse(full + "app,applied,,,,\n\napp,applied,,,,\n"),
              "strings.csv:4:1: column 'string': app stands as applied on line 2 already");
  check_error(parse(full + "app,applied,,,1-1,\napp,applied,,,1-1,\n"),
              "strings.csv:3:1: column 'string': app stands as applied on line 2 already");
  check_error(parse("name,standing\napp,applied\n"),
              "strings.csv:1:1: no header with the columns string, standing; found: name, standing");
  check_error(parse(full + "app,applied\n"), "strings.csv:2:1: 2 fields where the header has 6");
  CHECK_FALSE(parse("").has_value());
}

TEST_CASE("a header alone is an empty list") {
  const auto batch = parse(full);
  REQUIRE(good(batch));
  CHECK(batch->entries.empty());
}
