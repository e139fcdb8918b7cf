#include "collectors/iana/collector.hpp"
#include "iana_zone_support.hpp"
#include "tests/net/fake_server.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

/// One pass over what an HTTP server gives.
Result<void> pass(const std::string& text, const TrustAnchors& anchors, RecordingSink& sink) {
  net::test::FakeServer server{[&](const net::test::Received&) { return net::test::reply(200, text); }};
  boost::asio::io_context context;
  net::HttpClient http{context.get_executor()};
  ListSettings settings;
  settings.urls = {server.url()};
  settings.accept_small = true;
  return run(context, make_root_collector(http, settings, RootSettings{anchors, {}})->pass(sink));
}

}  // namespace

TEST_CASE("the zone that is followed has to be verified, now, with its digest") {
  const RootKeys keys;
  const std::string text = keys.sign(plain_zone);
  const auto live = [&](const std::string& zone, const TrustAnchors& anchors, const char* at) {
    return parse_root_zone(zone, "z", {true, ZoneMode::live, anchors, parse_time(at)});
  };
  CHECK(good(live(text, keys.anchors, "2026-01-31T23:00:00Z")));
  CHECK_FALSE(live(text, keys.anchors, "2026-02-01T00:00:01Z").has_value());
  const std::string refused = "it cannot be verified, and a zone that is followed has to be: ";
  CHECK(live(plain_zone, keys.anchors, "2026-01-05").error().message ==
        "z:10:1: " + refused + "the zone is not signed; no ZONEMD, so nothing vouches for glue" +
            "; the zone as read has 3 TLDs");
  CHECK(live(text, iana_trust_anchors(), "2026-01-05").error().message.find(refused + "signed with keys (") !=
        std::string::npos);
  CHECK(
      live(text, {}, "2026-01-05").error().message.find(refused + "no trust anchor is valid on 2026-01-05") !=
      std::string::npos);
  CHECK(live(keys.sign(plain_zone, ""), keys.anchors, "2026-01-05")
            .error()
            .message.find("a zone that is followed needs a ZONEMD record") != std::string::npos);
}

TEST_CASE("what comes over HTTP is followed: verified as of now, or refused") {
  const RootKeys keys;
  RecordingSink sink;
  const std::string good_now = keys.sign(plain_zone, "-z simple:sha384", stamp(-1), stamp(1));
  REQUIRE(good(pass(good_now, keys.anchors, sink)));
  REQUIRE(sink.batches.size() == 1);
  CHECK(sink.batches[0].reading.verification == Verification::verified);
  CHECK(sink.batches[0].origin == Origin::live);
  for (const auto& [text, words] :
       {std::pair{plain_zone, std::string{"the zone is not signed"}},
        std::pair{keys.sign(plain_zone), std::string{" expired at 2026-02-01"}}}) {
    const auto refused = pass(text, keys.anchors, sink);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message.find(words) != std::string::npos);
    CHECK(refused.error().message.ends_with("; the zone as read has 3 TLDs"));
  }
  CHECK(sink.batches.size() == 1);
}
