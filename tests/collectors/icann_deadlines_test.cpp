#include "collectors/icann/pipeline/deadlines.hpp"

#include "icann_round_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string header = "milestone,date,round,string,url\n";

Result<std::vector<Deadline>> parse(const std::string& text,
                                    std::optional<Timestamp> as_of = parse_time("2026-10-15")) {
  return parse_deadlines(text, "dates.csv", as_of);
}

}  // namespace

TEST_CASE("deadlines: a date is 23:59 UTC of that day, a time is itself; sorted") {
  const auto deadlines = parse(header +
                               "Objections end,14 January 2027,2026 Round,,https://www.icann.org/x\n"
                               "Comments end,2026-12-01T12:00:00+02:00,2026,,\n"
                               "Mitigation plan due,2026-12-24,2026,BÄR,https://www.icann.org/y\n");
  REQUIRE(good(deadlines));
  REQUIRE(deadlines->size() == 3);
  CHECK(deadlines->at(0).milestone == "Comments end");
  CHECK(deadlines->at(0).at == parse_time("2026-12-01T10:00:00Z"));
  CHECK(deadlines->at(0).source_url.empty());
  CHECK(deadlines->at(1).ldh == "xn--br-via");
  CHECK(deadlines->at(1).at == parse_time("2026-12-24T23:59:00Z"));
  CHECK(deadlines->at(2) == Deadline{"2026", "Objections end", *parse_time("2027-01-14T23:59:00Z"),
                                     std::nullopt, "https://www.icann.org/x", *parse_time("2026-10-15")});
}

TEST_CASE("deadlines: CSV with semicolons and JSON are the same") {
  const auto csv = parse(
      "\xef\xbb\xbfICANN dates;;\r\nAs of;2026-10-15;\r\nDeadline;Due Date;Round\r\nX;2027-01-14;2026\r\n",
      std::nullopt);
  const auto json = parse(
      R"({"updated":"2026-10-15","dates":[{"title":"X","date":"2027-01-14","round":2026,"source":null,"string":null}]})",
      std::nullopt);
  REQUIRE(good(csv));
  REQUIRE(good(json));
  CHECK(*csv == *json);
  CHECK(csv->at(0).as_of == parse_time("2026-10-15"));
}

TEST_CASE("deadlines: what is wrong is told") {
  check_error(parse(header + "X,2027-02-29,2026,,\n"),
              "dates.csv:2:3: column 'date': '2027-02-29' is no date (2026-10-14, 14 October 2026) or time "
              "(2026-10-14T23:59:00Z)");
  check_error_begins(parse(header + "X,,2026,,\n"), "dates.csv:2:3: column 'date': '' is no date");
  check_error_begins(parse(header + "X,TBD,2026,,\n"), "dates.csv:2:3: column 'date': 'TBD' is no date");
  check_error(parse(header + ",2027-01-14,2026,,\n"), "dates.csv:2:1: column 'milestone': is empty");
  check_error(parse(header + "X,2027-01-14,,,\n"), "dates.csv:2:14: column 'round': is empty");
  check_error_begins(parse(header + "X,2027-01-14,2026,a b,\n"),
                     "dates.csv:2:19: column 'string': 'a b' is no TLD label");
  check_error(parse(header + "X,2027-01-14,2026,,\nX,2027-01-15,2026,,\n"),
              "dates.csv:3:1: column 'milestone': stands in line 2 already, of the same round and string");
  CHECK(good(parse(header + "X,2027-01-14,2026,,\nX,2027-01-15,2026,app,\nX,2027-01-15,2012,,\n")));
  check_error(parse("milestone,when,round\nX,2027-01-14,2026\n"),
              "dates.csv:1:1: no column for date; found: milestone, when, round "
              "(schemas/pipeline/deadline_columns.csv "
              "has the names known)");
  check_error(parse(header + "X,2027-01-14,2026,,\n", std::nullopt),
              "dates.csv: nothing in the list says when it was so; give its date with --as-of DATE");
}

TEST_CASE("deadlines: the next one after a moment") {
  const auto deadlines =
      parse(header +
            "A,2026-12-01,2026,,\nB,2026-12-02,2026,app,\nC,2026-12-03,2026,dot,\nD,2026-12-04,2026,,\n"
            "E,2026-11-30,2012,,\n");
  REQUIRE(good(deadlines));
  const auto next = [&](const char* moment, std::string_view round = {},
                        std::optional<std::string_view> ldh = {}) {
    const Deadline* const found = next_deadline(*deadlines, *parse_time(moment), round, ldh);
    return found == nullptr ? std::string{} : found->milestone;
  };
  CHECK(next("2026-11-01") == "E");
  CHECK(next("2026-11-01", "2026") == "A");
  CHECK(next("2026-12-01T23:58:59Z", "2026") == "A");
  CHECK(next("2026-12-01T23:59:00Z", "2026") == "B");
  CHECK(next("2026-12-02", "2026", "dot") == "C");
  CHECK(next("2026-12-02", "2026", "app") == "B");
  CHECK(next("2026-12-02", "2026", "other") == "D");
  CHECK(next("2026-12-05") == "");
}
