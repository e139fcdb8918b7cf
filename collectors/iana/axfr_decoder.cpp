#include "collectors/iana/axfr_decoder.hpp"

#include <ldns/ldns.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "core/hex.hpp"

namespace splitroot::collectors {
namespace {

struct PacketDeleter {
  void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
};
using PacketPtr = std::unique_ptr<ldns_pkt, PacketDeleter>;

std::string rcode_text(ldns_pkt_rcode code) {
  const std::unique_ptr<char, decltype(&std::free)> text{ldns_pkt_rcode2str(code), &std::free};
  return text ? text.get() : std::to_string(static_cast<int>(code));
}

/// What is wrong with a message's header, empty when nothing is.
std::string wrong_header(const ldns_pkt& packet, std::uint16_t id) {
  if (ldns_pkt_id(&packet) != id) return "an answer to a question not asked (foreign message id)";
  if (!ldns_pkt_qr(&packet)) return "a question instead of an answer";
  if (const auto code = ldns_pkt_get_rcode(&packet); code != LDNS_RCODE_NOERROR) {
    return "the server answers " + rcode_text(code) + ": it does not hand out the root zone to us";
  }
  if (ldns_pkt_tc(&packet)) return "a truncated message";
  if (ldns_rr_list_rr_count(ldns_pkt_answer(&packet)) == 0) {
    return "a message without records: the server does not hand out the root zone to us";
  }
  return {};
}

/// The answer records of a message, taken out of it.
std::vector<RecordPtr> take_answer(ldns_pkt& packet) {
  ldns_rr_list* list = ldns_pkt_answer(&packet);
  std::vector<RecordPtr> records;
  records.reserve(ldns_rr_list_rr_count(list));
  for (std::size_t i = 0; i < ldns_rr_list_rr_count(list); ++i)
    records.emplace_back(ldns_rr_list_rr(list, i));
  ldns_rr_list_set_rr_count(list, 0);
  return records;
}

void append_wire(std::string& out, const ldns_rr& record) {
  std::uint8_t* octets = nullptr;
  std::size_t size = 0;
  if (ldns_rr2wire(&octets, &record, LDNS_SECTION_ANSWER, &size) == LDNS_STATUS_OK) {
    out.append(reinterpret_cast<const char*>(octets), size);
  }
  std::free(octets);
}

}  // namespace

std::string axfr_query(std::uint16_t id) {
  std::string query{static_cast<char>(id >> 8), static_cast<char>(id & 0xff)};
  constexpr std::string_view no_flags_one_question{"\0\0\0\1\0\0\0\0\0\0", 10};
  constexpr std::string_view root_axfr_in{"\0\0\xfc\0\1", 5};
  query.append(no_flags_one_question).append(root_axfr_in);
  return query;
}

Result<void> AxfrDecoder::add(RecordPtr record) {
  if (!assembly_.has_soa() && ldns_rr_get_type(record.get()) != LDNS_RR_TYPE_SOA) {
    return input_error("the transfer does not begin with the SOA");
  }
  append_wire(wire_, *record);
  return assembly_.add(std::move(record));
}

Result<bool> AxfrDecoder::feed(std::string_view message) {
  ldns_pkt* raw = nullptr;
  const auto status =
      ldns_wire2pkt(&raw, reinterpret_cast<const std::uint8_t*>(message.data()), message.size());
  const PacketPtr packet{raw};
  if (status != LDNS_STATUS_OK) {
    return input_error(std::string{"a message that is no DNS message: "} + ldns_get_errorstr_by_id(status));
  }
  if (auto wrong = wrong_header(*packet, id_); !wrong.empty()) return input_error(std::move(wrong));
  for (RecordPtr& record : take_answer(*packet)) {
    if (auto added = add(std::move(record)); !added) return added.error();
  }
  return assembly_.closed();
}

Result<Transfer> AxfrDecoder::finish(RootZoneRules rules) {
  auto zone = assembly_.finish(rules);
  if (!zone) return zone.error();
  return Transfer{std::move(*zone), to_hex(view(sha256(wire_)))};
}

}  // namespace splitroot::collectors
