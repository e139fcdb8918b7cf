#include "collectors/iana/special_use.hpp"

#include <set>

#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string header = "Name,Reference\n";
const auto day = parse_time("2025-10-30");

Result<StandingBatch> parse(const std::string& text, std::optional<Timestamp> as_of = day) {
  return parse_special_use(text, "special.csv", as_of);
}

std::set<std::string> tlds_of(const StandingBatch& batch) {
  std::set<std::string> tlds;
  for (const auto& entry : batch.entries) tlds.insert(entry.ldh);
  return tlds;
}

}  // namespace

TEST_CASE("special-use: TLDs with reference and remark; names below are counted, not listed") {
  const std::string text = header +
                           "alt.,[RFC9476]\nhome.arpa.,[RFC8375]\nONION,\"[RFC7686], \"\"Tor\"\"\"\n"
                           "eap-noob.arpa. (DEPRECATED),[RFC9140]\nold.  (DEPRECATED),\n";
  const auto batch = parse(text);
  REQUIRE(good(batch));
  CHECK(batch->source == "iana-special-use");
  CHECK(batch->as_of == day);
  CHECK(batch->origin == Origin::file);
  CHECK(batch->reading.position == "2025-10-30");
  CHECK(batch->reading.digest.size() == 64);
  CHECK(batch->reading.entries == 3);
  REQUIRE(batch->entries.size() == 3);
  using Detail = std::map<std::string, std::string>;
  CHECK(batch->entries[0].ldh == "alt");
  CHECK(batch->entries[0].standing == Standing::special_use);
  CHECK(batch->entries[0].detail == Detail{{"reference", "[RFC9476]"}});
  CHECK(batch->entries[1].ldh == "onion");
  CHECK(batch->entries[1].detail == Detail{{"reference", "[RFC7686], \"Tor\""}});
  CHECK(batch->entries[2].ldh == "old");
  CHECK(batch->entries[2].detail == Detail{{"remark", "DEPRECATED"}});

  std::istringstream in{text};
  auto table = CsvTable::open(in, "special.csv", {"name", "reference"});
  REQUIRE(table.has_value());
  const auto names = read_special_use(*table);
  REQUIRE(good(names));
  CHECK(names->below == 2);
}

TEST_CASE("special-use: the date is told, or a remark before the header") {
  check_error(parse(header + "alt.,x\n", std::nullopt),
              "special.csv:1:1: nothing in this list says of when it is: give its date with --as-of");
  CHECK(parse("# as-of: 2020-05-15\n" + header + "alt.,x\n", std::nullopt)->as_of ==
        parse_time("2020-05-15"));
  CHECK(parse("# as-of: 2020-05-15\n" + header + "alt.,x\n")->as_of == day);
  check_error(parse("# as-of: soon\n" + header + "alt.,x\n", std::nullopt),
              "special.csv:1:1: remark as-of: 'soon' is no date");
}

TEST_CASE("special-use: byte order mark, CRLF, quotes, other columns, a line before the header") {
  const auto batch = parse(
      "\xef\xbb\xbf"
      "Special-Use Domain Names\r\n\"Reference\",Date,\" name \"\r\n"
      "[RFC9476],2023,\"alt.\"\r\n");
  REQUIRE(good(batch));
  REQUIRE(batch->entries.size() == 1);
  CHECK(batch->entries[0].ldh == "alt");
  CHECK(batch->entries[0].detail.at("reference") == "[RFC9476]");
}

TEST_CASE("special-use: a missing column is named with what was found") {
  check_error(parse("Domain,Reference\nalt.,x\n"),
              "special.csv:1:1: no header with the columns name, reference; found: domain, reference");
  check_error(parse(""), "special.csv:1:1: no header with the columns name, reference; found: an empty file");
  CHECK_FALSE(parse("<html>\n<body>\n").has_value());
}

TEST_CASE("special-use: a wrong row is told with line and column") {
  const auto row = [](const std::string& name, const std::string& reason) {
    check_error(parse(header + "alt.,x\n" + name + ",y\n"), "special.csv:3:1: column 'name': " + reason);
  };
  const std::string only = "is no TLD label: only letters, digits and hyphens make a label";
  row("a b.", "'b.' is no remark in parentheses");
  row("old. ()", "'()' is no remark in parentheses");
  row("a_b.arpa.", "'a_b' " + only);
  row("bücher.", "'bücher' " + only);
  row("home..arpa.", "'' is no TLD label: it is empty");
  row(".", "'' is no TLD label: it is empty");
  row("", "'' is no TLD label: it is empty");
  row("xn--e.", "'xn--e' is no TLD label: an A-label that stands for no U-label");
  row("ALT", "alt stands on line 2 already");
  row(std::string{"a\0b", 3}, "'a\\u{0000}b' is no UTF-8 text");
  row("a\xff", "'a\\xFF' is no UTF-8 text");
  std::string longest;
  for (int i = 0; i < 64; ++i) longest += "abc.";
  row(longest, "a name of more than 253 octets");
  check_error(parse(header + "alt.,x\nhome.arpa.,x\nHOME.arpa,x\n"),
              "special.csv:4:1: column 'name': home.arpa stands on line 3 already");
  check_error(parse(header + "alt.\n"), "special.csv:2:1: 1 fields where the header has 2");
  check_error(parse(header + "\"alt.,x\n"), "special.csv:2:1: a quoted field is never closed");
  check_error(parse(header + "\"alt.\"x,x\n"), "special.csv:2:7: text after the closing quote of a field");
  check_error(parse(header + "alt.,\xff\n"), "special.csv:2:6: column 'reference': '\\xFF' is no UTF-8 text");
}

TEST_CASE("special-use: a file that was cut off is refused") {
  check_error(parse(header), "special.csv:1:1: a header and no row: the file was cut off");
  check_error(parse(header + "alt.,[RFC94"),
              "special.csv:2:1: the last line has no end: the file was cut off");
  check_error(parse(header + "home.arpa.,x\n"),
              "special.csv:2:1: no TLD among its names: not the whole registry");
}

TEST_CASE("special-use: two real registries") {
  const std::set<std::string> in_2020{"example", "invalid", "local", "localhost", "onion", "test"};
  std::set<std::string> in_2025 = in_2020;
  in_2025.insert("alt");
  const std::pair<const char*, std::set<std::string>> expected[] = {{"2020-05-15", in_2020},
                                                                    {"2025-10-30", in_2025}};
  for (const auto& [date, tlds] : expected) {
    const auto path = real_data(std::string{"iana/special-use/special-use-domain-"} + date + ".csv");
    if (!path) return;
    const auto batch = parse(slurp(*path), parse_time(date));
    REQUIRE(good(batch));
    CHECK(tlds_of(*batch) == tlds);
  }
}
