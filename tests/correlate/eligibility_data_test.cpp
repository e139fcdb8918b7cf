#include "correlate/eligibility_data.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "core/label.hpp"
#include "correlate/eligibility.hpp"

using namespace splitroot;
using namespace splitroot::correlate;

namespace {

constexpr std::string_view strings_header = "label,rule,reason,source,section,since\n";

/// The smallest set of files that reads, with one of them replaced.
std::vector<EmbeddedFile> files(std::string_view name = {}, std::string_view content = {}) {
  std::vector<EmbeddedFile> out{
      {"iso-3166-1.csv",
       "alpha2,alpha3,status,name\nde,deu,assigned,Germany\neu,,exceptional,European Union\n"},
      {"country-names.csv", "label,alpha2,form,name\ngermany,de,short,Germany\n"},
      {"not-idna2008.csv", "first,last\n2603,2604\n1F600,1F64F\n"}};
  for (const auto* one : {"guidebook-blocked.csv", "guidebook-reserved.csv", "special-use.csv",
                          "private-use.csv", "name-collision.csv"}) {
    out.push_back({one, strings_header});
  }
  for (EmbeddedFile& file : out) {
    if (file.name == name) file.content = content;
  }
  return out;
}

void check_error(std::string_view name, std::string_view content, const std::string& message) {
  const auto read = EligibilityData::read(files(name, content));
  REQUIRE_MESSAGE(!read.has_value(), "expected: " << message);
  CHECK(read.error().message == message);
}

}  // namespace

TEST_CASE("eligibility data: what is shipped reads, and is whole") {
  const EligibilityData& data = EligibilityData::shipped();
  CHECK(data.alpha3.size() == 249);
  CHECK(std::count_if(data.alpha2.begin(), data.alpha2.end(),
                      [](const auto& one) { return !one.second.exceptional; }) == 249);
  CHECK(data.alpha2.at("gb").name == "United Kingdom");
  CHECK(data.names.size() > 450);
  CHECK(data.not_idna2008.size() > 300);
  const auto of_rule = [&](std::string_view rule) {
    return std::count_if(data.strings.begin(), data.strings.end(),
                         [&](const auto& one) { return one.second.rule == rule; });
  };
  CHECK(of_rule("guidebook-blocked") == 34);
  CHECK(of_rule("test-translation") == 11);
  CHECK(of_rule("special-use") == 7);
  CHECK(of_rule("entitled-body") == 22);
}

TEST_CASE("eligibility data: every country answers by its code and by its name") {
  const EligibilityData& data = EligibilityData::shipped();
  for (const auto& [alpha2, code] : data.alpha2) {
    const bool named = std::any_of(data.names.begin(), data.names.end(),
                                   [&, &key = alpha2](const auto& one) { return one.second.alpha2 == key; });
    if (!code.exceptional) CHECK_MESSAGE(named, alpha2 << " has no name");
  }
  for (const auto& [alpha3, name] : data.alpha3) {
    const auto all = ineligibilities(alpha3);
    REQUIRE(!all.empty());
    CHECK(std::any_of(all.begin(), all.end(), [&, &country = name](const auto& one) {
      return one.reason == "ISO 3166-1 alpha-3 code of " + country;
    }));
  }
}

TEST_CASE("eligibility data: the smallest set of files") {
  const auto read = EligibilityData::read(files());
  REQUIRE_MESSAGE(read.has_value(), read.error().message);
  CHECK(read->alpha2.size() == 2);
  CHECK(read->alpha3.size() == 1);
  CHECK(read->names.at("germany").alpha2 == "de");
}

TEST_CASE("eligibility data: a missing file") {
  auto some = files();
  some.pop_back();
  const auto read = EligibilityData::read(some);
  REQUIRE(!read.has_value());
  CHECK(read.error().message == "name-collision.csv: no such data file is compiled in");
}

TEST_CASE("eligibility data: broken codes") {
  const std::string head = "alpha2,alpha3,status,name\n";
  const auto broken = [&](const std::string& row, const std::string& message) {
    check_error("iso-3166-1.csv", head + row, "iso-3166-1.csv:" + message);
  };
  broken("DE,deu,assigned,Germany\n", "2:1: column 'alpha2': is not two lower-case letters");
  broken("de,de,assigned,Germany\n", "2:4: column 'alpha3': is not three lower-case letters");
  broken("de,,assigned,Germany\n", "2:4: column 'alpha3': is not three lower-case letters");
  broken("de,deu,known,Germany\n", "2:8: column 'status': is neither assigned nor exceptional");
  broken("de,deu,assigned,\n", "2:17: column 'name': is empty");
  broken("de,deu,assigned,Germany\nde,dee,assigned,Germany\n", "3:1: column 'alpha2': stands twice");
  broken("de,deu,assigned,Germany\ndd,deu,assigned,Germany\n", "3:4: column 'alpha3': stands twice");
  broken("de,deu,assigned\n", "2:1: 3 fields where the header has 4");
  check_error("iso-3166-1.csv", "",
              "iso-3166-1.csv:1:1: no header with the columns alpha2, alpha3, status, name; "
              "found: an empty file");
}

TEST_CASE("eligibility data: broken names of countries") {
  const std::string head = "label,alpha2,form,name\n";
  const auto broken = [&](const std::string& row, const std::string& message) {
    check_error("country-names.csv", head + row, "country-names.csv:" + message);
  };
  broken("Germany,de,short,Germany\n", "2:1: column 'label': the label is spelled 'germany' in the DNS");
  broken("ger many,de,short,Germany\n",
         "2:1: column 'label': 'ger many' is no TLD label: only letters, digits and hyphens make a label");
  broken("germany,dx,short,Germany\n", "2:9: column 'alpha2': is not in iso-3166-1.csv");
  broken("germany,de,brief,Germany\n",
         "2:12: column 'form': is not one of short, long, common, component, exceptional");
  broken("germany,de,short,\n", "2:18: column 'name': is empty");
  broken("germany,de,short,Germany\nger-many,de,short,Germany\n", "3:1: column 'label': stands twice");
}

TEST_CASE("eligibility data: broken named strings") {
  const auto broken = [&](const std::string& row, const std::string& message) {
    check_error("special-use.csv", std::string{strings_header} + row, "special-use.csv:" + message);
  };
  broken("onion,special,of RFC 7686,RFC 7686,,\n",
         "2:7: column 'rule': is no rule (correlate/eligibility.hpp)");
  broken("onion,special-use,,RFC 7686,,\n", "2:19: column 'reason': is empty");
  broken("onion,special-use,of RFC 7686,,,\n", "2:31: column 'source': is empty");
  broken("onion,special-use,of RFC 7686,RFC 7686,,October\n", "2:41: column 'since': is no date");
}

TEST_CASE("eligibility data: broken ranges of code points") {
  const auto broken = [&](const std::string& row, const std::string& message) {
    check_error("not-idna2008.csv", "first,last\n" + row, "not-idna2008.csv:" + message);
  };
  broken("26O3,2604\n", "2:1: column 'first': is no code point");
  broken(",2604\n", "2:1: column 'first': is no code point");
  broken("2603,110000\n", "2:6: column 'last': is no code point, or below the first");
  broken("2603,2602\n", "2:6: column 'last': is no code point, or below the first");
  broken("2603,2604\n2604,2605\n", "3:1: column 'first': does not ascend");
}
