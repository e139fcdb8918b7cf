#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "collectors/iana/zone_key.hpp"

namespace splitroot::collectors {

/// The fields of an RRSIG record (RFC 4034, section 3.1). Views are of the record's data.
struct Rrsig {
  std::uint16_t covered = 0;
  std::uint8_t algorithm = 0;
  std::uint8_t labels = 0;
  std::uint32_t original_ttl = 0;
  Timestamp expiration;  ///< both within 68 years of the moment they are read for (RFC 1982)
  Timestamp inception;
  std::uint16_t key_tag = 0;
  std::string_view signer;     ///< wire form
  std::string_view signed_by;  ///< the part of the data that is signed: all but the signature
  std::string_view signature;
};

/// nullopt: malformed. `near` says which of the times four octets stand for.
std::optional<Rrsig> parse_rrsig(std::string_view data, Timestamp near);

/// True when `key` made this signature over `set`, which is in canonical order and all of one owner and type.
bool is_made_by(const Rrsig& rrsig, Records set, const ZoneKey& key);

}  // namespace splitroot::collectors
