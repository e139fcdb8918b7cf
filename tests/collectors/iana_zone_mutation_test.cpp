#include "iana_zone_mutation.hpp"

#include "core/hex.hpp"
#include "iana_zone_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

constexpr const char* moment = "20260105040000";

unsigned zones_wanted() {
  const char* wanted = std::getenv("SPLITROOT_ZONES");
  return wanted != nullptr ? static_cast<unsigned>(std::strtoul(wanted, nullptr, 10)) : 20;
}

/// The 2026 zone beside ldns-verify-zone, which has to find ZONEMD and signatures good as of the same moment.
class Comparison {
 public:
  explicit Comparison(const TrustAnchors& trusted = iana_trust_anchors()) {
    std::string anchors;
    for (const TrustAnchor& anchor : trusted) {
      if (!anchor.is_valid_at(*parse_time("2026-01-05T04:00:00Z"))) continue;
      anchors += ". IN DS " + std::to_string(anchor.key_tag) + " 8 2 " + to_hex(anchor.digest) + "\n";
    }
    folder_.write("anchors", anchors);
  }
  bool tool_accepts(const std::string& text) const {
    folder_.write("root.zone", text);
    const std::string folder = folder_.path().string();
    return shell(std::string{"ldns-verify-zone -V 0 -ZZ -t "} + moment + " -k '" + folder + "/anchors' '" +
                 folder + "/root.zone'") == 0;
  }
  static std::string ours(const std::string& text) {
    const auto zone = parse_root_zone(text, "root.zone", {});
    if (!zone) return zone.error().message;
    const bool is_good = zone->verification == Verification::verified && zone->digest_matches == true;
    return is_good ? "" : zone->verification_reason;
  }

 private:
  Folder folder_;
};

}  // namespace

TEST_CASE("altered root zones: the verdict of ldns-verify-zone") {
  const auto text = real_zone("2026010500");
  if (!text) return;
  const Comparison comparison;
  const auto lines = lines_of(*text);
  unsigned accepted = 0;
  for (unsigned seed = 0; seed < zones_wanted(); ++seed) {
    const Mutation mutation = mutate(lines, seed);
    const std::string altered = text_of(mutation.lines);
    const std::string objection = Comparison::ours(altered);
    accepted += objection.empty() ? 1 : 0;
    CHECK_MESSAGE(comparison.tool_accepts(altered) == objection.empty(),
                  mutation.what << "; ours: " << (objection.empty() ? "good" : objection));
  }
  MESSAGE(zones_wanted() << " altered zones, " << accepted << " of them still good");
  CHECK(accepted > 0);
  CHECK(accepted < zones_wanted());
}

// ZONEMD records are not digested themselves, and a validator takes the TTL from the signature (RFC 4035,
// section 5.3.3), so ldns lets this pass. In a whole zone the TTL of a signed set is its original TTL (RFC
// 4034, section 3.1.4), and ours says so.
TEST_CASE("altered root zones: a TTL that no digest covers is refused by us alone") {
  const auto text = real_zone("2026010500");
  if (!text) return;
  const Comparison comparison;
  auto lines = lines_of(*text);
  std::string& zonemd = lines[line_with(lines, {"IN\tZONEMD\t"}) - 1];
  zonemd.replace(zonemd.find("86400"), 5, "86399");
  const std::string altered = text_of(lines);
  CHECK(comparison.tool_accepts(altered));
  CHECK(Comparison::ours(altered).find(
            ". ZONEMD: its RRSIG by key 21831 is of a TTL of 86400, the records have 86399") !=
        std::string::npos);
}

TEST_CASE("altered root zones: the tool is asked about anchors too") {
  const auto text = real_zone("2026010500");
  if (!text) return;
  CHECK(Comparison{}.tool_accepts(*text));
  CHECK(Comparison::ours(*text).empty());
  TrustAnchors others = iana_trust_anchors();
  for (TrustAnchor& anchor : others) anchor.digest[0] = static_cast<char>(anchor.digest[0] ^ 1);
  CHECK_FALSE(Comparison{others}.tool_accepts(*text));
  const auto zone = parse_root_zone(*text, "root.zone", {false, ZoneMode::historical, others});
  REQUIRE(good(zone));
  CHECK(zone->verification == Verification::unverified_historical);
}
