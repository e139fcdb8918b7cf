#include "collectors/iana/ixfr_decoder.hpp"

#include "collectors/iana/axfr_decoder.hpp"
#include "files_support.hpp"
#include "iana_wire.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

/// The version at hand: serial 7, TLDs com and org.
ZoneCopy known() {
  AxfrDecoder decoder{test_id};
  REQUIRE(decoder.feed(message({soa(), ns("com"), ns("org"), soa()})).value());
  return *ZoneCopy::of(decoder.assembly().records());
}

using Messages = std::vector<std::vector<std::string>>;

/// The TLDs after these messages, `7:com,org,`.
std::string after(const Messages& messages, IxfrAnswer answer) {
  IxfrDecoder decoder{test_id, known()};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto fed = decoder.feed(message(messages[i]));
    REQUIRE(good(fed));
    CHECK(*fed == (i + 1 == messages.size()));
  }
  CHECK(decoder.answer() == answer);
  const auto assembly = std::move(decoder).assemble();
  REQUIRE(good(assembly));
  const auto zone = assembly->finish({true});
  REQUIRE(zone.has_value());
  std::string out = std::to_string(zone->serial.value) + ":";
  for (const auto& tld : zone->tlds) out += tld.tld + ",";
  return out;
}

void check_misfit(const std::vector<std::string>& records, const std::string& reason) {
  IxfrDecoder decoder{test_id, known()};
  check_error(decoder.feed(message(records)), reason);
}

}  // namespace

TEST_CASE("a single SOA of our serial: nothing has changed") {
  CHECK(after({{soa(7)}}, IxfrAnswer::up_to_date) == "7:com,org,");
}

TEST_CASE("differences, over one version or several, cut into messages anywhere") {
  CHECK(after({{soa(9), soa(7), ns("org"), soa(9), ns("net"), soa(9)}}, IxfrAnswer::differences) ==
        "9:com,net,");
  CHECK(after({{soa(9), soa(7), soa(9), soa(9)}}, IxfrAnswer::differences) == "9:com,org,");
  const std::vector<std::string> all{soa(9), soa(7),    ns("org"), soa(8),    ns("net"), ns("xyz"),
                                     soa(8), ns("net"), soa(9),    ns("org"), soa(9)};
  CHECK(after({all}, IxfrAnswer::differences) == "9:com,org,xyz,");
  for (std::size_t cut = 1; cut < all.size(); ++cut) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(cut);
    CHECK(after({{all.begin(), middle}, {middle, all.end()}}, IxfrAnswer::differences) == "9:com,org,xyz,");
  }
}

TEST_CASE("a whole zone as answer") {
  CHECK(after({{soa(9), ns("net"), soa(9)}}, IxfrAnswer::whole_zone) == "9:net,");
  CHECK(after({{soa(9)}, {ns("net"), ns("org")}, {soa(9)}}, IxfrAnswer::whole_zone) == "9:net,org,");
}

TEST_CASE("an answer that does not fit the version at hand") {
  check_misfit({soa(6)}, "the server has serial 6, older than 7, which we have");
  check_misfit({soa(9), soa(8)}, "a gap in the differences: they go on from serial 8, not 7");
  check_misfit({soa(9), soa(7), soa(8), soa(9)}, "a gap in the differences: they go on from serial 9, not 8");
  check_misfit({soa(9), soa(7), ns("net")}, "the differences take out net. NS, which is not there");
  check_misfit({soa(9), soa(7), soa(9), ns("com")}, "the differences put in com. NS, which is there already");
  check_misfit({soa(9), soa(7), soa(7)}, "differences from serial 7 to 7, which is not newer");
  check_misfit({soa(9), soa(7), soa(6)}, "differences from serial 7 to 6, which is not newer");
  check_misfit({soa(9), soa(7), soa(9), soa(9), ns("net")}, "a record after the end of the transfer");
  check_misfit({ns("com")}, "the transfer does not begin with the SOA");
  check_misfit({soa(9), ns("net"), soa(8)},
               "two SOA records with different serials, 9 and 8: the zone changed while it was read");
  IxfrDecoder decoder{test_id, known()};
  CHECK_FALSE(decoder.feed("\x12\x34").has_value());
  // An address of our SOA that the server has otherwise.
  std::string other = soa(7);
  other.back() = '\2';
  check_misfit({soa(9), other}, "the differences take out . SOA, which is not there");
}

TEST_CASE("the copy's digest does not depend on the way a version came") {
  ZoneCopy copy = known();
  CHECK(copy.serial().value == 7);
  CHECK(copy.soa() == soa(7));
  IxfrDecoder decoder{test_id, copy};
  CHECK(decoder.feed(message({soa(9), soa(7), ns("org"), soa(9), ns("net"), soa(9)})).value());
  const auto changed = std::move(decoder).assemble();
  REQUIRE(good(changed));
  AxfrDecoder whole{test_id};
  CHECK(whole.feed(message({soa(9), ns("net"), ns("com"), soa(9)})).value());
  CHECK(ZoneCopy::of(changed->records())->digest() == ZoneCopy::of(whole.assembly().records())->digest());
}
