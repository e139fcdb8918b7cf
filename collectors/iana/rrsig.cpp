#include "collectors/iana/rrsig.hpp"

#include <ldns/ldns.h>

#include <memory>

#include "collectors/iana/zone_name.hpp"

namespace splitroot::collectors {
namespace {

struct BufferDeleter {
  void operator()(ldns_buffer* buffer) const { ldns_buffer_free(buffer); }
};

/// Serial arithmetic (RFC 4034, section 3.1.5).
Timestamp time_near(std::uint32_t seconds, Timestamp near) {
  const auto distance = static_cast<std::int32_t>(seconds - static_cast<std::uint32_t>(to_unix(near)));
  return near + std::chrono::seconds{distance};
}

std::uint8_t* octets(std::string_view text) {
  return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
}

/// What is signed (RFC 4034, section 3.1.8.1): the RRSIG's data, then the records with the original TTL.
std::string signed_data(const Rrsig& rrsig, Records set) {
  constexpr std::size_t original_ttl_at = 4;
  std::string out{rrsig.signed_by};
  for (const CanonicalRecord& record : set) {
    const std::size_t ttl = out.size() + record.owner_size + 4;
    out += record.wire;
    out.replace(ttl, 4, rrsig.signed_by.substr(original_ttl_at, 4));
  }
  return out;
}

struct FieldDeleter {
  void operator()(ldns_rdf* field) const { ldns_rdf_free(field); }
};

/// The signature in the form OpenSSL reads; empty when it is none. DNSSEC writes an ECDSA signature as two
/// bare numbers (RFC 6605, section 4).
std::string openssl_form(const Rrsig& rrsig) {
  const bool is_ecdsa = rrsig.algorithm == LDNS_ECDSAP256SHA256 || rrsig.algorithm == LDNS_ECDSAP384SHA384;
  if (!is_ecdsa) return std::string{rrsig.signature};
  const std::unique_ptr<ldns_rdf, FieldDeleter> field{
      ldns_rdf_new(LDNS_RDF_TYPE_B64, rrsig.signature.size(), octets(rrsig.signature))};
  const std::unique_ptr<ldns_buffer, BufferDeleter> buffer{ldns_buffer_new(rrsig.signature.size() + 16)};
  if (ldns_convert_ecdsa_rrsig_rdf2asn1(buffer.get(), field.get()) != LDNS_STATUS_OK) return {};
  return {reinterpret_cast<const char*>(ldns_buffer_begin(buffer.get())), ldns_buffer_position(buffer.get())};
}

}  // namespace

std::optional<Rrsig> parse_rrsig(std::string_view data, Timestamp near) {
  constexpr std::size_t fixed_fields = 18;
  if (data.size() <= fixed_fields) return std::nullopt;
  const std::size_t signer = name_size(data.substr(fixed_fields));
  if (signer == 0 || data.size() == fixed_fields + signer) return std::nullopt;
  Rrsig rrsig;
  rrsig.covered = u16_at(data, 0);
  rrsig.algorithm = static_cast<std::uint8_t>(data[2]);
  rrsig.labels = static_cast<std::uint8_t>(data[3]);
  rrsig.original_ttl = u32_at(data, 4);
  rrsig.expiration = time_near(u32_at(data, 8), near);
  rrsig.inception = time_near(u32_at(data, 12), near);
  rrsig.key_tag = u16_at(data, 16);
  rrsig.signer = data.substr(fixed_fields, signer);
  rrsig.signed_by = data.substr(0, fixed_fields + signer);
  rrsig.signature = data.substr(fixed_fields + signer);
  return rrsig;
}

bool is_made_by(const Rrsig& rrsig, Records set, const ZoneKey& key) {
  if (key.tag != rrsig.key_tag || key.algorithm != rrsig.algorithm) return false;
  const std::string data = signed_data(rrsig, set);
  const std::string signature = openssl_form(rrsig);
  const std::unique_ptr<ldns_buffer, BufferDeleter> buffer{ldns_buffer_new(data.size())};
  ldns_buffer_write(buffer.get(), data.data(), data.size());
  return ldns_verify_rrsig_buffers_raw(octets(signature), signature.size(), buffer.get(),
                                       octets(key.public_key), key.public_key.size(),
                                       key.algorithm) == LDNS_STATUS_OK;
}

}  // namespace splitroot::collectors
