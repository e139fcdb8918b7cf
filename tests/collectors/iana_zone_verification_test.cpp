#include "collectors/iana/zone_verification.hpp"

#include "iana_zone_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string size_remark = "; the zone as read has 3 TLDs";

/// A signed zone and its lines, for altering them one at a time.
struct Signed {
  RootKeys keys;
  std::vector<std::string> lines = lines_of(keys.sign(plain_zone));

  Result<RootZone> parse(const std::vector<std::string>& text, std::optional<Timestamp> as_of = {}) const {
    RootZoneRules rules = keys.rules();
    rules.as_of = as_of;
    return parse_root_zone(test::text_of(text), "z", rules);
  }
  Result<RootZone> without(std::size_t line) const {
    auto text = lines;
    text.erase(text.begin() + static_cast<std::ptrdiff_t>(line) - 1);
    return parse(text);
  }
  /// With the first `from` of a line replaced.
  Result<RootZone> with(std::size_t line, const std::string& from, const std::string& to) const {
    auto text = lines;
    const auto at = text[line - 1].find(from);
    REQUIRE(at != std::string::npos);
    text[line - 1].replace(at, from.size(), to);
    return parse(text);
  }
  std::string at(std::size_t line, const std::string& reason) const {
    return "z:" + std::to_string(line) + ":1: " + reason + size_remark;
  }
  /// The line of com.'s signature of that type; the owner's letters are those of the file.
  std::size_t com_rrsig(const std::string& type) const {
    return line_with(lines, {"com.\t86400\tIN\tRRSIG\t" + type + " "});
  }
};

}  // namespace

TEST_CASE("a zone signed under an anchor is verified, and says how") {
  const Signed zone;
  const auto parsed = zone.parse(zone.lines);
  REQUIRE(good(parsed));
  CHECK(parsed->verification == Verification::verified);
  CHECK(parsed->verification_reason ==
        "signed under trust anchor " + zone.keys.ksk_tag() + ", as of 2026-01-05T00:00:00Z; ZONEMD matches");
  CHECK(parsed->digest_matches == true);
  const auto batch = read_root_zone(test::text_of(zone.lines), "z", Origin::file, {}, zone.keys.rules());
  REQUIRE(good(batch));
  CHECK(batch->reading.verification == Verification::verified);
  CHECK(batch->reading.verification_reason == parsed->verification_reason);
}

TEST_CASE("every algorithm a root may be signed with") {
  for (const char* algorithm : {"RSASHA256", "RSASHA512", "ECDSAP256SHA256", "ECDSAP384SHA384", "ED25519"}) {
    CAPTURE(algorithm);
    const RootKeys keys{algorithm};
    std::string text = keys.sign(plain_zone);
    const auto parsed = parse_root_zone(text, "z", keys.rules());
    REQUIRE(good(parsed));
    CHECK(parsed->verification == Verification::verified);
    const auto at = text.find("8acbb0cd");
    text.replace(at, 8, "8acbb0ce");
    CHECK_FALSE(parse_root_zone(text, "z", keys.rules()).has_value());
  }
}

TEST_CASE("without ZONEMD the signatures still count, but nothing vouches for glue") {
  const RootKeys keys;
  const auto parsed = parse_root_zone(keys.sign(plain_zone, ""), "z", keys.rules());
  REQUIRE(good(parsed));
  CHECK(parsed->verification == Verification::verified);
  CHECK(parsed->verification_reason.ends_with("; no ZONEMD, so nothing vouches for glue"));
  CHECK_FALSE(parsed->digest_matches.has_value());
}

TEST_CASE("a signature holds from its inception to its expiration, both included") {
  const Signed zone;
  const std::string by = ". NS: its RRSIG by key " + zone.keys.zsk_tag();
  const std::size_t line = line_with(zone.lines, {"RRSIG\tNS "});
  CHECK(good(zone.parse(zone.lines, parse_time("2026-01-01"))));
  CHECK(good(zone.parse(zone.lines, parse_time("2026-02-01"))));
  check_error(zone.parse(zone.lines, parse_time("2026-02-02")),
              zone.at(line, by + " expired at 2026-02-01T00:00:00Z; looked at as of 2026-02-02T00:00:00Z"));
  check_error(
      zone.parse(zone.lines, parse_time("2025-12-31")),
      zone.at(line, by + " is not valid before 2026-01-01T00:00:00Z; looked at as of 2025-12-31T23:59:59Z"));
}

TEST_CASE("a missing signature is told with owner, type and line") {
  const Signed zone;
  check_error(zone.without(zone.com_rrsig("DS")),
              zone.at(line_with(zone.lines, {"com.", "DS\t19718"}), "com. DS: no RRSIG"));
  check_error(zone.without(zone.com_rrsig("NSEC")),
              zone.at(line_with(zone.lines, {"com.\t86400\tIN\tNSEC"}), "com. NSEC: no RRSIG"));
}

TEST_CASE("a wrong signature is told with its key and line") {
  const Signed zone;
  const std::size_t line = zone.com_rrsig("DS");
  const std::string by = "com. DS: its RRSIG by key " + zone.keys.zsk_tag();
  const std::string digit = zone.lines[line - 1].substr(zone.lines[line - 1].rfind(' ') + 1, 4);
  const std::string altered = by + " does not verify: the records or the signature were altered";
  check_error(zone.with(line, digit, digit == "AAAA" ? "BBBB" : "AAAA"), zone.at(line, altered));
  check_error(zone.with(line_with(zone.lines, {"DS\t19718"}), "8acb", "8acc"), zone.at(line, altered));
  check_error(zone.with(line, "20260201000000", "20260201000001"), zone.at(line, altered));
  check_error(zone.with(line, "DS 13 1", "DS 13 0"),
              zone.at(line, by + " is of a name of 0 labels, the owner has 1"));
  check_error(zone.with(line, "DS 13 1 86400", "DS 13 1 86399"),
              zone.at(line, by + " is of a TTL of 86399, the records have 86400"));
  check_error(zone.with(line, " . ", " com. "), zone.at(line, by + " is signed by com., not by the root"));
  check_error(zone.with(line, "DS 13", "DS 8"),
              zone.at(line, by + " names none of the keys that may sign it (" + zone.keys.zsk_tag() + ", " +
                                zone.keys.ksk_tag() + ")"));
}

TEST_CASE("glue is vouched for by the digest alone") {
  const Signed zone;
  const std::size_t zonemd = line_with(zone.lines, {"IN\tZONEMD"});
  const auto glue = zone.with(line_with(zone.lines, {"199.19.56.1"}), "199.19.56.1", "199.19.56.2");
  REQUIRE_FALSE(glue.has_value());
  CHECK(glue.error().message.starts_with("z:" + std::to_string(zonemd) +
                                         ":1: . ZONEMD: the zone is not what its digest says (it says "));
  CHECK(glue.error().message.ends_with("): incomplete or altered" + size_remark));
  CHECK_FALSE(zone.without(line_with(zone.lines, {"a0.org.", "AAAA"})).has_value());
  CHECK_FALSE(zone.with(line_with(zone.lines, {"199.19.56.1"}), "172800", "172801").has_value());
  CHECK_FALSE(
      zone.with(line_with(zone.lines, {"192.5.6.30"}), "IN\tA\t192.5.6.30", "IN\tTXT\ta").has_value());
}

TEST_CASE("a zone that names a ZONEMD has to have it") {
  const Signed zone;
  auto text = zone.lines;
  std::erase_if(text, [](const std::string& line) {
    return line.find("ZONEMD\t") != std::string::npos || line.find("RRSIG\tZONEMD") != std::string::npos;
  });
  const auto parsed = zone.parse(text);
  REQUIRE_FALSE(parsed.has_value());
  CHECK(parsed.error().message.ends_with(". NSEC: it names ZONEMD, which is missing here" + size_remark));
}

TEST_CASE("keys under no anchor: taken as unverified, if the zone agrees with them") {
  const Signed zone;
  RootZoneRules foreign = zone.keys.rules();
  foreign.anchors = iana_trust_anchors();
  const auto parsed = parse_root_zone(test::text_of(zone.lines), "z", foreign);
  REQUIRE(good(parsed));
  CHECK(parsed->verification == Verification::unverified_historical);
  CHECK(parsed->verification_reason.find(
            " of which none is under a trust anchor valid on 2026-01-05; ZONEMD") != std::string::npos);
  auto bogus = zone.lines;
  bogus[zone.com_rrsig("DS") - 1].replace(bogus[zone.com_rrsig("DS") - 1].rfind(' ') + 1, 4, "////");
  CHECK_FALSE(parse_root_zone(test::text_of(bogus), "z", foreign).has_value());
}

TEST_CASE("no anchor of that date: taken as unverified; unsigned likewise") {
  const Signed zone;
  RootZoneRules rules = zone.keys.rules();
  for (TrustAnchor& anchor : rules.anchors) anchor.valid_from = parse_time("2026-01-06");
  const auto before = parse_root_zone(test::text_of(zone.lines), "z", rules);
  REQUIRE(good(before));
  CHECK(before->verification == Verification::unverified_historical);
  CHECK(before->verification_reason == "no trust anchor is valid on 2026-01-05; ZONEMD matches");
  const auto plain = parse_root_zone(plain_zone, "z", zone.keys.rules());
  REQUIRE(good(plain));
  CHECK(plain->verification == Verification::unverified_historical);
  CHECK(plain->verification_reason == "the zone is not signed; no ZONEMD, so nothing vouches for glue");
  const auto stripped = zone.without(line_with(zone.lines, {"DNSKEY\t257"}));
  CHECK_FALSE(stripped.has_value());
}
