#include <set>

#include "icann_round_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string header =
    "String,Applicant,Website,Location,Region,IDN?,A-Label,English Meaning,Script "
    "Code,Community?,Geographic?,"
    "Application ID\r\n";
const std::string good_row = "ACME,Acme Inc.,http://acme.example,US,NA,--,--,--,--,Yes,--,1-1000-10001\r\n";

Result<ApplicationBatch> parse(const std::string& text,
                               std::optional<Timestamp> as_of = parse_time("2012-06-13")) {
  return parse_round_2012(text, "round.csv", as_of);
}

void check_row(const std::string& row, const std::string& message) {
  check_error(parse(header + good_row + row), message);
}

}  // namespace

TEST_CASE("2012: an application, in ASCII and in another script") {
  const auto batch = parse(header + good_row +
                           "中信,CITIC Group Corporation,,CN,AP,Yes,xn--fiQ64B,\"Name, of \"\"a\"\" "
                           "group\",Hans,--,--,1-1000-10002\r\n");
  REQUIRE(good(batch));
  CHECK(batch->source == "icann-round-2012");
  CHECK(batch->round == "2012");
  CHECK(batch->as_of == parse_time("2012-06-13"));
  CHECK(batch->origin == Origin::file);
  CHECK(batch->reading.position == "2012-06-13");
  CHECK(batch->reading.digest.size() == 64);
  CHECK(batch->reading.entries == 2);
  CHECK(batch->dropped_columns.empty());
  REQUIRE(batch->entries.size() == 2);
  const ApplicationEntry& acme = batch->entries[0];
  CHECK(acme.round == "2012");
  CHECK(acme.id == "1-1000-10001");
  CHECK(acme.ldh == "acme");
  CHECK(acme.applicant == "Acme Inc.");
  CHECK(acme.standing == Standing::applied);
  CHECK(acme.since == parse_time("2012-06-13"));
  CHECK(
      acme.detail ==
      Detail{{"website", "http://acme.example"}, {"location", "US"}, {"region", "NA"}, {"community", "yes"}});
  const ApplicationEntry& citic = batch->entries[1];
  CHECK(citic.ldh == "xn--fiq64b");
  CHECK(citic.detail == Detail{{"location", "CN"},
                               {"region", "AP"},
                               {"idn", "yes"},
                               {"script-code", "Hans"},
                               {"english-meaning", "Name, of \"a\" group"}});
}

TEST_CASE("2012: the list's date is told, or stands before the header, and is never made up") {
  for (const char* line : {"# as-of: 2012-06-13\r\n", "Reveal Day: 13 June 2012\r\n",
                           "As of,2012-06-13,,,\r\n", "\"Last updated\",\"13-Jun-2012\"\r\n"}) {
    CAPTURE(line);
    const auto batch = parse(line + header + good_row, std::nullopt);
    REQUIRE(good(batch));
    CHECK(batch->as_of == parse_time("2012-06-13"));
    CHECK(batch->entries[0].since == parse_time("2012-06-13"));
  }
  CHECK(parse("# as-of: 2012-06-13\n" + header + good_row, parse_time("2013-01-01"))->as_of ==
        parse_time("2013-01-01"));
  check_error(parse(header + good_row, std::nullopt),
              "round.csv: nothing in the list says when it was so; give its date with --as-of DATE");
  check_error(
      parse("# as-of: soon\n" + header + good_row, std::nullopt),
      "round.csv: as-of: 'soon' is no date (2026-10-14, 14 October 2026) or time (2026-10-14T23:59:00Z)");
}

TEST_CASE("2012: the two labels of a row must agree") {
  check_row("中国,C,,CN,AP,Yes,xn--fiq64b,--,--,--,--,1-2\r\n",
            "round.csv:3:21: column 'A-Label': '中国' is xn--fiqs8s, not xn--fiq64b");
  check_row("ACE,C,,CN,AP,--,xn--fiq64b,--,--,--,--,1-2\r\n",
            "round.csv:3:17: column 'A-Label': 'ACE' is ace, not xn--fiq64b");
  check_row("中国,C,,CN,AP,Yes,xn--e,--,--,--,--,1-2\r\n",
            "round.csv:3:21: column 'A-Label': 'xn--e' is no A-label: it has no U-label that gives it back");
  check_row("xn--e,C,,CN,AP,Yes,xn--e,--,--,--,--,1-2\r\n",
            "round.csv:3:1: column 'String': 'xn--e' is no A-label: it has no U-label that gives it back");
  check_row(
      "a b,C,,CN,AP,Yes,--,--,--,--,--,1-2\r\n",
      "round.csv:3:1: column 'String': 'a b' is no TLD label: only letters, digits and hyphens make a label");
  check_row("--,C,,CN,AP,Yes,--,--,--,--,--,1-2\r\n", "round.csv:3:1: column 'String': no string");
}

TEST_CASE("2012: other wrong rows") {
  check_row("ACE,Ace,,US,NA,--,--,--,--,--,--,1-1000-10001\r\n",
            "round.csv:3:34: column 'Application ID': this application stands in line 2 already");
  check_row("ACE,--,,US,NA,--,--,--,--,--,--,--\r\n",
            "round.csv:3:33: column 'Application ID': neither the number of the application nor an applicant "
            "(a value "
            "that holds an e-mail address or a telephone number does not count); only an announced string "
            "goes without");
  check_row("ACE,Ace\r\n", "round.csv:3:1: 2 fields where the header has 12");
  check_row("ACE,\"Ace,,US\r\n", "round.csv:3:5: a quoted field is never closed");
  check_row("ACE,\"Ace\"x,,US\r\n", "round.csv:3:9: text after the closing quote of a field");
  check_row("ACE,Ac\xe9,,US,NA,--,--,--,--,--,--,1-2\r\n",
            "round.csv:3:7: '\\xE9' is not UTF-8; save the list as UTF-8");
  check_error(parse(header), "round.csv:1:1: a header and no row: the file was cut off");
  check_error(parse("String,Applicant,Application ID\nACME,Acme,1-1\n"),
              "round.csv:1:1: no column for a_label; found: String, Applicant, Application ID "
              "(schemas/pipeline/columns.csv has the names known)");
  check_error_begins(
      parse("<!DOCTYPE html>\n<html></html>\n"),
      "round.csv:1:1: no column for string, nor for a_label, nor for applicant, nor for application_id; "
      "found: <!DOCTYPE html> (");
  check_error_begins(parse(""), "round.csv:1:1: no column for string, nor for a_label");
}

TEST_CASE("2012: what the list tells of persons is dropped and counted") {
  const auto batch = parse(
      "String,Applicant,A-Label,Application ID,Primary Contact,Email,Website\n"
      "ACME,Acme,--,1-1,Jane Roe,jane@acme.example,http://acme.example\n"
      "ACE,Ace,--,1-2,John Roe,,mail me: j.roe@ace.example\n");
  REQUIRE(good(batch));
  CHECK(batch->dropped_columns == std::vector<std::string>{"email", "primary-contact"});
  CHECK(batch->dropped_values == 4);
  CHECK(batch->entries[0].detail == Detail{{"website", "http://acme.example"}});
  CHECK(batch->entries[1].detail.empty());
}

TEST_CASE("2012: the real list") {
  const auto path = real_data("icann/round-2012/strings-1200utc-13jun12-en.redacted.csv");
  if (!path) return;
  const auto batch = parse(slurp(*path));
  REQUIRE(good(batch));
  CHECK(batch->entries.size() == 1930);
  std::set<std::string> strings;
  std::set<std::string> numbers;
  for (const ApplicationEntry& entry : batch->entries) {
    strings.insert(entry.ldh);
    numbers.insert(entry.id);
    CHECK(entry.standing == Standing::applied);
    CHECK_FALSE(entry.applicant.empty());
  }
  CHECK(strings.size() == 1409);
  CHECK(numbers.size() == 1930);
  const auto contention = contention_by_string(*batch);
  CHECK(contention.size() == 230);
  CHECK(contention.at("app").size() == 13);
  CHECK(contention.at("home").size() == 11);
  for (const char* string : {"corp", "home", "mail", "xn--fiq64b", "xn--hdb9cza1b"})
    CHECK(strings.contains(string));
  CHECK(batch->dropped_columns.empty());
  CHECK(batch->dropped_values == 0);
}
