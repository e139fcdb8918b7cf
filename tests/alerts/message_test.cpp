#include "alerts/message.hpp"

#include <doctest/doctest.h>

#include "core/hex.hpp"
#include "core/utf8.hpp"
#include "tests/alerts/samples.hpp"

namespace splitroot::alerts {
namespace {

std::string body_of(const Change& change, const std::optional<std::string>& matched = std::nullopt) {
  return make_message(change, change_identity(change), change_data(change), "my rule", "webhook:ops", matched)
      .body;
}

TEST_CASE("the body of a name") {
  const Change change = name_change("uns", "x", "wallet");
  const auto item = make_message(change, change_identity(change), change_data(change), "my rule",
                                 "webhook:ops", "*.wallet");
  CHECK(
      item.body ==
      R"({"type":"name.seen","id":")" + item.id +
          R"(","timestamp":"2026-01-05T12:00:00Z","rule":"my rule","matched":"*.wallet","final":true,"data":)"
          R"({"namespace":"uns","name":"x.wallet","nameHex":"782e77616c6c6574","holder":"0x0000…05fa",)"
          R"("status":"active","registeredAt":null,"expiresAt":null,)"
          R"("firstSeen":{"chain":"ethereum","block":13107,"tx":"0xaa"},)"
          R"("lastSeen":{"chain":"ethereum","block":13108,"tx":"0xbb"},"node":")" +
          to_hex0x(view(change.name->key.bytes)) + R"("}})");
}

TEST_CASE("the body of a collision is the object check shows") {
  const std::string body =
      body_of(collision_change("wallet", Level::tld, "wallet", Severity::critical), "wallet");
  CHECK(body.find(R"("type":"collision.opened")") != std::string::npos);
  CHECK(body.find(
            R"("class":"exact","level":"tld","namespace":"uns","name":"wallet","nameHex":"77616c6c6574",)"
            R"("against":{"namespace":"dns","ldhName":"wallet","standing":"delegated"},"kind":"overlap",)"
            R"("state":"open","reason":null,"severity":"critical","severityBasis":["tld exact × delegated"],)"
            R"("consequence":null,"status":"unknown","resolves":null,"verifiedLive":false,"asOf":null,)"
            R"("validFrom":null,"validTo":null,"recordedAt":"2026-01-05T12:00:00Z",)"
            R"("evidence":{"chain":"polygon","block":5,"tx":"0xcc"}}})") != std::string::npos);
}

TEST_CASE("the bodies of a standing and of a source") {
  CHECK(
      body_of(standing_change("xn--e1ajbdn4d5c"))
          .ends_with(
              R"("data":{"string":"xn--e1ajbdn4d5c","unicodeName":"кошелёк","standing":"delegated","source":"iana-root",)"
              R"("since":"2026-01-05T12:00:00Z","until":null}})"));
  CHECK(
      body_of(source_change()).ends_with(R"("data":{"source":"ens","reason":"the node does not answer"}})"));
}

TEST_CASE("hostile names stay text: valid UTF-8, nothing that acts on a screen") {
  const std::string label{"a\xff\0\"</script>\xe2\x80\xae.b", 18};
  Change change = name_change("ens", label, "eth");
  change.name->holder = "\x1b[31m\xff\xff\xff\xff\xff\xff\xff\xff";
  const std::string body = body_of(change);
  CHECK(is_valid_utf8(body));
  CHECK(display_text(body).size() >= body.size());
  CHECK(terminal_text(body) == body);
  CHECK(body.find(R"("name":"a\\xFF\\u{0000}\"</script>\\u{202E}\\.b.eth")") != std::string::npos);
}

TEST_CASE("a name nobody has spelled has a key and no hex; a giant one is cut") {
  Change change = name_change("ens", "a", "eth");
  change.name->label.reset();
  CHECK(body_of(change).find(R"("nameHex":null)") != std::string::npos);
  const std::string giant = body_of(name_change("ens", std::string(1U << 20, 'x'), "eth"));
  CHECK(giant.size() < 10'000);
  CHECK(giant.find(R"("nameHex":null)") != std::string::npos);
}

TEST_CASE("identities tell changes apart") {
  Change a = collision_change("wallet", Level::tld, "wallet", Severity::high);
  Change b = a;
  b.kind = ChangeKind::collision_closed;
  CHECK(change_identity(a) != change_identity(b));
  b = a;
  b.recorded_at += std::chrono::seconds{1};
  CHECK(change_identity(a) != change_identity(b));
  b = a;
  b.sequence = 99;  // a collision read back later is the same
  CHECK(change_identity(a) == change_identity(b));
  Change name = name_change("ens", "a", "eth");
  Change later = name;
  later.sequence = 8;
  CHECK(change_identity(name) != change_identity(later));
  Change notice;
  notice.kind = ChangeKind::source_notice;
  notice.source = "ens";
  notice.detail = "a controller was removed";
  Change another = notice;
  another.detail = "another controller was removed";
  CHECK(change_identity(notice) != change_identity(another));
}

}  // namespace
}  // namespace splitroot::alerts
