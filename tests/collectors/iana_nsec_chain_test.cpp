#include "collectors/iana/nsec_chain.hpp"

#include "collectors/iana/zone_name.hpp"
#include "iana_zone_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string soa = ". 1 IN SOA a. b. 7 1 1 1 1\n";
const std::string apex = ". 1 IN NSEC com. SOA NSEC\n";
const std::string com = "com. 1 IN NS a.com.\na.com. 1 IN A 192.0.2.1\ncom. 1 IN NSEC org. NS NSEC\n";
const std::string org =
    "org. 1 IN NS a.com.\norg. 1 IN DS 1 13 2 " + std::string(64, 'a') + "\norg. 1 IN NSEC . NS DS NSEC\n";

Result<RootZone> parse(const std::string& text) { return parse_root_zone(text, "z", {true}); }

void check_fault(const std::string& text, const std::string& reason) {
  const auto parsed = parse(text);
  REQUIRE_MESSAGE(!parsed.has_value(), "expected: " << reason);
  const std::string& message = parsed.error().message;
  CHECK(message.substr(0, message.find("; the zone as read has ")) == reason);
}

/// `\3com\0` of `com`.
std::string wire(const std::string& text) {
  std::string out;
  std::istringstream labels{text};
  for (std::string label; std::getline(labels, label, '.');)
    (out += static_cast<char>(label.size())) += label;
  return out + '\0';
}

}  // namespace

TEST_CASE("a closed chain, in whatever order and letter case it stands") {
  CHECK(good(parse(soa + apex + com + org)));
  CHECK(good(parse(org + com + apex + soa)));
  CHECK(good(parse(soa + apex + "COM. 1 IN NSEC OrG. NS NSEC\ncom. 1 IN NS a.com.\n" + org)));
  CHECK(good(parse(soa + ". 1 IN NSEC . SOA NSEC\n")));
}

TEST_CASE("the chain shows owners that are missing, and owners it does not know") {
  check_fault(soa + apex + com,
              "z:5:1: com. NSEC: it leads to org., where the next owner here is .: the NSEC chain is broken");
  check_fault(soa + apex + org,
              "z:2:1: . NSEC: it leads to com., where the next owner here is org.: the NSEC chain is broken");
  check_fault(
      soa + apex + com + org + "net. 1 IN NS a.com.\n",
      "z:5:1: com. NSEC: it leads to org., where the next owner here is net.: the NSEC chain is broken");
  check_fault(soa + com + org, "z:1:1: . NSEC: missing");
  check_fault(soa + apex + "com. 1 IN NS a.com.\n" + org, "z:3:1: com. NSEC: missing");
  check_fault(soa + apex + com + "com. 1 IN NSEC . NS NSEC\n" + org, "z:5:1: com. NSEC: more than one");
  check_fault(soa + apex + com + org + "a.com. 1 IN NSEC . A NSEC\n",
              "z:9:1: a.com. NSEC: below a delegation");
}

TEST_CASE("a bitmap that disagrees with what is there") {
  const std::string short_org = "org. 1 IN NS a.com.\norg. 1 IN NSEC . NS DS NSEC\n";
  check_fault(soa + apex + com + short_org, "z:7:1: org. NSEC: it names DS, which is missing here");
  check_fault(soa + apex + "com. 1 IN DS 1 13 2 " + std::string(64, 'a') + "\n" + com + org,
              "z:6:1: com. NSEC: it does not name DS, which is here");
  check_fault(soa + ". 1 IN NSEC com. SOA NSEC ZONEMD\n" + com + org,
              "z:2:1: . NSEC: it names ZONEMD, which is missing here");
  check_fault(soa + ". 1 IN TXT a\n. 1 IN NSEC com. SOA CAA NSEC\n" + com + org,
              "z:3:1: . NSEC: it names CAA, which is missing here; it does not name TXT, which is here");
  // At a delegation the root does not speak for addresses.
  CHECK(good(parse(soa + apex + com + "com. 1 IN A 192.0.2.9\n" + org)));
  check_fault(soa + apex + "com. 1 IN A 192.0.2.9\ncom. 1 IN NS a.\ncom. 1 IN NSEC org. A NS NSEC\n" + org,
              "z:5:1: com. NSEC: it names A, which is missing here");
}

TEST_CASE("canonical order of names (the example of RFC 4034, section 6.1)") {
  const std::vector<std::string> sorted = {"example",      "a.example",      "yljkjljk.a.example",
                                           "Z.a.example",  "zABC.a.EXAMPLE", "z.example",
                                           "\1.z.example", "*.z.example",    "\200.z.example"};
  for (std::size_t i = 0; i + 1 < sorted.size(); ++i) {
    CHECK_MESSAGE(order_key(wire(sorted[i])) < order_key(wire(sorted[i + 1])), sorted[i + 1]);
  }
  const std::string zero = std::string{"\1\0\7example\0", 11};
  CHECK(order_key(wire("example")) < order_key(zero));
  CHECK(order_key(zero) < order_key(wire("\1.example")));
  CHECK(order_key(zero).starts_with(order_key(wire("example"))));
  CHECK_FALSE(order_key(wire("ab")).starts_with(order_key(wire("a"))));
  CHECK(order_key(wire("")).empty());
  CHECK(order_key(wire("COM")) == order_key(wire("com")));
}

TEST_CASE("names in wire form") {
  CHECK(name_size(wire("a.b") + "rest") == 5);
  CHECK(name_size("") == 0);
  CHECK(name_size("\3co") == 0);
  CHECK(name_size("\3com") == 0);
  CHECK(name_size("\xc0\x0c") == 0);
  CHECK(shown_name(wire("")) == ".");
  CHECK(host_name(wire("a.b")) == "a.b");
  CHECK(shown_name(std::string{"\4a.\\\0\0", 6}) == "a\\.\\\\\\000.");
  CHECK(signed_labels(wire("*.a.b")) == 2);
  CHECK(signed_labels(wire("a.*")) == 2);
  CHECK(signed_labels(wire("")) == 0);
}
