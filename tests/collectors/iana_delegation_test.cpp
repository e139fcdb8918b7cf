#include "collectors/iana/delegation.hpp"

#include "iana_zone_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string soa = ". 86400 IN SOA a. b. 7 1800 900 604800 86400\n";
const RootZoneRules small{true};

std::vector<Delegation> tlds_of(const std::string& text) {
  const auto zone = parse_root_zone(text, "root.zone", small);
  REQUIRE(good(zone));
  return zone->tlds;
}

}  // namespace

TEST_CASE("a delegation has its servers, its DS records and the root's addresses for its servers") {
  const auto tlds = tlds_of(plain_zone);
  REQUIRE(tlds.size() == 3);
  CHECK(tlds[0] == Delegation{"com",
                              {"a.gtld-servers.net"},
                              {"19718 13 2 8acbb0cd28f41250a80a491389424d341522d946b0da0c0291f2d3d771d7805a"},
                              {{"a.gtld-servers.net", {"192.5.6.30"}}}});
  CHECK(tlds[1] == Delegation{"net", {"a.gtld-servers.net"}, {}, {{"a.gtld-servers.net", {"192.5.6.30"}}}});
  CHECK(tlds[2] == Delegation{"org", {"a0.org"}, {}, {{"a0.org", {"199.19.56.1", "2001:500:e::1"}}}});
  CHECK(tlds[0].has_ds());
  CHECK_FALSE(tlds[1].has_ds());
}

TEST_CASE("order, letter case and repetition in the file do not count") {
  const auto tlds = tlds_of(soa +
                            "b.X. 1 IN A 192.0.2.2\nx. 1 IN NS B.x.\nX. 1 IN NS a.x.\nx. 1 IN NS a.x.\n"
                            "a.x. 1 IN AAAA 2001:DB8:0:0::1\na.x. 1 IN A 192.0.2.1\na.x. 1 IN A 192.0.2.1\n"
                            "x. 1 IN DS 2 13 2 " +
                            std::string(64, 'B') + "\nx. 1 IN DS 10 13 2 " + std::string(64, 'a') + "\n");
  REQUIRE(tlds.size() == 1);
  CHECK(tlds[0] == Delegation{"x",
                              {"a.x", "b.x"},
                              {"10 13 2 " + std::string(64, 'a'), "2 13 2 " + std::string(64, 'b')},
                              {{"a.x", {"192.0.2.1", "2001:db8::1"}}, {"b.x", {"192.0.2.2"}}}});
  CHECK(delegation_detail(tlds[0]) ==
        std::map<std::string, std::string>{
            {"ns", "a.x,b.x"},
            {"ds", "10 13 2 " + std::string(64, 'a') + ";2 13 2 " + std::string(64, 'b')},
            {"glue", "a.x=192.0.2.1,2001:db8::1;b.x=192.0.2.2"}});
}

TEST_CASE("glue is that of hosts at or below delegations, and of a TLD's own servers") {
  const auto tlds = tlds_of(soa +
                            "x. 1 IN NS x.\nx. 1 IN A 192.0.2.9\nunused.x. 1 IN A 192.0.2.8\n"
                            "y. 1 IN NS ns.example.\nns.example. 1 IN A 192.0.2.7\n");
  REQUIRE(tlds.size() == 2);
  CHECK(tlds[0].glue == std::map<std::string, std::vector<std::string>>{{"x", {"192.0.2.9"}}});
  CHECK(tlds[1].glue.empty());
  CHECK(delegation_detail(tlds[1]) == std::map<std::string, std::string>{{"ns", "ns.example"}});
}

TEST_CASE("re-signing does not change what is kept of a delegation") {
  const RootKeys keys;
  const RootKeys other;
  const auto detail = [](const std::string& text) {
    const auto batch = read_root_zone(text, "z", Origin::file, {}, {true});
    REQUIRE(good(batch));
    std::vector<std::map<std::string, std::string>> out;
    for (const auto& entry : batch->entries) out.push_back(entry.detail);
    return out;
  };
  std::string later = plain_zone;
  later.replace(later.find("2026010500"), 10, "2026010501");
  const auto unsigned_detail = detail(plain_zone);
  CHECK(detail(keys.sign(plain_zone)) == unsigned_detail);
  CHECK(detail(other.sign(later, "-z simple:sha512", "20260104000000")) == unsigned_detail);
  std::string moved = plain_zone;
  moved.replace(moved.find("199.19.56.1"), 11, "199.19.56.2");
  CHECK(detail(moved) != unsigned_detail);
}
