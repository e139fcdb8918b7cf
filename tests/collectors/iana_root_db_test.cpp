#include "collectors/iana/root_db.hpp"

#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string header = "a_label,display,type,manager\n";
const auto day = parse_time("2021-09-24");
const RootZoneRules small{true};
using Detail = std::map<std::string, std::string>;

Result<StandingBatch> parse(const std::string& text, std::optional<Timestamp> as_of = day) {
  return parse_root_db(text, "root-db", as_of, small);
}

std::string row(const std::string& label, const std::string& shown, const std::string& type,
                const std::string& manager) {
  return "<tr>\n<td>\n<span class=\"domain tld\"><a href=\"/domains/root/db/" + label + ".html\">" + shown +
         "</a></span></td>\n<td>" + type + "</td>\n<td>" + manager + "</td>\n</tr>\n";
}

const std::string before =
    "<!DOCTYPE html>\n<html><body>\n<table id=\"tld-table\">\n"
    "<thead><tr><th>Domain</th><th>Type</th><th>TLD Manager</th></tr></thead>\n<tbody>\n";
const std::string after = "</tbody></table>\n</body></html>\n";

Result<StandingBatch> parse_page(const std::string& rows) { return parse(before + rows + after); }

std::string many_rows(int count) {
  std::string rows;
  for (int i = 0; i < count; ++i) {
    const std::string label = "tld" + std::to_string(i);
    rows += row(label, "." + label, "generic", "A");
  }
  return rows;
}

}  // namespace

TEST_CASE("root-db CSV: delegated where a manager is named, retired where none is") {
  const auto batch =
      parse(header +
            "aaa,.aaa,generic,\"Automobile Association, Inc.\"\nactive,.active,generic,Not "
            "assigned\nan,.an,country-code,Retired\nxn--p1ai,.рф,country-code,\"The \"\"CC\"\"\"\n");
  REQUIRE(good(batch));
  CHECK(batch->source == "iana-root-db");
  CHECK(batch->as_of == day);
  CHECK(batch->origin == Origin::file);
  CHECK(batch->reading.position == "2021-09-24");
  CHECK(batch->reading.digest.size() == 64);
  CHECK(batch->reading.entries == 4);
  REQUIRE(batch->entries.size() == 4);
  CHECK(batch->entries[0].ldh == "aaa");
  CHECK(batch->entries[0].standing == Standing::delegated);
  CHECK(batch->entries[0].detail == Detail{{"type", "generic"}, {"manager", "Automobile Association, Inc."}});
  CHECK(batch->entries[1].standing == Standing::retired);
  CHECK(batch->entries[1].detail.at("manager") == "Not assigned");
  CHECK(batch->entries[2].standing == Standing::retired);
  CHECK(batch->entries[3].ldh == "xn--p1ai");
  CHECK(batch->entries[3].standing == Standing::delegated);
  CHECK(batch->entries[3].detail.at("manager") == "The \"CC\"");
}

TEST_CASE("root-db: the date is told, or a remark before the CSV's header") {
  const std::string undated =
      "root-db:1:1: nothing in this list says of when it is: give its date with --as-of";
  check_error(parse(header + "aaa,.aaa,generic,A\n", std::nullopt), undated);
  check_error(parse(before + row("aaa", ".aaa", "generic", "A") + after, std::nullopt), undated);
  CHECK(parse("# as-of: 2020-05-15\n" + header + "aaa,.aaa,generic,A\n", std::nullopt)->as_of ==
        parse_time("2020-05-15"));
  check_error(parse("# as-of: 2020-02-30\n" + header + "aaa,.aaa,generic,A\n", std::nullopt),
              "root-db:1:1: remark as-of: '2020-02-30' is no date");
}

TEST_CASE("root-db CSV: other orders and columns, byte order mark, CRLF, a line before the header") {
  const auto batch = parse(
      "\xef\xbb\xbfRoot Zone Database\r\nManager,x,Type,Display,A_Label\r\n"
      "A,1,generic,.aaa,AAA\r\n");
  REQUIRE(good(batch));
  REQUIRE(batch->entries.size() == 1);
  CHECK(batch->entries[0].ldh == "aaa");
  CHECK(batch->entries[0].detail == Detail{{"type", "generic"}, {"manager", "A"}});
}

TEST_CASE("root-db CSV: a missing column is named with what was found") {
  check_error(
      parse("a_label,display,type,sponsor\naaa,.aaa,generic,A\n"),
      "root-db:1:1: no header with the columns a_label, display, type, manager; found: a_label, display, "
      "type, sponsor");
  check_error(
      parse(""),
      "root-db:1:1: no header with the columns a_label, display, type, manager; found: an empty file");
}

TEST_CASE("root-db CSV: a wrong row is told with line and column") {
  const auto wrong = [](const std::string& line, const std::string& reason) {
    check_error(parse(header + "aaa,.aaa,generic,A\n" + line + "\n"), "root-db:3:" + reason);
  };
  wrong("b_b,.b_b,generic,B",
        "1: column 'a_label': 'b_b' is no TLD label: only letters, digits and hyphens make a label");
  wrong("xn--e,.x,generic,B",
        "1: column 'a_label': 'xn--e' is no TLD label: an A-label that stands for no U-label");
  wrong("xn--fiqs8s,.中國,generic,B", "12: column 'display': '.中國' is xn--fiqz9s, not xn--fiqs8s");
  wrong("bbb,,generic,B", "5: column 'display': '' is no TLD label: it is empty");
  wrong("bbb,.bbb,,B", "10: column 'type': '' is no type such as generic or country-code");
  wrong("bbb,.bbb,Verisign Inc.,B",
        "10: column 'type': 'Verisign Inc.' is no type such as generic or country-code");
  wrong("bbb,.bbb,generic,",
        "18: column 'manager': empty, where even what is gone is \"Not assigned\" or \"Retired\"");
  wrong("AAA,.aaa,generic,B", "1: column 'a_label': aaa stands on line 2 already");
  wrong("bbb,.bbb,generic,B\xff", "18: column 'manager': 'B\\xFF' is no UTF-8 text");
  wrong(std::string{"b\0b,.bbb,generic,B", 18}, "1: column 'a_label': 'b\\u{0000}b' is no UTF-8 text");
  wrong("bbb,.bbb,generic", "1: 3 fields where the header has 4");
  wrong("bbb,.bbb,generic,\"B", "18: a quoted field is never closed");
}

TEST_CASE("root-db CSV: a file that was cut off is refused") {
  check_error(parse(header), "root-db:1:1: a header and no row: the file was cut off");
  check_error(parse(header + "aaa,.aaa,gen"), "root-db:2:1: the last line has no end: the file was cut off");
}

TEST_CASE("root-db page: rows as IANA writes them, today and before") {
  const std::string compact =
      "<TR class='iana-group-1'><TD><span class='domain tld'><a href='/domains/root/db/xn--p1ai.html'>.рф</a>"
      "</span></TD><TD>country-code</TD><!-- <td>old</td> --><TD>A &amp; B<br/>&#8220;C&#x201D;</TD></TR>";
  const auto batch = parse_page(row("aaa", ".aaa", "generic", "Automobile\n  Association, Inc.") + compact +
                                row("active", ".active", "generic", "Not assigned") +
                                row("xn--mgbaam7a8h", "&#x202b;.امارات&#x202c;", "country-code", "T") +
                                row("xn--wgbl6a", "\u200f.قطر\u200e", "country-code", "Q"));
  REQUIRE(good(batch));
  CHECK(batch->reading.entries == 5);
  CHECK(batch->entries[0].ldh == "aaa");
  CHECK(batch->entries[0].standing == Standing::delegated);
  CHECK(batch->entries[0].detail == Detail{{"type", "generic"}, {"manager", "Automobile Association, Inc."}});
  CHECK(batch->entries[1].ldh == "xn--p1ai");
  CHECK(batch->entries[1].detail == Detail{{"type", "country-code"}, {"manager", "A & B “C”"}});
  CHECK(batch->entries[2].standing == Standing::retired);
  CHECK(batch->entries[3].ldh == "xn--mgbaam7a8h");
  CHECK(batch->entries[4].ldh == "xn--wgbl6a");
}

TEST_CASE("root-db page: a wrong row is told with its line") {
  const std::string good_row = row("aaa", ".aaa", "generic", "A");
  const auto wrong = [&](const std::string& html, const std::string& reason) {
    check_error(parse_page(good_row + html), "root-db:12:1: " + reason);
  };
  wrong(row("bbb", ".bbb", "", "B"), "type: '' is no type such as generic or country-code");
  wrong(row("bbb", ".bbb", "generic", " "),
        "manager: empty, where even what is gone is \"Not assigned\" or \"Retired\"");
  wrong(row("bbb", ".ccc", "generic", "B"), "display: '.ccc' is ccc, not bbb");
  wrong(row("b b", ".bbb", "generic", "B"), "a row without a link to /domains/root/db/LABEL.html");
  wrong(row("xn--e", ".x", "generic", "B"),
        "a_label: 'xn--e' is no TLD label: an A-label that stands for no U-label");
  wrong(good_row, "aaa stands on line 6 already");
  wrong("<tr><td>.bbb</td><td>generic</td><td>B</td></tr>\n",
        "a row without a link to /domains/root/db/LABEL.html");
  wrong("<tr><td><a href=\"/domains/root/db/bbb.html\">.bbb</a></td><td>B</td></tr>\n",
        "a row of 2 cells, where domain, type and manager are three");
  wrong("<tr><td>.bbb</td><td>generic</td><td>B</tr>\n", "a cell that is not closed");
}

TEST_CASE("root-db page: another page, a changed one, or one that was cut off") {
  const std::string changed =
      "rows, where the root zone database has more than a thousand: another page, or one whose shape has "
      "changed";
  check_error(parse("<html><body>Not found</body></html>\n"), "root-db:1:1: only 0 " + changed);
  check_error(parse_root_db(before + many_rows(999) + after, "root-db", day),
              "root-db:1:1: only 999 " + changed);
  CHECK(good(parse_root_db(before + many_rows(1000) + after, "root-db", day)));
  const std::string rows = row("aaa", ".aaa", "generic", "A");
  check_error(parse(before + rows), "root-db:12:1: the table is not closed: the page was cut off");
  check_error(parse(before + rows + "<tr><td>"),
              "root-db:12:1: a row that is not closed: the page was cut off");
  check_error(parse(before + rows + "<!-- "),
              "root-db:1:1: a comment that is not closed: the page was cut off");
  check_error(parse_page(rows + "\xff"), "root-db:1:1: a page that is no UTF-8 text");
  check_error(parse_page(rows + std::string(1, '\0')), "root-db:1:1: a page that is no UTF-8 text");
}

TEST_CASE("root-db: the real database of 2021") {
  const auto path = real_data("iana/root-db/2021-09-24.csv");
  if (!path) return;
  const auto batch = parse_root_db(slurp(*path), "2021-09-24.csv", day);
  REQUIRE(good(batch));
  CHECK(batch->entries.size() == 1589);
  std::map<std::string, int> types;
  std::map<std::string, int> gone;
  int retired = 0;
  for (const auto& entry : batch->entries) {
    ++types[entry.detail.at("type")];
    if (entry.standing != Standing::retired) continue;
    ++retired;
    ++gone[entry.detail.at("manager")];
  }
  CHECK(types == std::map<std::string, int>{{"country-code", 316},
                                            {"generic", 1244},
                                            {"generic-restricted", 3},
                                            {"infrastructure", 1},
                                            {"sponsored", 14},
                                            {"test", 11}});
  CHECK(gone == std::map<std::string, int>{{"Not assigned", 72}, {"Retired", 8}});
  CHECK(retired == 80);
}
