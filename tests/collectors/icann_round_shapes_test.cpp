// One list in many shapes: separators, quoting, lines before the header, JSON.
#include "icann_round_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

Result<ApplicationBatch> parse_json_list(const std::string& text) {
  return parse_round_2026(text, "round.json", parse_time("2026-10-15"));
}

void check_wallet(const Result<ApplicationBatch>& batch) {
  const ApplicationEntry wallet = only(batch);
  CHECK(wallet.ldh == "wallet");
  CHECK(wallet.applicant == "Wallets, \"Inc.\"");
  CHECK(wallet.id == "2-1");
  CHECK(wallet.standing == Standing::withdrawn);
  CHECK(wallet.detail == Detail{{"some-notes", "x"}});
}

}  // namespace

TEST_CASE("2026: every way to write a CSV is the same list") {
  const std::string texts[] = {
      "String,Applicant,Application ID,Status,Some Notes\nwallet,\"Wallets, \"\"Inc.\"\"\",2-1,Withdrawn,x\n",
      "\xef\xbb\xbfString;Applicant;Application ID;Status;Some Notes\r\nwallet;\"Wallets, "
      "\"\"Inc.\"\"\";2-1;Withdrawn;x\r\n",
      "String\tApplicant\tApplication ID\tStatus\tSome Notes\nwallet\tWallets, \"Inc.\"\t2-1\tWithdrawn\tx",
      "some_notes,STATUS,\"application\nid\",applicant-name,gTLD\n x , withdrawn ,2-1,  \"Wallets, "
      "\"\"Inc.\"\"\" ,Wallet\n",
      "New gTLD Program, 2026 Round; final\n\nnobody's \"list\n# a remark\n"
      "String,Applicant,Application ID,Status,Some Notes\nwallet,\"Wallets, "
      "\\\"Inc.\\\"\",2-1,Withdrawn,x\n,,,,\n# end\n",
      "String,Applicant,Application ID,Status,Some Notes\rwallet,\"Wallets, \"\"Inc.\"\"\",2-1,Withdrawn,x\r",
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    check_wallet(parse_2026(text));
  }
}

TEST_CASE("2026: a backslash before a doubled quote stays one") {
  const auto entry = only(parse_2026("String,Applicant\nwallet,\"back\\\"\"slash\\\"\n"));
  CHECK(entry.applicant == "back\\\"slash\\");
}

TEST_CASE("2026: a missing column is named with what was found") {
  check_error(parse_2026("Name of it;Applicant;Status\nwallet;W;applied\n"),
              "round.csv:1:1: no column for string or a_label; found: Name of it, Applicant, Status "
              "(schemas/pipeline/columns.csv has the names known)");
  check_error(
      parse_2026("Published 2026\n\nString,Date,Notes\nwallet,2026-10-14,\n"),
      "round.csv:3:1: no column for application_id, applicant or standing; found: String, Date, Notes "
      "(schemas/pipeline/columns.csv has the names known)");
  check_error(parse_json_list(R"([{"label":"wallet","date":"2026-10-14","notes":{"a":1}}])"),
              "round.json: no column for application_id, applicant or standing; found: label, date, notes.a "
              "(schemas/pipeline/columns.csv has the names known)");
  std::string far;
  for (int i = 0; i < 50; ++i) far += "line\n";
  check_error_begins(parse_2026(far + "String,Applicant\nwallet,W\n"),
                     "round.csv:1:1: no column for string or a_label");
}

TEST_CASE("2026: of several columns of one field the first of columns.csv speaks, wherever it stands") {
  for (const char* text :
       {"String,Applicant,U-Label\nwallet,W,wallett\n", "U-Label,Applicant,String\nwallett,W,wallet\n"}) {
    const auto entry = only(parse_2026(text));
    CHECK(entry.ldh == "wallet");
    CHECK(entry.detail == Detail{{"u-label", "wallett"}});
  }
  const auto twice = only(parse_2026("String,Applicant,Note,note,?!,Replaces\nwallet,W,a,b,c,d\n"));
  CHECK(twice.detail == Detail{{"note", "a"}, {"note-2", "b"}, {"column-5", "c"}, {"column-replaces", "d"}});
}

TEST_CASE("2026: every shape of JSON is the same list") {
  const std::string object =
      R"({"string":"wallet","applicant":{"name":"Wallets, \"Inc.\""},"applicationId":"2-1",)"
      R"("status":"Withdrawn","some notes":"x","a_label":null,"list":[]})";
  for (const std::string& text :
       {"[" + object + "]", "\xef\xbb\xbf \r\n[" + object + "]",
        R"({"meta":{"n":1},"rows":[)" + object + "]}",
        R"({"data":{"total":1,"x":[],"applications":[)" + object + R"(]},"next":null})"}) {
    CAPTURE(text);
    check_wallet(parse_json_list(text));
  }
}

TEST_CASE("2026: values of JSON as text") {
  const auto entry = only(parse_json_list(
      R"([{"string":"wallet","id":17,"brand":true,"idn":false,"fee":227000.5,"n":-3,"big":12345678901234567890,)"
      R"("variants":["a1","a2"],"objections":[{"by":"X","on":"1"},{"by":"Y"}],"deep":{"er":{"est":[1,[2,{"z":3}]]}}}])"));
  CHECK(entry.id == "17");
  CHECK(entry.variants == std::vector<std::string>{"a1", "a2"});
  CHECK(entry.detail == Detail{{"brand", "yes"},
                               {"idn", "no"},
                               {"fee", "227000.5"},
                               {"n", "-3"},
                               {"big", "12345678901234567890"},
                               {"objections-by", "X; Y"},
                               {"objections-on", "1"},
                               {"deep-er-est", "1; 2"},
                               {"deep-er-est-z", "3"}});
}

TEST_CASE("2026: JSON of another shape is told") {
  const std::string one = R"({"string":"wallet","id":"2-1"})";
  check_error(parse_json_list("[]"),
              "round.json: no list of objects, one for each application; found: an empty array");
  check_error(parse_json_list("{}"),
              "round.json: no list of objects, one for each application; found: an empty object");
  check_error(
      parse_json_list("[1,2]"),
      "round.json: no list of objects, one for each application; found: an array of what is no object");
  check_error(parse_json_list(R"({"a":{"b":{"c":[)" + one + R"(]}},"d":1})"),
              "round.json: no list of objects, one for each application; found: an object with a, d");
  check_error(parse_json_list(R"({"a":[)" + one + R"(],"b":{"c":[)" + one + "]}}"),
              "round.json: several lists of objects, and no telling which is meant: a, b.c");
  check_error(parse_json_list("[" + one + ",7]"), "round.json: entry 2: is no object");
  check_error(
      parse_json_list("[" + one + R"(,{"string":"a b","id":"2"}])"),
      "round.json: entry 2: 'string': 'a b' is no TLD label: only letters, digits and hyphens make a label");
  check_error(parse_json_list("[" + one + R"(,{"id":"2"}])"), "round.json: entry 2: 'string': no string");
  check_error(parse_json_list("[" + one + "," + one + "]"),
              "round.json: entry 2: 'id': this application stands in entry 1 already");
  check_error(parse_json_list(R"([{"string":"wallet","id":"2\u00001"}])"),
              "round.json: entry 1: 'id': a NUL character: this is no text");
  check_error_begins(parse_json_list("[" + one), "round.json: not the JSON expected, at octet ");
  check_error_begins(parse_json_list("[{\"string\":\"wallet\",\"id\":\"\\ud800\"}]"),
                     "round.json: not the JSON expected");
  check_error_begins(parse_json_list(std::string(100'000, '[')), "round.json: not the JSON expected");
  check_error_begins(parse_json_list(R"([{"string":"w","id":"1","x":")" + std::string(65'537, 'x') + "\"}]"),
                     "round.json: entry 1: 'x': a field of more than 65536 octets");
  check_error_begins(parse_json_list(R"([{"string":"w","id":"1",")" + std::string(201, 'x') + "\":1}]"),
                     "round.json: entry 1: a member's name of more than 200 octets");
  std::string wide = R"([{"string":"w","id":"1")";
  for (int i = 0; i < 500; ++i) wide += ",\"x" + std::to_string(i) + "\":1";
  check_error_begins(parse_json_list(wide + "}]"),
                     "round.json: entry 1: the list has more than 500 members' names");
}

TEST_CASE("2026: JSON dates itself by a member beside its list") {
  const std::string list = R"("rows":[{"string":"wallet","id":"2-1"}])";
  for (const char* member :
       {R"("asOf":"2026-10-14T23:50:00Z")", R"("meta":{"last updated":"2026-10-14T23:50:00Z"})"}) {
    const auto batch =
        parse_round_2026("{" + std::string{member} + "," + list + "}", "round.json", std::nullopt);
    REQUIRE(good(batch));
    CHECK(batch->as_of == parse_time("2026-10-14T23:50:00Z"));
    CHECK(batch->reading.position == "2026-10-14");
  }
  CHECK_FALSE(parse_round_2026("{" + list + "}", "round.json", std::nullopt).has_value());
}
