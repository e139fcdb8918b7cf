#include "collectors/iana/trust_anchor.hpp"

#include <ldns/ldns.h>

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

#include "collectors/iana/canonical_zone.hpp"
#include "collectors/iana/master_file.hpp"
#include "collectors/iana/zone_key.hpp"
#include "core/display.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::size_t largest_file = 1 << 20;

Error wrong(std::string_view origin, std::ptrdiff_t line, std::string_view reason) {
  return input_error(std::string{origin} + ":" + std::to_string(line) + ":1: " + std::string{reason});
}

/// Octets of a digest type's digest; 0 for a type not known here.
std::size_t digest_size(std::uint8_t type) { return root_key_digest(std::string(4, '\0'), type).size(); }

/// What keeps an anchor from being one; empty when nothing does.
std::string objection(const TrustAnchor& anchor) {
  const std::size_t size = digest_size(anchor.digest_type);
  if (size == 0) {
    return "digest type " + std::to_string(anchor.digest_type) + " is not known; known: 1, 2, 4";
  }
  if (anchor.digest.size() == size) return {};
  return "a digest of " + std::to_string(anchor.digest.size()) + " octets, where digest type " +
         std::to_string(anchor.digest_type) + " has " + std::to_string(size);
}

/// The anchor of one record; nullopt for a key that is revoked.
Result<std::optional<TrustAnchor>> anchor_of(const CanonicalRecord& record) {
  if (!record.key.empty()) return input_error("a record of another owner than the root");
  const std::string_view data = record.data();
  if (record.type == LDNS_RR_TYPE_DNSKEY) {
    const auto key = parse_zone_key(data);
    if (!key) return input_error("a DNSKEY that is no zone key of DNSSEC (flags 256 or 257, protocol 3)");
    if (key->is_revoked) return std::optional<TrustAnchor>{};
    return std::optional{anchor_of_key(data)};
  }
  if (record.type != LDNS_RR_TYPE_DS || data.size() < 4)
    return input_error("neither a DS nor a DNSKEY record");
  TrustAnchor anchor{u16_at(data, 0),
                     static_cast<std::uint8_t>(data[2]),
                     static_cast<std::uint8_t>(data[3]),
                     std::string{data.substr(4)},
                     std::nullopt,
                     std::nullopt};
  if (auto reason = objection(anchor); !reason.empty()) return input_error(std::move(reason));
  return std::optional{std::move(anchor)};
}

Result<TrustAnchors> from_records(std::string_view text, std::string_view origin) {
  MasterFile file{text};
  TrustAnchors anchors;
  while (!file.at_end()) {
    auto record = file.next();
    if (!record) return wrong(origin, file.line(), record.error().message);
    if (!*record) continue;
    const auto wire = canonical(**record);
    if (!wire) return wrong(origin, file.line(), "a record that has no wire form");
    auto anchor = anchor_of(*wire);
    if (!anchor) return wrong(origin, file.line(), anchor.error().message);
    if (*anchor) anchors.push_back(std::move(**anchor));
  }
  return anchors;
}

template <class Number>
bool read_number(const pugi::xml_node& parent, const char* name, Number& value) {
  const std::string_view text = parent.child_value(name);
  const auto [stop, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  return failure == std::errc{} && stop == text.data() + text.size();
}

/// The date of an attribute that may be absent.
bool read_date(const pugi::xml_node& node, const char* name, std::optional<Timestamp>& date) {
  const auto attribute = node.attribute(name);
  if (!attribute) return true;
  date = parse_time(attribute.value());
  return date.has_value();
}

Result<TrustAnchor> from_digest(const pugi::xml_node& node) {
  TrustAnchor anchor;
  if (!read_number(node, "KeyTag", anchor.key_tag)) return input_error("KeyTag is no number up to 65535");
  if (!read_number(node, "Algorithm", anchor.algorithm))
    return input_error("Algorithm is no number up to 255");
  if (!read_number(node, "DigestType", anchor.digest_type))
    return input_error("DigestType is no number up to 255");
  const auto digest = from_hex(node.child_value("Digest"));
  if (!digest) return input_error("Digest is not hexadecimal");
  anchor.digest = *digest;
  if (auto reason = objection(anchor); !reason.empty()) return input_error(std::move(reason));
  if (!read_date(node, "validFrom", anchor.valid_from)) return input_error("validFrom is no RFC 3339 time");
  if (!read_date(node, "validUntil", anchor.valid_until))
    return input_error("validUntil is no RFC 3339 time");
  return anchor;
}

std::ptrdiff_t line_at(std::string_view text, std::ptrdiff_t offset) {
  const auto end =
      text.begin() + std::clamp<std::ptrdiff_t>(offset, 0, static_cast<std::ptrdiff_t>(text.size()));
  return 1 + std::count(text.begin(), end, '\n');
}

Result<TrustAnchors> from_xml(std::string_view text, std::string_view origin) {
  pugi::xml_document document;
  const auto parsed =
      document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) return wrong(origin, line_at(text, parsed.offset), parsed.description());
  const auto root = document.child("TrustAnchor");
  if (!root) return wrong(origin, 1, "no TrustAnchor element: not IANA's root-anchors.xml (RFC 9718)");
  if (std::string_view{root.child_value("Zone")} != ".") {
    return wrong(origin, line_at(text, root.offset_debug()), "its Zone is not the root");
  }
  TrustAnchors anchors;
  for (const auto& node : root.children("KeyDigest")) {
    auto anchor = from_digest(node);
    if (!anchor) return wrong(origin, line_at(text, node.offset_debug()), anchor.error().message);
    anchors.push_back(std::move(*anchor));
  }
  return anchors;
}

}  // namespace

Result<TrustAnchors> parse_trust_anchors(std::string_view text, std::string_view origin) {
  if (text.size() > largest_file) return wrong(origin, 1, "more than a mebibyte: no file of trust anchors");
  const auto start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return wrong(origin, 1, "an empty file");
  auto anchors = text[start] == '<' ? from_xml(text, origin) : from_records(text, origin);
  if (anchors && anchors->empty()) {
    return wrong(origin, 1,
                 "no trust anchor: give DS or DNSKEY records of the root, or IANA's root-anchors.xml");
  }
  return anchors;
}

}  // namespace splitroot::collectors
