#include "collectors/icann/gtlds_json.hpp"

#include "collectors/icann/collector.hpp"
#include "files_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

using Detail = std::map<std::string, std::string>;

/// A document around rows.
std::string document(const std::string& rows) {
  return R"({"gTLDs":[)" + rows + R"(],"updatedOn":"2026-01-05T12:53:59.867+0000","version":2})";
}

/// A row of the members that must be there, `more` behind them.
std::string row(const std::string& label, const std::string& signed_on, const std::string& delegated_on,
                const std::string& terminated = "false", const std::string& more = "") {
  return R"({"gTLD":")" + label + R"(","dateOfContractSignature":)" + signed_on + R"(,"delegationDate":)" +
         delegated_on + R"(,"contractTerminated":)" + terminated + more + "}";
}

Result<StandingBatch> parse(const std::string& text, std::optional<Timestamp> as_of = std::nullopt) {
  return parse_gtlds_json(text, "gtlds.json", as_of);
}

void check_row(const std::string& json, const std::string& message) {
  check_error(parse(document(row("aaa", "null", "null") + "," + json)), "gtlds.json: gTLDs[1]" + message);
}

StandingEntry only_entry(const std::string& json) {
  const auto batch = parse(document(json));
  REQUIRE(good(batch));
  REQUIRE(batch->entries.size() == 1);
  return batch->entries[0];
}

}  // namespace

TEST_CASE("gtlds.json: contracted from the signature until the delegation") {
  const auto batch = parse(document(
      R"({"applicationId":"1-1","contractTerminated":false,"dateOfContractSignature":"2024-07-01",
          "delegationDate":null,"gTLD":"hotel","registryClassDomainNameList":null,
          "registryOperator":"Hotel Top-Level-Domain S.a.r.l ","registryOperatorCountryCode":null,
          "removalDate":null,"specification13":null,"thirdOrLowerLevelRegistration":null,"uLabel":null,
          "unheardOf":[{"a":1}]},)" +
      row("XN--FIQ64B", "\"2014-08-28\"", "\"2014-11-24\"", "false",
          R"(,"uLabel":"中信","specification13":true,"removalDate":"2025-01-02")")));
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
  CHECK(hotel.detail == Detail{{"application", "1-1"},
                               {"operator", "Hotel Top-Level-Domain S.a.r.l"},
                               {"contract-terminated", "false"}});
  const StandingEntry& citic = batch->entries[1];
  CHECK(citic.ldh == "xn--fiq64b");
  CHECK(citic.since == parse_time("2014-08-28"));
  CHECK(citic.until == parse_time("2014-11-24"));
  CHECK(citic.detail == Detail{{"delegation-date", "2014-11-24"},
                               {"removal-date", "2025-01-02"},
                               {"contract-terminated", "false"},
                               {"specification-13", "true"}});
}

TEST_CASE("gtlds.json: a contract terminated before any delegation is none any more") {
  const auto removed =
      only_entry(row("aaa", "\"2015-02-26\"", "null", "true", R"(,"removalDate":"2016-03-01")"));
  CHECK(removed.since == parse_time("2015-02-26"));
  CHECK(removed.until == parse_time("2016-03-01"));
  CHECK(removed.detail.at("contract-terminated") == "true");
  const auto undated = only_entry(row("aaa", "\"2015-02-26\"", "null", "true"));
  CHECK(undated.until == parse_time("2026-01-05T12:53:59Z"));
  const auto delegated =
      only_entry(row("aaa", "\"2015-02-26\"", "\"2015-08-28\"", "true", R"(,"removalDate":"2020-03-01")"));
  CHECK(delegated.until == parse_time("2015-08-28"));
}

TEST_CASE("gtlds.json: a TLD older than its contract was never contracted only") {
  const auto com = only_entry(row("com", "\"2001-05-25\"", "\"1985-01-01\""));
  CHECK(com.since == parse_time("1985-01-01"));
  CHECK(com.until == com.since);
  CHECK(com.detail.at("contract-date") == "2001-05-25");
}

TEST_CASE("gtlds.json: no date of the signature") {
  const auto entry = only_entry(row("aaa", "null", "\"2015-08-28\"", "null"));
  CHECK(entry.since == std::nullopt);
  CHECK(entry.until == parse_time("2015-08-28"));
  CHECK(entry.detail == Detail{{"delegation-date", "2015-08-28"}});
  CHECK(only_entry(row("aaa", "\"\"", "null")).until == std::nullopt);
}

TEST_CASE("gtlds.json: dated as told, else by itself") {
  const std::string rows = row("aaa", "null", "null");
  CHECK(parse(document(rows), parse_time("2020-05-15"))->as_of == parse_time("2020-05-15"));
  CHECK(parse(R"({"version":2,"gTLDs":[)" + rows + "]}", parse_time("2020-05-15")).has_value());
  check_error(parse(R"({"version":2,"gTLDs":[)" + rows + "]}"),
              "gtlds.json: no text 'updatedOn' that dates the list; give its date with --as-of");
  check_error(parse(R"({"updatedOn":"yesterday","version":2,"gTLDs":[)" + rows + "]}"),
              "gtlds.json: updatedOn: 'yesterday' is no time (2026-01-05T12:53:59.867+0000)");
}

TEST_CASE("gtlds.json: another shape is refused with what was found") {
  check_error(parse("[]"), "gtlds.json: no list 'gTLDs' inside an object; found: a list");
  check_error(parse("7"), "gtlds.json: no list 'gTLDs' inside an object; found: a number");
  check_error(parse("\"x\""), "gtlds.json: no list 'gTLDs' inside an object; found: text");
  check_error(parse("null"), "gtlds.json: no list 'gTLDs' inside an object; found: null");
  check_error(parse("{}"), "gtlds.json: no list 'gTLDs' inside an object; found: an object without members");
  check_error(
      parse(R"({"tlds":[],"\u001b[2J":true})"),
      "gtlds.json: no list 'gTLDs' inside an object; found: an object with the members tlds, \\u{001B}[2J");
  check_error(parse(R"({"gTLDs":{}})"),
              "gtlds.json: no list 'gTLDs' inside an object; found: an object with the members gTLDs");
  const std::string version = "gtlds.json: not version 2 of the list, the only one known (member 'version')";
  check_error(parse(R"({"gTLDs":[]})"), version);
  check_error(parse(R"({"gTLDs":[],"version":3})"), version);
  check_error(parse(R"({"gTLDs":[],"version":"2"})"), version);
  check_error(parse(R"({"gTLDs":[],"version":2})"), "gtlds.json: an empty list 'gTLDs': not the whole list");
}

TEST_CASE("gtlds.json: what is no JSON, or not all of it") {
  for (const std::string& text : {std::string{}, document("").substr(0, 30), document("{\"gTLD\":\"a\xff\"}"),
                                  document("{}") + "x", std::string{"{\"gTLDs\":\0[]}", 13}}) {
    const auto batch = parse(text);
    REQUIRE_FALSE(batch.has_value());
    CHECK(batch.error().message.starts_with("gtlds.json: not the JSON expected, at octet "));
  }
}

TEST_CASE("gtlds.json: a wrong row is told with number and member") {
  check_row("[]", ": a list instead of an object");
  check_row("null", ": null instead of an object");
  check_row(R"({"gTLD":"bbb","delegationDate":null,"contractTerminated":false})",
            ": no member dateOfContractSignature; found: an object with the members gTLD, delegationDate, "
            "contractTerminated");
  check_row(R"({"tld":"bbb"})", ": no member gTLD; found: an object with the members tld");
  check_row(row("b b", "null", "null"),
            ", gTLD: 'b b' is no TLD label: only letters, digits and hyphens make a label");
  check_row(row("xn--e", "null", "null"),
            ", gTLD: 'xn--e' is no TLD label: an A-label that stands for no U-label");
  check_row(row("", "null", "null"), ", gTLD: '' is no TLD label: it is empty");
  check_row(R"({"gTLD":7,"dateOfContractSignature":null,"delegationDate":null,"contractTerminated":null})",
            ", gTLD: a number instead of text");
  check_row(row("b\\u0000b", "null", "null"), ", gTLD: a NUL inside the text");
  check_row(row("aaa", "null", "null"), " (aaa), gTLD: stands in the list already");
  check_row(row("xn--fiq64b", "null", "null", "false", R"(,"uLabel":"中国")"),
            ", uLabel: '中国' is xn--fiqs8s, not xn--fiq64b");
  check_row(row("bbb", "\"2015-13-01\"", "null"),
            " (bbb), dateOfContractSignature: '2015-13-01' is no date (YYYY-MM-DD)");
  check_row(row("bbb", "null", "\"2015-01-01T00:00:00Z\""),
            " (bbb), delegationDate: '2015-01-01T00:00:00Z' is no date (YYYY-MM-DD)");
  check_row(row("bbb", "null", "20150101"), " (bbb), delegationDate: a number instead of text");
  check_row(row("bbb", "null", "null", "\"no\""),
            " (bbb), contractTerminated: text instead of true or false");
  check_row(row("bbb", "null", "null", "false", R"(,"specification13":1)"),
            " (bbb), specification13: a number instead of true or false");
  check_row(row("bbb", "null", "null", "false", R"(,"registryOperator":{})"),
            " (bbb), registryOperator: an object without members instead of text");
  check_row(row("bbb", "\"2015-02-26\"", "null", "true", R"(,"removalDate":"2015-02-25")"),
            " (bbb), removalDate: removed before the contract was signed");
  check_row(row("bbb", "\"2027-01-01\"", "null", "true"),
            " (bbb), dateOfContractSignature: signed after the list was made, and terminated");
}

TEST_CASE("either form of the list goes by its first octet") {
  const std::string rows = row("aaa", "\"2015-02-26\"", "null");
  const std::string csv =
      ">>> Updated on: 2026-01-05T12:53:59.867+0000 <<<\n"
      "tld,u-label,registry-operator,date-of-contract-signature,application-id,delegation-date\n"
      "bbb,,B,2015-02-26,1-1,\n";
  const auto first = [](const std::string& text) {
    const auto batch = parse_gtlds_any(text, "list", std::nullopt);
    return good(batch) ? batch->entries[0].ldh : batch.error().message;
  };
  CHECK(first(document(rows)) == "aaa");
  CHECK(first("\xef\xbb\xbf\r\n " + document(rows)) == "aaa");
  CHECK(first("\n " + document(rows)) == "aaa");
  CHECK(first(csv) == "bbb");
  CHECK(first("[]") == "list: no list 'gTLDs' inside an object; found: a list");
  CHECK(parse_gtlds_any("", "list", std::nullopt).error().message.ends_with("found: an empty file"));
}

TEST_CASE("the collector of contracted gTLDs reads either form") {
  boost::asio::io_context context;
  net::HttpClient http{context.get_executor()};
  RecordingSink sink;
  const Folder folder;
  ListSettings settings;
  settings.urls = {"file://" +
                   folder.write("gtlds.json", document(row("aaa", "\"2015-02-26\"", "null"))).string()};
  const auto collector = make_gtlds_collector(http, settings);
  REQUIRE(good(run(context, collector->pass(sink))));
  REQUIRE(sink.batches.size() == 1);
  CHECK(sink.batches[0].entries[0].ldh == "aaa");
  CHECK(sink.batches[0].origin == Origin::file);
}
