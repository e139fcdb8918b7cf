#include "icann_round_support.hpp"

using namespace splitroot;
using namespace std::string_literals;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string header = "String,Applicant,Application ID,Status,Date\n";

}  // namespace

TEST_CASE("2026: an application as a list tells it") {
  const auto batch = parse_2026(
      "String,A-Label,Applicant,Application ID,Status,Since,Variants,Contention Set,Brand,Notes\n"
      "Wallet,--,\"Wallets, Inc.\",2-1,String Confirmed,2026-11-02,,CS-1,No,a note\n"
      "中国,XN--FIQS8S,C,2-2,,14 October 2026,中國; xn--fiqs8s | 中國,,,\n");
  REQUIRE(good(batch));
  CHECK(batch->source == "icann-round-2026");
  CHECK(batch->round == "2026");
  CHECK(batch->origin == Origin::file);
  CHECK(batch->reading.entries == 2);
  REQUIRE(batch->entries.size() == 2);
  const ApplicationEntry& wallet = batch->entries[0];
  CHECK(wallet.round == "2026");
  CHECK(wallet.ldh == "wallet");
  CHECK(wallet.applicant == "Wallets, Inc.");
  CHECK(wallet.standing == Standing::confirmed);
  CHECK(wallet.since == parse_time("2026-11-02"));
  CHECK(wallet.contention_set == "CS-1");
  CHECK(wallet.detail == Detail{{"brand", "no"}, {"notes", "a note"}, {"status", "string-confirmed"}});
  const ApplicationEntry& china = batch->entries[1];
  CHECK(china.ldh == "xn--fiqs8s");
  CHECK(china.standing == Standing::applied);
  CHECK(china.since == parse_time("2026-10-14"));
  CHECK(china.variants == std::vector<std::string>{"xn--fiqz9s", "xn--fiqs8s"});
}

TEST_CASE("2026: status words are mapped, and never guessed") {
  const auto standing = [](const std::string& word) {
    return only(parse_2026(header + "a1,A,2-1," + word + ",\n"));
  };
  const std::pair<const char*, Standing> known[] = {{"Applied", Standing::applied},
                                                    {"ANNOUNCED", Standing::announced},
                                                    {"Confirmed", Standing::confirmed},
                                                    {"withdrawn", Standing::withdrawn},
                                                    {"Not_Approved", Standing::not_approved},
                                                    {"Will not proceed", Standing::not_approved},
                                                    {"On-Hold", Standing::on_hold},
                                                    {"Replaced", Standing::replaced},
                                                    {"In Contracting", Standing::applied},
                                                    {"Contracted", Standing::contracted},
                                                    {"Temporary Delegation", Standing::temporary_delegation},
                                                    {"Delegated", Standing::applied},
                                                    {"", Standing::applied}};
  for (const auto& [word, expected] : known) {
    CAPTURE(word);
    CHECK(standing(word).standing == expected);
    CHECK_FALSE(standing(word).detail.contains("status-known"));
  }
  CHECK(standing("Delegated").detail == Detail{{"status", "delegated"}});
  CHECK(standing("In Contracting").detail == Detail{{"status", "in-contracting"}});
  CHECK(standing("Withdrawn").detail.empty());
  CHECK(standing("Withdrawn (2)").standing == Standing::applied);
  CHECK(standing("Withdrawn (2)").detail == Detail{{"status", "Withdrawn (2)"}, {"status-known", "no"}});
  const auto batch =
      parse_2026(header + "a1,A,2-1,Paused,\na2,A,2-2,Paused,\na3,A,2-3,applied,\na4,A,2-4,?,\n");
  REQUIRE(good(batch));
  CHECK(unknown_statuses(*batch) == std::map<std::string, std::size_t>{{"?", 1}, {"Paused", 2}});
}

TEST_CASE("2026: only an announced string goes without number and applicant") {
  const auto batch =
      parse_2026(header + "wallet,,,announced,\nwallet,W Inc.,,announced,\nwallet,W Inc.,,applied,\n");
  REQUIRE(good(batch));
  CHECK(batch->entries[0].standing == Standing::announced);
  CHECK(batch->entries[0].id.empty());
  CHECK(batch->entries[2].standing == Standing::applied);
  check_error_begins(
      parse_2026(header + "wallet,--,n/a,applied,\n"),
      "round.csv:2:11: column 'Application ID': neither the number of the application nor an applicant");
  check_error_begins(parse_2026("String,Status\nwallet,Delegated\n"),
                     "round.csv:2:1: neither the number of the application nor an applicant");
  CHECK(only(parse_2026("String,Status\nwallet,announced\n")).ldh == "wallet");
}

TEST_CASE("2026: a replacement string that was taken makes two entries of one application") {
  const std::string columns =
      "String,Applicant,Application ID,Status,Date,Replacement String,Replacement Taken\n";
  const auto by_status = parse_2026(columns + "Bank,B,2-1,Replaced,2026-10-20,Bänk,\n");
  REQUIRE(good(by_status));
  REQUIRE(by_status->entries.size() == 2);
  const ApplicationEntry& bank = by_status->entries[0];
  CHECK(bank.ldh == "bank");
  CHECK(bank.standing == Standing::replaced);
  CHECK(bank.replacement == "xn--bnk-qla");
  CHECK(bank.detail == Detail{{"replaced-by", "xn--bnk-qla"}});
  const ApplicationEntry& moved = by_status->entries[1];
  CHECK(moved.ldh == "xn--bnk-qla");
  CHECK(moved.standing == Standing::applied);
  CHECK(moved.id == "2-1");
  CHECK(moved.round == "2026");
  CHECK(moved.applicant == "B");
  CHECK(moved.since == parse_time("2026-10-20"));
  CHECK(moved.detail == Detail{{"replaces", "bank"}});

  const auto by_column = parse_2026(columns + "bank,B,2-1,Under Review?,,banc,yes\n");
  REQUIRE(good(by_column));
  REQUIRE(by_column->entries.size() == 2);
  CHECK(by_column->entries[0].standing == Standing::replaced);
  CHECK(by_column->entries[0].detail == Detail{{"replaced-by", "banc"}});
  CHECK(by_column->entries[1].standing == Standing::applied);
  CHECK(by_column->entries[1].detail ==
        Detail{{"replaces", "bank"}, {"status", "Under Review?"}, {"status-known", "no"}});
  const auto confirmed = parse_2026(columns + "bank,B,2-1,confirmed,2026-11-02,banc,true\n");
  REQUIRE(good(confirmed));
  CHECK(confirmed->entries[0].since == std::nullopt);
  CHECK(confirmed->entries[1].standing == Standing::confirmed);
  CHECK(confirmed->entries[1].since == parse_time("2026-11-02"));

  const ApplicationEntry kept = only(parse_2026(columns + "bank,B,2-1,applied,,banc,No\n"));
  CHECK(kept.standing == Standing::applied);
  CHECK(kept.replacement == "banc");
  CHECK(only(parse_2026(columns + "bank,B,2-1,applied,,banc,perhaps\n")).detail ==
        Detail{{"replacement-taken", "perhaps"}});
  CHECK(only(parse_2026(columns + "bank,B,2-1,replaced,,,yes\n")).standing == Standing::replaced);
  check_error(parse_2026(columns + "bank,B,2-1,replaced,,BANK,\n"),
              "round.csv:2:22: column 'Replacement String': the string itself");
}

TEST_CASE("2026: a list may have a row of its own for the replacement string") {
  const std::string columns = "String,Applicant,Application ID,Status,Replacement String\n";
  for (const std::string number : {"2-1", ""}) {
    CAPTURE(number);
    const std::string original = "bank,B," + number + ",replaced,banc\n";
    const std::string replacement = "banc,B," + number + ",applied,\n";
    for (const auto& rows : {original + replacement, replacement + original}) {
      const auto batch = parse_2026(columns + rows);
      REQUIRE(good(batch));
      REQUIRE(batch->entries.size() == 2);
      for (const ApplicationEntry& entry : batch->entries) {
        if (entry.ldh == "bank") CHECK(entry.detail == Detail{{"replaced-by", "banc"}});
        if (entry.ldh == "banc") CHECK(entry.detail == Detail{{"replaces", "bank"}});
      }
    }
  }
  const std::string three = "banc,B,2-1,applied,\nbank,B,2-1,replaced,banc\nbanque,B,2-1,replaced,banc\n";
  check_error_begins(parse_2026(columns + three),
                     "round.csv:4:10: column 'Application ID': this application stands in line 2 already");
  check_error_begins(parse_2026(columns + "bank,B,2-1,replaced,banc\nbonk,B,2-1,applied,\n"),
                     "round.csv:3:8: column 'Application ID': this application stands in line 2 already");
}

TEST_CASE("2026: temporary delegation, objections and the name-collision assessment") {
  const std::string columns =
      "String,Application ID,Status,Date,Temporary Delegation From,Temporary Delegation "
      "Until,Objections,NCA\n";
  const auto batch =
      parse_2026(columns + "corp,2-1,confirmed,2026-11-02,2027-05-01,2027-08-01,one,high risk\n");
  REQUIRE(good(batch));
  REQUIRE(batch->entries.size() == 2);
  CHECK(batch->entries[0].standing == Standing::confirmed);
  CHECK(batch->entries[0].since == parse_time("2026-11-02"));
  CHECK(batch->entries[0].detail ==
        Detail{{"objections", "one"}, {"name-collision-assessment", "high risk"}});
  CHECK(batch->entries[1].standing == Standing::temporary_delegation);
  CHECK(batch->entries[1].id == "2-1");
  CHECK(batch->entries[1].since == parse_time("2027-05-01"));
  CHECK(batch->entries[1].detail == Detail{{"until", "2027-08-01T00:00:00Z"}});
  const ApplicationEntry now =
      only(parse_2026(columns + "corp,2-1,temporary delegation,2027-04-30,2027-05-01,,,\n"));
  CHECK(now.standing == Standing::temporary_delegation);
  CHECK(now.since == parse_time("2027-05-01"));
  check_error(parse_2026(columns + "corp,2-1,confirmed,,2027-08-01,2027-05-01,,\n"),
              "round.csv:2:32: column 'Temporary Delegation Until': before the temporary delegation begins");
}

TEST_CASE("2026: what is wrong is told with its place") {
  check_error(parse_2026(header + "a1,A,2-1,applied,01/02/2026\n"),
              "round.csv:2:18: column 'Date': '01/02/2026' is no date (2026-10-14, 14 October 2026) or time "
              "(2026-10-14T23:59:00Z)");
  check_error_begins(parse_2026(header + "a1,A,2-1,applied,2026-02-30\n"),
                     "round.csv:2:18: column 'Date': '2026-02-30'");
  check_error_begins(parse_2026(header + "a1,A,2-1,applied,31 February 2026\n"),
                     "round.csv:2:18: column 'Date': '31 F");
  check_error(parse_2026(header + "a1,A,2-1,,\na2,B,2-1,,\n"),
              "round.csv:3:6: column 'Application ID': this application stands in line 2 already");
  check_error(parse_2026(header + "a1,A,,announced,\nA1,a,,announced,\n"),
              "round.csv:3:1: column 'String': a1 of this applicant stands as announced in line 2 already");
  check_error(parse_2026(header + "xn--zz,A,2-1,,\n"),
              "round.csv:2:1: column 'String': 'xn--zz' is no A-label: it has no U-label that gives it back");
  check_error(parse_2026(header + "a1,A\0B,2-1,,\n"s), "round.csv:2:5: a NUL octet: this is no text");
  check_error(parse_2026(header + "a1,\xc3,2-1,,\n"),
              "round.csv:2:4: '\\xC3' is not UTF-8; save the list as UTF-8");
  check_error(parse_2026("\xff\xfeS\0t\0"s), "round.csv:1:1: this is UTF-16; save the list as UTF-8");
  check_error(parse_2026(header + "a1," + std::string(65'537, 'x') + ",2-1,,\n"),
              "round.csv:2:4: a field of more than 65536 octets");
  check_error(parse_2026(header + "a1,\"" + std::string(65'537, 'x') + "\",2-1,,\n"),
              "round.csv:2:4: a field of more than 65536 octets (a quote that is never closed?)");
  check_error(parse_2026(header + "a1,A," + std::string(201, '1') + ",,\n"),
              "round.csv:2:6: column 'Application ID': more than 200 octets");
  check_error(parse_2026(header + std::string(64, 'a') + ",A,2-1,,\n"),
              "round.csv:2:1: column 'String': '" + std::string(64, 'a') +
                  "' is no TLD label: it has more than 63 octets");
  check_error_begins(parse_2026("String,String,Application ID\na,b,2-1\n"),
                     "round.csv: two columns 'String', and no telling which is meant");
  check_error_begins(parse_2026("String,Application ID,Variants\na1,2-1,\"b,c d, xn--zz\"\n"),
                     "round.csv:2:8: column 'Variants': 'xn--zz' is no A-label");
  check_error_begins(parse_2026("String,Application ID," + std::string(201, 'x') + "\na1,2-1,\n"),
                     "round.csv: the name of column 3 has more than 200 octets");
  check_error_begins(parse_2026("String,Application ID" + std::string(600, ',') + "\na1,2-1\n"),
                     "round.csv:2:1: no column for string");
  check_error(parse_2026("String,Application ID\na1,2-1" + std::string(600, ',') + "\n"),
              "round.csv:2:506: a record of more than 500 fields");
}

TEST_CASE("2026: identical strings contend, where the source does not say how") {
  const auto batch = parse_2026(
      "String,Applicant,Application ID,Status,Contention Set,Temporary Delegation From,Round\n"
      "app,A,2-1,applied,,2027-05-01,\nAPP,B,2-2,confirmed,,,\napp,C,2-3,withdrawn,,,\napp,D,,announced,,,\n"
      "dot,A,2-4,applied,CS-1,,\ndot,B,2-5,applied,CS-1,,\nnet2,A,2-6,applied,CS-2,,\nnet2,B,2-7,applied,,,\n"
      "old,A,2-8,applied,,,2012 Round\nold,B,2-9,on hold,,,\nBÄR,A,2-10,,,,\nxn--br-via,B,2-11,,,,\n");
  REQUIRE(good(batch));
  using Sets = std::map<std::string, std::vector<std::size_t>>;
  CHECK(batch->entries[1].standing == Standing::temporary_delegation);
  CHECK(contention_by_string(*batch) == Sets{{"app", {0, 2}}, {"net2", {7, 8}}, {"xn--br-via", {11, 12}}});
  CHECK(batch->entries[9].round == "2012");
}
