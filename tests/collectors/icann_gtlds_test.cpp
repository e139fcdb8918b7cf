#include "collectors/icann/gtlds.hpp"

#include <set>

#include "collectors/icann/collector.hpp"
#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string updated = ">>> Updated on: 2026-01-05T12:53:59.867+0000 <<<\n";
const std::string header =
    "tld,u-label,registry-operator,date-of-contract-signature,application-id,delegation-date\n";

Result<StandingBatch> parse(const std::string& text, std::optional<Timestamp> as_of = std::nullopt) {
  return parse_gtlds(text, "newgtlds.csv", as_of);
}

void check_row(const std::string& row, const std::string& message) {
  check_error(parse(updated + header + "aaa,,AAA,2015-02-26,1-1,2015-08-28\n" + row + "\n"), message);
}

std::set<std::string> undelegated(const StandingBatch& batch) {
  std::set<std::string> tlds;
  for (const auto& entry : batch.entries) {
    if (!entry.until) tlds.insert(entry.ldh);
  }
  return tlds;
}

}  // namespace

TEST_CASE("a contracted gTLD, delegated or not") {
  const auto batch = parse(updated + header +
                           "\"hotel\",\"\",\"Hotel Top-Level-Domain S.a.r.l\",\"2024-07-01\",\"1-1\",\"\"\n"
                           "XN--FIQ64B,中信,\"CITIC, Ltd\",2014-08-28,,2014-11-24\n");
  REQUIRE(good(batch));
  CHECK(batch->source == "icann-gtlds");
  CHECK(batch->as_of == parse_time("2026-01-05T12:53:59Z"));
  CHECK(batch->origin == Origin::file);
  CHECK(batch->reading.position == "2026-01-05T12:53:59Z");
  CHECK(batch->reading.digest.size() == 64);
  CHECK(batch->reading.entries == 2);
  REQUIRE(batch->entries.size() == 2);
  const StandingEntry& hotel = batch->entries[0];
  CHECK(hotel.ldh == "hotel");
  CHECK(hotel.standing == Standing::contracted);
  CHECK(hotel.since == parse_time("2024-07-01"));
  CHECK(hotel.until == std::nullopt);
  CHECK(hotel.detail == std::map<std::string, std::string>{{"application", "1-1"},
                                                           {"operator", "Hotel Top-Level-Domain S.a.r.l"}});
  const StandingEntry& citic = batch->entries[1];
  CHECK(citic.ldh == "xn--fiq64b");
  CHECK(citic.until == parse_time("2014-11-24"));
  CHECK(citic.detail ==
        std::map<std::string, std::string>{{"operator", "CITIC, Ltd"}, {"delegation-date", "2014-11-24"}});
}

TEST_CASE("the list's date: its first line in either spelling, or as told") {
  const std::string row = "aaa,,AAA,2015-02-26,1-1,\n";
  CHECK(parse(">>> Updated on: 2016-10-08T18:02:10Z <<<\n" + header + row)->as_of ==
        parse_time("2016-10-08T18:02:10Z"));
  CHECK(parse(">>> Updated on: 2026-01-05T12:00:00.5-0530 <<<\n" + header + row)->as_of ==
        parse_time("2026-01-05T17:30:00Z"));
  CHECK(parse(header + row, parse_time("2020-05-15"))->as_of == parse_time("2020-05-15"));
  CHECK(parse(updated + header + row, parse_time("2020-05-15"))->as_of == parse_time("2020-05-15"));
  for (const char* line :
       {"", ">>> Updated on: yesterday <<<\n", ">>> Updated on: <<<\n", "Updated on: +00\n", "<<<\n"}) {
    check_error(parse(line + header + row),
                "newgtlds.csv:1:1: no line '>>> Updated on: TIME <<<' that dates the list; give its date");
  }
}

TEST_CASE("columns go by name; a missing one is told with what was found") {
  const auto moved =
      parse(updated +
            "Delegation-Date,tld,u-label,extra,application-id,date-of-contract-signature,registry-operator\n"
            ",aaa,,x,1-1,2015-02-26,AAA\n");
  REQUIRE(good(moved));
  CHECK(moved->entries[0].detail.at("operator") == "AAA");
  check_error(
      parse(updated + "tld,u-label,registry-operator,contract-date,application-id,delegation-date\naaa,,A,"
                      "2015-02-26,1,\n"),
      "newgtlds.csv:1:1: no header with the columns tld, u-label, registry-operator, "
      "date-of-contract-signature, application-id, delegation-date; found: tld, u-label, registry-operator, "
      "contract-date, application-id, delegation-date");
  CHECK_FALSE(parse("").has_value());
  CHECK_FALSE(parse("<!DOCTYPE html>\n<html></html>\n").has_value());
}

TEST_CASE("a wrong row is told with line and column") {
  check_row("bbb,,B,2015-13-01,1-2,",
            "newgtlds.csv:4:8: column 'date-of-contract-signature': '2015-13-01' is no date (YYYY-MM-DD)");
  check_row("bbb,,B,,1-2,",
            "newgtlds.csv:4:8: column 'date-of-contract-signature': '' is no date (YYYY-MM-DD)");
  check_row("bbb,,B,2015-01-01,1-2,soon",
            "newgtlds.csv:4:23: column 'delegation-date': 'soon' is no date (YYYY-MM-DD)");
  check_row("bbb,,B,2015-01-01,1-2,2014-12-31",
            "newgtlds.csv:4:23: column 'delegation-date': delegated before the contract was signed");
  check_row(
      "a b,,B,2015-01-01,1-2,",
      "newgtlds.csv:4:1: column 'tld': 'a b' is no TLD label: only letters, digits and hyphens make a label");
  check_row("xn--fiq64b,中国,B,2015-01-01,1-2,",
            "newgtlds.csv:4:12: column 'u-label': '中国' is xn--fiqs8s, not xn--fiq64b");
  check_row("AAA,,B,2015-01-01,1-2,", "newgtlds.csv:4:1: column 'tld': aaa stands on line 3 already");
  check_row("bbb,,B\xff,2015-01-01,1-2,",
            "newgtlds.csv:4:6: column 'registry-operator': 'B\\xFF' is no UTF-8 text");
  check_row("bbb,,B,2015-01-01", "newgtlds.csv:4:1: 4 fields where the header has 6");
  check_row("bbb,,\"B,2015-01-01,1-2,", "newgtlds.csv:4:6: a quoted field is never closed");
}

TEST_CASE("quotes in a field: doubled, or with a backslash as until 2020") {
  const auto batch = parse(updated + header + "cern,,\"Research (\\\"CERN\\\")\",2014-06-05,1,\n" +
                           "scb,,\"Bank \"\"SCB\"\"\",2014-06-05,2,\n");
  REQUIRE(good(batch));
  CHECK(batch->entries[0].detail.at("operator") == "Research (\"CERN\")");
  CHECK(batch->entries[1].detail.at("operator") == "Bank \"SCB\"");
}

TEST_CASE("a file that was cut off is refused") {
  check_error(parse(updated + header + "aaa,,AAA,2015-02-26,1-1,"),
              "newgtlds.csv: the last line has no end: the file was cut off");
  check_error(parse(updated + header), "newgtlds.csv: a header and no row: the file was cut off");
}

TEST_CASE("the collector reads a file URL") {
  boost::asio::io_context context;
  net::HttpClient http{context.get_executor()};
  RecordingSink sink;
  const Folder folder;
  const auto path = folder.write("newgtlds.csv", updated + header + "aaa,,AAA,2015-02-26,1-1,\n");
  ListSettings settings;
  settings.urls = {"file:///nowhere/newgtlds.csv", "file://" + path.string()};
  const auto collector = make_gtlds_collector(http, settings);
  REQUIRE(good(run(context, collector->pass(sink))));
  CHECK(collector->source() == "icann-gtlds");
  REQUIRE(sink.batches.size() == 1);
  CHECK(sink.batches[0].entries.size() == 1);
}

TEST_CASE("four real lists") {
  const std::pair<const char*, std::size_t> expected[] = {
      {"2016-10-08", 1227}, {"2018-02-17", 1218}, {"2020-05-15", 1186}, {"2026-01-05", 1101}};
  std::map<std::string, std::set<std::string>> open;
  for (const auto& [date, rows] : expected) {
    const auto path = real_data(std::string{"icann/newgtlds/newgtlds-"} + date + ".csv");
    if (!path) return;
    const auto batch = parse(slurp(*path));
    REQUIRE(good(batch));
    CHECK(batch->entries.size() == rows);
    CHECK(to_date(batch->as_of) == date);
    open[date] = undelegated(*batch);
  }
  CHECK(open["2026-01-05"] == std::set<std::string>{"hotel", "merck"});
  CHECK(open["2020-05-15"] == std::set<std::string>{"amazon", "spa", "xn--cckwcxetd", "xn--jlq480n2rg"});
  CHECK(open["2018-02-17"] == std::set<std::string>{"llc"});
  CHECK(open["2016-10-08"].size() == 43);
}
