#include "collectors/iana/zone_key.hpp"

#include <algorithm>

namespace splitroot::collectors {
namespace {

bool is_digest_of(const TrustAnchor& anchor, const ZoneKey& key) {
  return anchor.key_tag == key.tag && anchor.algorithm == key.algorithm && !anchor.digest.empty() &&
         root_key_digest(key.data, anchor.digest_type) == anchor.digest;
}

}  // namespace

std::optional<ZoneKey> parse_zone_key(std::string_view data) {
  constexpr std::size_t fixed_fields = 4;
  constexpr std::uint16_t zone_flag = 0x0100;
  constexpr std::uint16_t revoke_flag = 0x0080;
  constexpr char dnssec_protocol = 3;
  if (data.size() <= fixed_fields || data[2] != dnssec_protocol) return std::nullopt;
  const std::uint16_t flags = u16_at(data, 0);
  if ((flags & zone_flag) == 0) return std::nullopt;
  return ZoneKey{key_tag_of(data), static_cast<std::uint8_t>(data[3]), (flags & revoke_flag) != 0, data,
                 data.substr(fixed_fields)};
}

ZoneKeys zone_keys(Records dnskeys) {
  ZoneKeys keys;
  for (const CanonicalRecord& record : dnskeys) {
    const auto key = parse_zone_key(record.data());
    if (key && !key->is_revoked) keys.push_back(*key);
  }
  return keys;
}

ZoneKeys anchored(const ZoneKeys& keys, const TrustAnchors& anchors) {
  ZoneKeys found;
  for (const ZoneKey& key : keys) {
    const auto vouches = [&](const TrustAnchor& anchor) { return is_digest_of(anchor, key); };
    if (std::any_of(anchors.begin(), anchors.end(), vouches)) found.push_back(key);
  }
  return found;
}

std::string tag_list(const ZoneKeys& keys) {
  std::string out;
  for (const ZoneKey& key : keys) out += (out.empty() ? "" : ", ") + std::to_string(key.tag);
  return out;
}

}  // namespace splitroot::collectors
