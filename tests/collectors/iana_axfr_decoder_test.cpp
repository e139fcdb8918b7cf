#include "collectors/iana/axfr_decoder.hpp"

#include "collectors/iana/zone_copy.hpp"
#include "files_support.hpp"
#include "iana_wire.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

constexpr std::uint16_t id = test_id;

void check_refused(const std::vector<std::string>& messages, const std::string& reason) {
  AxfrDecoder decoder{id};
  for (std::size_t i = 0; i + 1 < messages.size(); ++i) CHECK_FALSE(decoder.feed(messages[i]).value());
  check_error(decoder.feed(messages.back()), reason);
}

std::string digest(const AxfrDecoder& decoder) {
  return ZoneCopy::of(decoder.assembly().records())->digest();
}

}  // namespace

TEST_CASE("a transfer in several messages; its digest does not depend on how it was cut") {
  AxfrDecoder one{id};
  CHECK(one.feed(message({soa(), ns("com"), ns("org"), soa()})).value());
  AxfrDecoder three{id};
  CHECK_FALSE(three.feed(message({soa()})).value());
  CHECK_FALSE(three.feed(message({ns("com"), ns("org")})).value());
  CHECK(three.feed(message({soa()})).value());
  const auto whole = one.assembly().finish({true});
  REQUIRE(whole.has_value());
  CHECK(whole->serial.value == 7);
  CHECK(whole->tlds.size() == 2);
  CHECK(whole->tlds[0] == Delegation{"com", {"ns"}});
  CHECK(digest(three) == digest(one));
  CHECK(digest(one).size() == 64);
  AxfrDecoder other_order{id};
  CHECK(other_order.feed(message({soa(), ns("org"), ns("com"), soa()})).value());
  CHECK(digest(other_order) == digest(one));
  AxfrDecoder other{id};
  CHECK(other.feed(message({soa(), ns("org"), soa()})).value());
  CHECK(digest(other) != digest(one));
}

TEST_CASE("what is no transfer of the root zone") {
  check_refused({message({soa()}, {0x4321})}, "an answer to a question not asked (foreign message id)");
  check_refused({message({soa()}, {id, 0x0400})}, "a question instead of an answer");
  check_refused({message({}, {id, 0x8405})},
                "the server answers REFUSED: it does not hand out the root zone to us");
  check_refused({message({}, {id, 0x8409})},
                "the server answers NOTAUTH: it does not hand out the root zone to us");
  check_refused({message({soa()}, {id, 0x8600})}, "a truncated message");
  check_refused({message({})}, "a message without records: the server does not hand out the root zone to us");
  check_refused({message({ns("com"), soa()})}, "the transfer does not begin with the SOA");
  check_refused({message({soa(), soa(), ns("com")})}, "a record after the closing SOA of the transfer");
  check_refused({message({soa(7), ns("com")}), message({soa(8)})},
                "two SOA records with different serials, 7 and 8: the zone changed while it was read");
  AxfrDecoder decoder{id};
  CHECK_FALSE(decoder.feed("").has_value());
  CHECK_FALSE(AxfrDecoder{id}.feed("\x12\x34").has_value());
  const std::string whole = message({soa(), ns("com")});
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string cut = whole.substr(0, size);
    CHECK_FALSE(AxfrDecoder{id}.feed(cut).has_value());
  }
}

TEST_CASE("a record of no octets of data is refused, whatever its type") {
  for (const unsigned type : {2U, 6U, 43U, 46U, 47U, 63U}) {
    CAPTURE(type);
    check_refused({message({soa(), record("", type, "")})}, "a record without the data its type has");
  }
  check_refused({message({record("", 6, "")})}, "a record without the data its type has");
}

TEST_CASE("a name that points at itself ends") {
  std::string loop = message({soa()});
  loop.replace(12, 1, "\xc0\x0c");
  CHECK_FALSE(AxfrDecoder{id}.feed(loop).has_value());
}
