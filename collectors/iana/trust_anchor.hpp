#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace splitroot::collectors {

/// A key of the root that is trusted: its DS (RFC 4034, section 5), and when.
struct TrustAnchor {
  std::uint16_t key_tag = 0;
  std::uint8_t algorithm = 0;
  std::uint8_t digest_type = 0;
  std::string digest;                    ///< octets
  std::optional<Timestamp> valid_from;   ///< nullopt: always
  std::optional<Timestamp> valid_until;  ///< the first moment it is not valid; nullopt: no end known
  bool operator==(const TrustAnchor&) const = default;

  bool is_valid_at(Timestamp moment) const;
};
using TrustAnchors = std::vector<TrustAnchor>;

/// The root's trust anchors as IANA has published them (schemas/trust-anchors/iana.csv).
const TrustAnchors& iana_trust_anchors();

/// Trust anchors that a user configures. Two forms are told apart by their first character:
/// master file lines with DS or DNSKEY records of the root, as `root.key` files have them (no dates; revoked
/// keys are passed over; comments, the state of RFC 5011 trackers among them, are not read), and IANA's
/// root-anchors.xml (RFC 9718; dated by validFrom and validUntil). Errors (input) name file and line; a file
/// without any anchor is one.
Result<TrustAnchors> parse_trust_anchors(std::string_view text, std::string_view origin);

/// The DS of a DNSKEY record in wire form, `\0` as owner; for files that hold keys. Digest type 2.
TrustAnchor anchor_of_key(std::string_view dnskey_data);

/// The digest that a DS of the root over this key has; empty for a digest type not known here (SHA-1, SHA-256
/// and SHA-384 are).
std::string root_key_digest(std::string_view dnskey_data, std::uint8_t digest_type);

/// RFC 4034, appendix B. Precondition: four octets or more.
std::uint16_t key_tag_of(std::string_view dnskey_data);

}  // namespace splitroot::collectors
