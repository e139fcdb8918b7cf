#include "collectors/iana/collector.hpp"
#include "iana_knot.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

std::optional<TsigKey> key(const std::string& name, const std::string& secret) {
  const auto made = make_tsig_key(name, "hmac-sha256", secret);
  REQUIRE(good(made));
  return *made;
}

Result<Transfer> transfer(const Knot& knot, std::shared_ptr<const ZoneCopy> known = {},
                          std::optional<TsigKey> tsig = {}) {
  boost::asio::io_context context;
  return run(context, transfer_root_zone(knot.address(),
                                         {{}, knot.keys.rules(ZoneMode::live), tsig, std::move(known)}));
}

/// The zone of the next day: a TLD gone, another come, an address moved.
std::string next_day() {
  std::string zone = with_serial(plain_zone, "2026010600");
  const auto gone = zone.find("net. 172800 IN NS");
  zone.erase(gone, zone.find('\n', gone) + 1 - gone);
  zone.replace(zone.find("a.gtld-servers.net. 172800"), 18, "a.gtld-servers.com");
  zone.replace(zone.find("com. 172800 IN NS a.gtld-servers.net."), 36,
               "com. 172800 IN NS a.gtld-servers.com");
  return zone + "music. 172800 IN NS a0.org.\n";
}

void check_fault(const Result<Transfer>& result, const Knot& knot, const std::string& reason) {
  check_error(result, knot.url() + ": " + reason);
  CHECK(result.error().fault == Fault::source);
}

}  // namespace

TEST_CASE("AXFR, then IXFR of what has changed, from a real server") {
  Knot knot;
  const auto first = transfer(knot);
  REQUIRE(good(first));
  CHECK(first->kind == TransferKind::axfr);
  CHECK(first->zone.verification == Verification::verified);
  CHECK(first->zone.tlds.size() == 3);

  const auto again = transfer(knot, first->copy);
  REQUIRE(good(again));
  CHECK(again->kind == TransferKind::unchanged);
  CHECK(again->digest == first->digest);
  CHECK(again->zone.tlds == first->zone.tlds);

  knot.publish(next_day());
  knot.reload("2026010600");
  const auto changed = transfer(knot, first->copy);
  REQUIRE(good(changed));
  CHECK(changed->kind == TransferKind::ixfr);
  CHECK(changed->zone.serial.value == 2026010600);
  const auto whole = transfer(knot);
  REQUIRE(good(whole));
  CHECK(whole->kind == TransferKind::axfr);
  CHECK(changed->digest == whole->digest);
  CHECK(changed->zone.tlds == whole->zone.tlds);
  CHECK(changed->zone.tlds[1].tld == "music");
}

TEST_CASE("several versions in one IXFR") {
  Knot knot;
  const auto first = transfer(knot);
  REQUIRE(good(first));
  for (const char* serial : {"2026010501", "2026010502", "2026010600"}) {
    knot.publish(with_serial(plain_zone, serial) + "t" + serial + ". 1 IN NS a0.org.\n");
    knot.reload(serial);
  }
  const auto changed = transfer(knot, first->copy);
  REQUIRE(good(changed));
  CHECK(changed->kind == TransferKind::ixfr);
  CHECK(changed->zone.tlds.size() == 4);
  CHECK(changed->digest == transfer(knot)->digest);
}

TEST_CASE("a server that does not know our version answers an IXFR with the whole zone") {
  Knot ours;
  const auto first = transfer(ours);
  REQUIRE(good(first));
  Knot other{false, "2026010600"};
  const auto changed = transfer(other, first->copy);
  REQUIRE(good(changed));
  CHECK(changed->kind == TransferKind::axfr);
  CHECK(changed->digest == transfer(other)->digest);
}

TEST_CASE("differences from another zone of our serial do not fit: the whole zone is asked for") {
  Knot ours;
  const auto first = transfer(ours);
  REQUIRE(good(first));
  Knot other;  // its keys, and so its signatures, are others
  other.publish(next_day());
  other.reload("2026010600");
  const auto changed = transfer(other, first->copy);
  REQUIRE(good(changed));
  CHECK(changed->kind == TransferKind::axfr);
  CHECK(changed->digest == transfer(other)->digest);
}

TEST_CASE(
    "a server that has fallen behind our version is asked for the whole zone, which ingest refuses as "
    "older") {
  Knot ahead{false, "2026010600"};
  const auto first = transfer(ahead);
  REQUIRE(good(first));
  Knot behind;
  const auto older = transfer(behind, first->copy);
  REQUIRE(good(older));
  CHECK(older->kind == TransferKind::axfr);
  CHECK(older->zone.serial.value == 2026010500);
}

TEST_CASE("a zone that cannot be verified is refused, however it comes") {
  Knot knot;
  const auto first = transfer(knot);
  REQUIRE(good(first));
  std::string altered = knot.keys.sign(next_day(), "-z simple:sha384", stamp(-1), stamp(30));
  altered.replace(altered.find("199.19.56.1"), 11, "199.19.56.2");
  knot.publish_file(altered);
  knot.reload("2026010600");
  for (const auto& known : {std::shared_ptr<const ZoneCopy>{}, first->copy}) {
    const auto refused = transfer(knot, known);
    REQUIRE_FALSE(refused.has_value());
    CHECK(
        refused.error().message.starts_with(knot.url() + ": . ZONEMD: the zone is not what its digest says"));
    CHECK(refused.error().message.ends_with("; the zone as read has 3 TLDs"));
  }
}

TEST_CASE("transfers under a TSIG key") {
  Knot knot{true};
  const auto ours = key("transfer.example", Knot::secret);
  const auto first = transfer(knot, {}, ours);
  REQUIRE(good(first));
  CHECK(first->kind == TransferKind::axfr);
  CHECK(transfer(knot, first->copy, ours)->kind == TransferKind::unchanged);
  // Large enough for several messages.
  std::string large = next_day();
  for (int i = 0; i < 3000; ++i) large += "tld" + std::to_string(i) + ". 172800 IN NS a0.org.\n";
  knot.publish(large);
  knot.reload("2026010600");
  const auto changed = transfer(knot, first->copy, ours);
  REQUIRE(good(changed));
  CHECK(changed->kind == TransferKind::ixfr);
  CHECK(changed->zone.tlds.size() == 3003);
  CHECK(transfer(knot, {}, ours)->digest == changed->digest);

  check_fault(transfer(knot), knot, "the server answers NOTAUTH: it does not hand out the root zone to us");
  check_fault(transfer(knot, {}, key("transfer.example", "d3Jvbmc=")), knot,
              "the server refuses the TSIG key transfer.example.: BADSIG (its secret is another)");
  check_fault(transfer(knot, first->copy, key("other.example", Knot::secret)), knot,
              "the server refuses the TSIG key other.example.: BADKEY (it does not know it)");
}

TEST_CASE("the collector follows by IXFR, and refuses what is under another anchor") {
  Knot knot;
  boost::asio::io_context context;
  net::HttpClient http{context.get_executor()};
  RecordingSink sink;
  ListSettings settings;
  settings.urls = {knot.url()};
  settings.accept_small = true;
  const auto collector = make_root_collector(http, settings, RootSettings{knot.keys.anchors, {}});
  REQUIRE(good(run(context, collector->pass(sink))));
  REQUIRE(good(run(context, collector->pass(sink))));
  knot.publish(next_day());
  knot.reload("2026010600");
  REQUIRE(good(run(context, collector->pass(sink))));
  REQUIRE(sink.batches.size() == 3);
  CHECK(sink.batches[0].reading.digest == sink.batches[1].reading.digest);
  CHECK(sink.batches[2].reading.position == "2026010600");
  CHECK(sink.batches[2].reading.verification == Verification::verified);
  CHECK(sink.batches[2].origin == Origin::live);
  const auto refused = run(context, make_root_collector(http, settings)->pass(sink));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().message.find(
            "it cannot be verified, and a zone that is followed has to be: signed with "
            "keys (") != std::string::npos);
}
