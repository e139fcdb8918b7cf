#include "collectors/icann/pipeline/personal.hpp"

#include <set>

#include "collectors/icann/pipeline/rules.hpp"
#include "collectors/icann/pipeline/words.hpp"
#include "icann_round_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::pipeline;
using namespace splitroot::collectors::test;

TEST_CASE("names are compared in lower case with hyphens") {
  CHECK(normalized("Application ID") == "application-id");
  CHECK(normalized("  IDN?  ") == "idn");
  CHECK(normalized("a_-/b") == "a-b");
  CHECK(normalized("applicationId") == "applicationid");
  CHECK(normalized("Zeichen\u00a0Kette\u200b\u202e") == "zeichen-kette");
  CHECK(normalized("Größe") == "größe");
  CHECK(normalized("--") == "");
  CHECK(normalized_camel("contactEMailURL2Name") == "contact-e-mail-url2-name");
  CHECK(has_words("primary-contact-fax", "contact"));
  CHECK(has_words("primary-contact-fax", "contact-fax"));
  CHECK(has_words("primary-contact-fax", "*tact-f*"));
  CHECK_FALSE(has_words("halifax", "fax"));
  CHECK_FALSE(has_words("fa-x", "fax"));
}

TEST_CASE("columns about persons are known by their names") {
  for (const char* title : {"Primary Contact",
                            "contact",
                            "E-mail",
                            "E-MAIL ADDRESS",
                            "email",
                            "contactEmail",
                            "Email_1",
                            "Telephone",
                            "Phone No.",
                            "tel",
                            "Mobile",
                            "Fax",
                            "fax number",
                            "FaxNumber",
                            "Address",
                            "Registered address",
                            "Street",
                            "ZIP",
                            "Postal Code",
                            "City",
                            "Director",
                            "Board Directors",
                            "Chief Executive Officer",
                            "CEO",
                            "officers.name",
                            "Authorized Signatory",
                            "signatories",
                            "Legal Representative",
                            "First Name",
                            "lastName",
                            "Full name",
                            "Name",
                            "Date of Birth",
                            "Nationality",
                            "passportNo",
                            "applicant.contact.name",
                            "Contact\u00a0Person",
                            "Trustees"}) {
    CAPTURE(title);
    CHECK(is_personal_column(title));
  }
  for (const char* title : {"Contract date", "Script Name", "Website", "Location", "Region", "Mitigation",
                            "Registry", "Directory", "Halifax", "Intended use", "Early warning",
                            "Priority number", "Hotel", "Communications"}) {
    CAPTURE(title);
    CHECK_FALSE(is_personal_column(title));
  }
}

TEST_CASE("values about persons are known by their look") {
  for (const char* text :
       {"jane@acme.example", "mail to <jane.roe+x@mail.acme.co.uk>", "x@y.zz", "джейн@почта.рф",
        "jane\uff20acme.example", "\"jane roe\"@acme.example", "@ a@b.cd", "http://user@host.example/"}) {
    CAPTURE(text);
    CHECK(holds_email(text));
  }
  for (const char* text : {"@acme", "a @ b.example", "a@b", "50%@1.5", "@import 'x.css'", "a@.", "a@b.1"}) {
    CAPTURE(text);
    CHECK_FALSE(holds_email(text));
  }
  for (const char* text :
       {"+49 30 901820", "call +1.2025550100 now", "+1 (202) 555-0100", "(202) 555-0100", "202-555-0100",
        "1-202-555-0100", "0049 30 901820", "030 / 90 18 20 11", "01 23 45 67 89", "Tel. 4161234",
        "fax:4161234", "mobile 4161234", "T\u00e9l : 4161234", "\u260e 4161234"}) {
    CAPTURE(text);
    CHECK(holds_phone(text));
  }
  for (const char* text :
       {"1-1254-3015", "1-1745-25333", "2026-10-14", "2026-10-14 23:59:00", "14.10.2026", "01.02.2026 10:00",
        "227000.5", "hotel 4161", "+SUM(A1:A9)", "ISO 3166-1", "12345678901", "xn--4gq48lf9j",
        "motel 4161234", "RFC 1035, 6761, 7686", "1,930 of 2,012", "+1"}) {
    CAPTURE(text);
    CHECK_FALSE(holds_phone(text));
  }
}

TEST_CASE("2026: what is about persons is dropped and counted, whatever is known of it") {
  const auto batch = parse_2026(
      "String,Applicant,Application ID,Contact Name,Phone,Remarks,Objections\n"
      "a1,Acme (jane@acme.example),1-202-555-0100,Jane,,call 202-555-0100,by j@roe.example\n"
      "a2,\"Acme, +49 30 901820\",2-2,,--,fine,none\n");
  REQUIRE(good(batch));
  CHECK(batch->dropped_columns == std::vector<std::string>{"contact-name", "phone"});
  CHECK(batch->dropped_values == 5);
  CHECK(batch->entries[0].id == "1-202-555-0100");
  CHECK(batch->entries[0].applicant.empty());
  CHECK(batch->entries[0].detail.empty());
  CHECK(batch->entries[1].applicant.empty());
  CHECK(batch->entries[1].detail == Detail{{"remarks", "fine"}, {"objections", "none"}});
}

TEST_CASE("2026: a column whose very name is about a person goes by its number") {
  const auto batch = parse_2026("String,Applicant,ask jane@acme.example,+1 202 555 0100\na1,A,x,y\n");
  REQUIRE(good(batch));
  CHECK(batch->dropped_columns == std::vector<std::string>{"column-3", "column-4"});
  CHECK(batch->dropped_values == 2);
  CHECK(batch->entries[0].detail.empty());
}

TEST_CASE("2026: what is about persons is dropped inside JSON too, however deep") {
  const auto batch = parse_round_2026(
      R"([{"string":"a1","id":"2-1","applicant":{"name":"Acme","ceo":"Jane Roe","contacts":[{"name":"Jane","email":"j@a.example"},)"
      R"({"name":"John","n":{"deep":{"phone":"1"}}}],"country":"DE"},"files":[{"by":{"officerName":"J"},"note":"ask x@y.zz"}]}])",
      "round.json", parse_time("2026-10-15"));
  const ApplicationEntry entry = only(batch);
  CHECK(entry.applicant == "Acme");
  CHECK(entry.detail == Detail{{"applicant-country", "DE"}});
  CHECK(batch->dropped_columns == std::vector<std::string>{"applicant-ceo", "applicant-contacts-email",
                                                           "applicant-contacts-n-deep-phone",
                                                           "applicant-contacts-name",
                                                           "files-by-officername"});
  CHECK(batch->dropped_values == 6);
}

TEST_CASE("the files of schemas/pipeline say what the importers ask for") {
  for (const char* field : {"string",
                            "a_label",
                            "applicant",
                            "application_id",
                            "round",
                            "standing",
                            "since",
                            "until",
                            "replacement_string",
                            "replacement_taken",
                            "variants",
                            "contention_set",
                            "objections",
                            "name_collision_assessment",
                            "temporary_delegation_from",
                            "temporary_delegation_until",
                            "community",
                            "geographic",
                            "brand",
                            "idn",
                            "as_of"}) {
    CAPTURE(field);
    const auto match =
        Aliases::of_rounds().find(normalized(field == std::string{"standing"} ? "status" : field));
    REQUIRE(match);
    CHECK(match->field == field);
  }
  for (const char* field : {"milestone", "date", "round", "string", "source_url", "as_of"}) {
    const auto match = Aliases::of_deadlines().find(normalized(field));
    REQUIRE(match);
    CHECK(match->field == field);
  }
  CHECK(find_status("delegated"));
  CHECK_FALSE(find_status("delegated")->standing);
  CHECK_FALSE(find_status("Delegated"));
  CHECK(personal_rules().emails);
  CHECK(personal_rules().phones);
}
