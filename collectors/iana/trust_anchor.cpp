#include "collectors/iana/trust_anchor.hpp"

#include <ldns/ldns.h>

#include <charconv>
#include <span>
#include <sstream>

#include "core/csv.hpp"
#include "core/embedded.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"

namespace splitroot {
std::span<const EmbeddedFile> trust_anchor_files();
}

namespace splitroot::collectors {
namespace {

constexpr std::uint8_t sha1_digest = 1;
constexpr std::uint8_t sha256_digest = 2;
constexpr std::uint8_t sha384_digest = 4;

[[noreturn]] void broken_table(std::string_view why) {
  throw Failure(Error{Fault::internal, "the table of trust anchors: " + std::string{why}, false});
}

template <class Number>
Number number(std::string_view text) {
  Number value = 0;
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failure != std::errc{} || stop != text.data() + text.size())
    broken_table("no number: " + std::string{text});
  return value;
}

std::optional<Timestamp> day(std::string_view text) {
  const auto time = parse_time(text);
  if (!time && !text.empty()) broken_table("no date: " + std::string{text});
  return time;
}

TrustAnchors read_table(const EmbeddedFile& file) {
  std::istringstream in{std::string{file.content}};
  auto table = CsvTable::open(in, std::string{file.name},
                              {"key_tag", "algorithm", "digest_type", "digest", "valid_from", "valid_until"});
  if (!table) broken_table(table.error().message);
  TrustAnchors anchors;
  for (;;) {
    const auto more = table->next();
    if (!more) broken_table(more.error().message);
    if (!*more) return anchors;
    const auto digest = from_hex((*table)["digest"]);
    if (!digest) broken_table("no digest");
    anchors.push_back({number<std::uint16_t>((*table)["key_tag"]),
                       number<std::uint8_t>((*table)["algorithm"]),
                       number<std::uint8_t>((*table)["digest_type"]), *digest, day((*table)["valid_from"]),
                       day((*table)["valid_until"])});
  }
}

const std::uint8_t* octets(const std::string& text) {
  return reinterpret_cast<const std::uint8_t*>(text.data());
}

}  // namespace

bool TrustAnchor::is_valid_at(Timestamp moment) const {
  return (!valid_from || *valid_from <= moment) && (!valid_until || moment < *valid_until);
}

const TrustAnchors& iana_trust_anchors() {
  static const TrustAnchors anchors = read_table(trust_anchor_files().front());
  return anchors;
}

std::string root_key_digest(std::string_view dnskey_data, std::uint8_t digest_type) {
  const std::string digested = std::string(1, '\0') + std::string{dnskey_data};  // RFC 4034, section 5.1.4
  const auto size = static_cast<unsigned>(digested.size());
  if (digest_type == sha256_digest) return std::string{view(sha256(digested))};
  std::string digest;
  if (digest_type == sha1_digest) {
    digest.resize(LDNS_SHA1_DIGEST_LENGTH);
    ldns_sha1(octets(digested), size, reinterpret_cast<std::uint8_t*>(digest.data()));
  } else if (digest_type == sha384_digest) {
    digest.resize(LDNS_SHA384_DIGEST_LENGTH);
    ldns_sha384(octets(digested), size, reinterpret_cast<std::uint8_t*>(digest.data()));
  }
  return digest;
}

std::uint16_t key_tag_of(std::string_view dnskey_data) {
  return ldns_calc_keytag_raw(reinterpret_cast<const std::uint8_t*>(dnskey_data.data()), dnskey_data.size());
}

TrustAnchor anchor_of_key(std::string_view dnskey_data) {
  return {key_tag_of(dnskey_data),
          static_cast<std::uint8_t>(dnskey_data[3]),
          sha256_digest,
          root_key_digest(dnskey_data, sha256_digest),
          std::nullopt,
          std::nullopt};
}

}  // namespace splitroot::collectors
