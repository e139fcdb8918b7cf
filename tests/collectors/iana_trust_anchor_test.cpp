#include "collectors/iana/trust_anchor.hpp"

#include "core/hex.hpp"
#include "iana_zone_support.hpp"

using namespace splitroot;
using namespace splitroot::collectors;
using namespace splitroot::collectors::test;

namespace {

const std::string digest_of_20326 = "E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D";

/// root-anchors.xml in the form of RFC 9718, section 2.3, with one digest.
std::string xml(const std::string& attributes, const std::string& fields) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TrustAnchor id=\"380DC50D\" "
         "source=\"http://example/\">\n"
         "<Zone>.</Zone>\n<KeyDigest id=\"Klajeyz\" " +
         attributes + ">\n" + fields + "</KeyDigest>\n</TrustAnchor>\n";
}

std::string fields(const std::string& tag, const std::string& algorithm, const std::string& type,
                   const std::string& digest) {
  return "<KeyTag>" + tag + "</KeyTag>\n<Algorithm>" + algorithm + "</Algorithm>\n<DigestType>" + type +
         "</DigestType>\n<Digest>" + digest + "</Digest>\n";
}

Result<TrustAnchors> parse(const std::string& text) { return parse_trust_anchors(text, "root.key"); }

}  // namespace

TEST_CASE("the root's trust anchors, and when each is valid") {
  const auto& anchors = iana_trust_anchors();
  REQUIRE(anchors.size() == 3);
  CHECK(anchors[0].key_tag == 19036);
  CHECK(anchors[0].valid_until == parse_time("2019-01-11"));
  CHECK_FALSE(anchors[0].is_valid_at(*parse_time("2010-07-14T23:59:59Z")));
  CHECK(anchors[0].is_valid_at(*parse_time("2010-07-15")));
  CHECK(anchors[0].is_valid_at(*parse_time("2019-01-10T23:59:59Z")));
  CHECK_FALSE(anchors[0].is_valid_at(*parse_time("2019-01-11")));
  CHECK(anchors[1].key_tag == 20326);
  CHECK(to_hex(anchors[1].digest) == "e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d");
  CHECK_FALSE(anchors[1].valid_until.has_value());
  CHECK(anchors[2].key_tag == 38696);
  for (const auto& anchor : anchors) CHECK(anchor.digest.size() == 32);
}

TEST_CASE("the table's anchors of 2026 are the digests of the keys in that root zone") {
  const auto zone = real_zone("2026010500");
  if (!zone) return;
  std::string keys;
  for (const std::string& line : lines_of(*zone)) {
    if (line.find("\tDNSKEY\t257 ") != std::string::npos) keys += line + "\n";
  }
  auto anchors = parse(keys);
  REQUIRE(good(anchors));
  REQUIRE(anchors->size() == 2);
  for (TrustAnchor& anchor : *anchors) {
    const auto& table = iana_trust_anchors();
    const auto known = std::find_if(table.begin(), table.end(),
                                    [&](const TrustAnchor& each) { return each.key_tag == anchor.key_tag; });
    REQUIRE(known != table.end());
    anchor.valid_from = known->valid_from;
    CHECK(anchor == *known);
  }
}

TEST_CASE("trust anchors as DS and DNSKEY records") {
  const auto parsed =
      parse("; a remark\n. 172800 IN DS 20326 8 2 " + digest_of_20326 + "\n\n.  IN DS 1 8 1 " +
            std::string(40, 'a') + "\n. DS 2 8 4 " + std::string(96, 'b') + "\n");
  REQUIRE(good(parsed));
  REQUIRE(parsed->size() == 3);
  CHECK((*parsed)[0] == TrustAnchor{20326, 8, 2, *from_hex(digest_of_20326), {}, {}});
  CHECK((*parsed)[1].digest.size() == 20);
  CHECK((*parsed)[2].digest.size() == 48);
}

TEST_CASE("a key and its DS are the same anchor; a revoked key is none") {
  const Folder folder;
  REQUIRE(shell("cd '" + folder.path().string() +
                "' && cp \"$(ldns-keygen -a ECDSAP256SHA256 -k .).key\" key && "
                "ldns-key2ds -n -2 key >ds") == 0);
  const std::string key = slurp(folder.path() / "key");
  const auto from_key = parse(key);
  const auto from_ds = parse(slurp(folder.path() / "ds"));
  REQUIRE(good(from_key));
  REQUIRE(good(from_ds));
  CHECK(*from_key == *from_ds);
  std::string revoked = key;
  revoked.replace(
      revoked.find(" 257 ") == std::string::npos ? revoked.find("257 ") : revoked.find(" 257 ") + 1, 3,
      "385");
  CHECK(parse(key + revoked)->size() == 1);
  CHECK(parse(revoked).error().message.starts_with("root.key:1:1: no trust anchor: give DS or DNSKEY"));
}

TEST_CASE("what is no file of trust anchors") {
  const std::string ds = ". IN DS 20326 8 2 " + digest_of_20326 + "\n";
  check_error(parse(""), "root.key:1:1: an empty file");
  check_error(parse(ds + "com. IN DS 20326 8 2 " + digest_of_20326 + "\n"),
              "root.key:2:1: a record of another owner than the root");
  check_error(parse(". IN NS a.\n"), "root.key:1:1: neither a DS nor a DNSKEY record");
  check_error(parse(". IN DS 1 8 3 aabb\n"), "root.key:1:1: digest type 3 is not known; known: 1, 2, 4");
  check_error(parse(". IN DS 1 8 2 aabb\n"),
              "root.key:1:1: a digest of 2 octets, where digest type 2 has 32");
  check_error(parse(". IN DNSKEY 1 3 8 AwEAAQ==\n"),
              "root.key:1:1: a DNSKEY that is no zone key of DNSSEC (flags 256 or 257, protocol 3)");
  check_error(parse("$INCLUDE /etc/passwd\n"),
              "root.key:1:1: $INCLUDE is not taken: give the zone as one file");
  CHECK_FALSE(parse("hello world\n").has_value());
  check_error(parse(std::string(1 << 21, ' ')),
              "root.key:1:1: more than a mebibyte: no file of trust anchors");
}

TEST_CASE("IANA's root-anchors.xml") {
  const auto dated =
      parse(xml("validFrom=\"2017-02-02T00:00:00+00:00\" validUntil=\"2030-01-01T00:00:00+00:00\"",
                fields("20326", "8", "2", digest_of_20326)));
  REQUIRE(good(dated));
  CHECK(*dated == TrustAnchors{{20326, 8, 2, *from_hex(digest_of_20326), parse_time("2017-02-02"),
                                parse_time("2030-01-01")}});
  check_error(parse(xml("validFrom=\"soon\"", fields("20326", "8", "2", digest_of_20326))),
              "root.key:4:1: validFrom is no RFC 3339 time");
  check_error(parse(xml("", fields("203260", "8", "2", digest_of_20326))),
              "root.key:4:1: KeyTag is no number up to 65535");
  check_error(parse(xml("", fields("20326", "8x", "2", digest_of_20326))),
              "root.key:4:1: Algorithm is no number up to 255");
  check_error(parse(xml("", fields("20326", "8", "", digest_of_20326))),
              "root.key:4:1: DigestType is no number up to 255");
  check_error(parse(xml("", fields("20326", "8", "2", "E0G"))), "root.key:4:1: Digest is not hexadecimal");
  check_error(parse(xml("", fields("20326", "8", "2", "E06D"))),
              "root.key:4:1: a digest of 2 octets, where digest type 2 has 32");
  check_error(parse("<html></html>\n"),
              "root.key:1:1: no TrustAnchor element: not IANA's root-anchors.xml (RFC 9718)");
  check_error(parse("<TrustAnchor>\n<Zone>com.</Zone></TrustAnchor>\n"),
              "root.key:1:1: its Zone is not the root");
  CHECK(parse("<TrustAnchor>\n<Zone>.</Zone></TrustAnchor>\n")
            .error()
            .message.starts_with("root.key:1:1: no trust "));
  CHECK(parse("<TrustAnchor>\n<Zone>.</Zon").error().message.starts_with("root.key:2:1: "));
}
