#include "collectors/iana/tsig.hpp"

#include "collectors/iana/canonical_zone.hpp"
#include "collectors/iana/tsig_wire.hpp"
#include "collectors/iana/zone_name.hpp"
#include "core/display.hpp"
#include "core/hash.hpp"
#include "core/label.hpp"

namespace splitroot::collectors {
namespace {

constexpr std::string_view known_algorithm = "hmac-sha256";
constexpr std::uint16_t fudge_seconds = 300;
constexpr int most_unsigned = 99;

std::string hmac(const Secret& secret, std::string_view message) {
  return std::string{view(hmac_sha256(secret.reveal(), message))};
}

/// Takes the same time wherever they differ.
bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  int difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference |= a[i] ^ b[i];
  return difference == 0;
}

std::string with_length(std::string_view octets) { return wire_u16(octets.size()).append(octets); }

}  // namespace

Result<TsigKey> make_tsig_key(std::string_view name, std::string_view algorithm, std::string_view secret) {
  if (!wire_name_of(name))
    return usage_error("the TSIG key's name '" + display_text(name) + "' is no domain name");
  if (lower_ascii(algorithm) != known_algorithm) {
    return usage_error("the TSIG algorithm '" + display_text(algorithm) +
                       "' is not known; known: hmac-sha256");
  }
  std::string octets = from_base64(secret);
  if (octets.empty()) return usage_error("the TSIG key's secret is not base64");
  return TsigKey{std::string{name}, std::string{known_algorithm}, Secret{std::move(octets)}};
}

TsigSession::TsigSession(const TsigKey& key)
    : name_(wire_name_of(key.name).value_or(std::string(1, '\0'))),
      shown_(shown_name(name_)),
      secret_(key.secret) {}

std::string TsigSession::sign(std::string query, Timestamp at) {
  TsigFields fields;
  fields.name = name_;
  fields.algorithm = *wire_name_of(known_algorithm);
  fields.timers = wire_u48(static_cast<std::uint64_t>(to_unix(at))) + wire_u16(fudge_seconds);
  fields.original_id = query.substr(0, 2);
  fields.mac = hmac(secret_, query + tsig_variables(fields));
  mac_ = fields.mac;
  append_tsig(query, fields);
  return query;
}

Result<void> TsigSession::check(std::string_view message, Timestamp at) {
  const auto end = find_tsig(message);
  if (!end) return source_error("a message that is no DNS message");
  if (*end < message.size()) return check_signed(message, *end, at);
  if (is_first_) return source_error("the answer is not signed with the TSIG key " + shown_);
  if (++unsigned_count_ > most_unsigned) {
    return source_error("more than 99 messages in a row without a TSIG of key " + shown_);
  }
  unsigned_ += message;
  return {};
}

Result<void> TsigSession::check_signed(std::string_view message, std::size_t tsig_at, Timestamp at) {
  const auto fields = parse_tsig(message.substr(tsig_at));
  if (!fields) return source_error("a malformed TSIG record");
  if (const auto refusal = tsig_error_text(fields->error); !refusal.empty()) {
    return source_error("the server refuses the TSIG key " + shown_ + ": " + refusal);
  }
  if (fields->name != name_ || fields->algorithm != *wire_name_of(known_algorithm)) {
    return source_error("the answer is signed with another TSIG key or algorithm than " + shown_ +
                        " hmac-sha256");
  }
  std::string digested = with_length(mac_) + unsigned_ + without_tsig(message, tsig_at, *fields);
  digested += is_first_ ? tsig_variables(*fields) : fields->timers;
  if (!same(hmac(secret_, digested), fields->mac)) {
    return source_error("the TSIG of the answer is wrong: altered on the way, or another secret of key " +
                        shown_);
  }
  const auto distance = to_unix(at) - fields->signed_at();
  if (distance > fields->fudge() || -distance > fields->fudge()) {
    return source_error("the TSIG of the answer is of another time: the clocks differ by " +
                        std::to_string(distance < 0 ? -distance : distance) + " s");
  }
  mac_ = fields->mac;
  unsigned_.clear();
  unsigned_count_ = 0;
  is_first_ = false;
  return {};
}

Result<void> TsigSession::finish() const {
  if (unsigned_count_ == 0 && !is_first_) return {};
  return source_error("the last message is not signed with the TSIG key " + shown_);
}

}  // namespace splitroot::collectors
