#include "collectors/icann/magnitude.hpp"

#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const auto day = parse_time("2026-09-12");

Result<LeakageBatch> parse(const std::string& text, std::optional<Timestamp> as_of = std::nullopt) {
  return parse_magnitude(text, "magnitude", as_of);
}

std::string document(const std::string& rows) {
  return R"({"date":"2026-09-12","totalUniqueClients":9,"magnitudeData":[)" + rows + "]}";
}

void check_csv_row(const std::string& row, const std::string& message) {
  check_error(
      parse("rank,domain,magnitude,uniqueClients,queryVolume,status\n1,com,9.5,7,8,delegated\n" + row + "\n",
            day),
      "magnitude:3:" + message);
}

void check_json_row(const std::string& row, const std::string& message) {
  check_error(parse(document(R"({"domain":"com","magnitude":9},)" + row)),
              "magnitude: magnitudeData[1]" + message);
}

}  // namespace

TEST_CASE("magnitude JSON: ranked by magnitude, what is absent stays null") {
  const auto batch = parse(document(
      R"({"domain":"Corp","magnitude":5,"uniqueClients":12,"queryVolume":345,"other":[]},
         {"domain":"com","magnitude":9.87,"uniqueClients":null},
         {"domain":"_x y","magnitude":null},
         {"domain":"home","magnitude":5.0})"));
  REQUIRE(good(batch));
  CHECK(batch->source == "icann-magnitude");
  CHECK(batch->as_of == day);
  CHECK(batch->origin == Origin::file);
  CHECK(batch->reading.position == "2026-09-12");
  CHECK(batch->reading.digest.size() == 64);
  CHECK(batch->reading.entries == 4);
  REQUIRE(batch->entries.size() == 4);
  const LeakageEntry& corp = batch->entries[0];
  CHECK(corp.label == "corp");
  CHECK(corp.rank == 2);
  CHECK(corp.magnitude == 5.0);
  CHECK(corp.unique_clients == 12);
  CHECK(corp.query_volume == 345);
  CHECK(corp.delegated == std::nullopt);
  const LeakageEntry& com = batch->entries[1];
  CHECK(com.rank == 1);
  CHECK(com.magnitude == 9.87);
  CHECK(com.unique_clients == std::nullopt);
  CHECK(com.query_volume == std::nullopt);
  CHECK(batch->entries[2].label == "_x y");
  CHECK(batch->entries[2].rank == std::nullopt);
  CHECK(batch->entries[2].magnitude == std::nullopt);
  CHECK(batch->entries[3].rank == 3);
}

TEST_CASE("magnitude: a label is any UTF-8") {
  const auto batch = parse(document(R"({"domain":"a\u0000 Ü\u202e","magnitude":1})"));
  REQUIRE(good(batch));
  CHECK(batch->entries[0].label == std::string{"a\0 Ü\u202e", 8});
  const auto csv = parse(std::string{"rank,tld\n1,\"A\0,\"\"\n\"\n", 20}, day);
  REQUIRE(good(csv));
  CHECK(csv->entries[0].label == std::string{"a\0,\"\n", 5});
}

TEST_CASE("magnitude CSV: ranks as found, with standing") {
  const auto batch = parse(
      "source_rank,tld,status\n1,com,delegated\n2,Internal,undelegated\n4,local,special-use\n5,x,\n", day);
  REQUIRE(good(batch));
  CHECK(batch->as_of == day);
  REQUIRE(batch->entries.size() == 4);
  CHECK(batch->entries[0].delegated == true);
  CHECK(batch->entries[0].magnitude == std::nullopt);
  CHECK(batch->entries[1].label == "internal");
  CHECK(batch->entries[1].rank == 2);
  CHECK(batch->entries[1].delegated == false);
  CHECK(batch->entries[2].rank == 4);
  CHECK(batch->entries[2].delegated == false);
  CHECK(batch->entries[3].delegated == std::nullopt);
}

TEST_CASE("magnitude CSV: other columns, byte order mark, CRLF, lines before the header") {
  const auto batch = parse(
      "\xef\xbb\xbf# as-of: 2026-09-12\r\nDNS Magnitude\r\nDomain,,uniqueClients,Magnitude,"
      "query_volume\r\nhome,?,7,5.25,\"8\"\r\ncom,?,,9,\r\nx,?,,,\r\n");
  REQUIRE(good(batch));
  CHECK(batch->as_of == day);
  REQUIRE(batch->entries.size() == 3);
  CHECK(batch->entries[0].rank == 2);
  CHECK(batch->entries[0].magnitude == 5.25);
  CHECK(batch->entries[0].unique_clients == 7);
  CHECK(batch->entries[0].query_volume == 8);
  CHECK(batch->entries[1].rank == 1);
  CHECK(batch->entries[1].unique_clients == std::nullopt);
  CHECK(batch->entries[2].rank == std::nullopt);
}

TEST_CASE("magnitude: a row named as a column is no header") {
  const auto batch = parse("rank,domain\n1,com\n2,tld\n3,rank\n", day);
  REQUIRE(good(batch));
  REQUIRE(batch->entries.size() == 3);
  CHECK(batch->entries[1].label == "tld");
}

TEST_CASE("magnitude: dated as told, else by itself") {
  const std::string row = R"({"domain":"com","magnitude":9})";
  CHECK(parse(document(row), parse_time("2026-09-13"))->as_of == parse_time("2026-09-13"));
  check_error(parse(R"({"magnitudeData":[)" + row + "]}"),
              "magnitude: no text 'date' that dates the list; give its date with --as-of");
  check_error(parse(R"({"date":"2026-09-31","magnitudeData":[)" + row + "]}"),
              "magnitude: date: '2026-09-31' is no date (YYYY-MM-DD)");
  check_error(parse("rank,tld\n1,com\n"),
              "magnitude:1:1: nothing in this list says of when it is: give its date with --as-of");
}

TEST_CASE("magnitude JSON: another shape, or none") {
  check_error(parse("[]"), "magnitude: no list 'magnitudeData' inside an object; found: a list");
  check_error(parse(R"({"date":"2026-09-12","magnitudeData":{}})"),
              "magnitude: no list 'magnitudeData' inside an object; found: an object with the members date, "
              "magnitudeData");
  check_error(parse(document("")), "magnitude: an empty list 'magnitudeData'");
  for (const std::string& text : {document("").substr(0, 40), document("{\"domain\":\"\xff\"}")}) {
    const auto batch = parse(text);
    REQUIRE_FALSE(batch.has_value());
    CHECK(batch.error().message.starts_with("magnitude: not the JSON expected, at octet "));
  }
}

TEST_CASE("magnitude JSON: a wrong row is told with number and member") {
  check_json_row("1", ": a number instead of an object");
  check_json_row(R"({"domain":"x"})", ": no member magnitude; found: an object with the members domain");
  check_json_row(R"({"tld":"x"})", ": no member domain; found: an object with the members tld");
  check_json_row(R"({"domain":null,"magnitude":1})", ", domain: null instead of text");
  check_json_row(R"({"domain":"","magnitude":1})", ", domain: an empty label");
  check_json_row(R"({"domain":"COM","magnitude":1})", " (com), domain: stands in the list already");
  check_json_row(R"({"domain":"x","magnitude":"1"})", " (x), magnitude: text instead of a number");
  check_json_row(R"({"domain":"x","magnitude":10.01})", " (x), magnitude: no magnitude from 0 to 10");
  check_json_row(R"({"domain":"x","magnitude":-1})", " (x), magnitude: no magnitude from 0 to 10");
  check_json_row(R"({"domain":"x","magnitude":1,"uniqueClients":1.5})",
                 " (x), uniqueClients: no whole number from 0");
  check_json_row(R"({"domain":"x","magnitude":1,"queryVolume":-1})",
                 " (x), queryVolume: no whole number from 0");
  check_json_row(R"({"domain":"x","magnitude":1,"queryVolume":"1"})",
                 " (x), queryVolume: text instead of a number");
}

TEST_CASE("magnitude CSV: a missing column is named with what was found") {
  const std::string missing =
      "magnitude:1:1: no header with a column tld or domain, and one of rank, source_rank and magnitude; "
      "found: ";
  check_error(parse("rank,label\n1,com\n", day), missing + "rank, label");
  check_error(parse("tld,status\ncom,delegated\n", day), missing + "tld, status");
  check_error(parse("", day), missing + "an empty file");
  CHECK_FALSE(parse("<html>\n", day).has_value());
  check_error(parse("\"rank,tld\n", day), "magnitude:1:1: a quoted field is never closed");
}

TEST_CASE("magnitude CSV: a wrong row is told with line and column") {
  check_csv_row("0,x,1,,,", "1: column 'rank': ranks begin with 1");
  check_csv_row("-1,x,1,,,", "1: column 'rank': '-1' is no number");
  check_csv_row("2,,1,,,", "3: column 'domain': an empty label");
  check_csv_row("2,COM,1,,,", "3: column 'domain': com stands on line 2 already");
  check_csv_row("2,x\xff,1,,,", "3: column 'domain': 'x\\xFF' is no UTF-8 text");
  for (const char* magnitude : {"10.5", "-1", "nan", "inf", "1x", "x"}) {
    check_csv_row("2,x," + std::string{magnitude} + ",,,",
                  "5: column 'magnitude': '" + std::string{magnitude} + "' is no magnitude from 0 to 10");
  }
  check_csv_row("2,x,1,many,,", "7: column 'uniqueclients': 'many' is no number");
  check_csv_row("2,x,1,,99999999999999999999,",
                "8: column 'queryvolume': '99999999999999999999' is no number");
  check_csv_row("2,x,1,,,gone", "9: column 'status': 'gone' is none of delegated, undelegated, special-use");
  check_csv_row("2,x", "1: 2 fields where the header has 6");
}

TEST_CASE("magnitude CSV: a file that was cut off is refused") {
  check_error(parse("rank,tld\n", day), "magnitude:1:1: a header and no row: the file was cut off");
  check_error(parse("rank,tld\n1,com\n2,ne", day),
              "magnitude:3:1: the last line has no end: the file was cut off");
}

TEST_CASE("magnitude: the real ranks 1 to 1,000 of 2026-09-12") {
  const auto path = real_data("icann/magnitude/icann-dns-magnitude-20260912-ranks-1-1000.csv");
  if (!path) return;
  const auto batch = parse(slurp(*path), day);
  REQUIRE(good(batch));
  CHECK(batch->entries.size() == 1000);
  std::map<std::string, LeakageEntry> by_label;
  for (const auto& entry : batch->entries) by_label[entry.label] = entry;
  const std::pair<const char*, std::uint64_t> expected[] = {{"internal", 27}, {"home", 233}, {"corp", 351},
                                                            {"mail", 694},    {"go", 944},   {"wifi", 969}};
  for (const auto& [label, rank] : expected) {
    CAPTURE(label);
    CHECK(by_label[label].rank == rank);
    CHECK(by_label[label].delegated == false);
  }
  for (const char* label : {"eth", "wallet", "crypto", "nft"}) CHECK_FALSE(by_label.contains(label));
  CHECK(std::count_if(batch->entries.begin(), batch->entries.end(),
                      [](const auto& entry) { return entry.delegated == true; }) == 844);
}
