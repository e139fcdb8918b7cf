#include "collectors/iana/dns_message.hpp"

#include <ldns/ldns.h>

#include <algorithm>
#include <cstdlib>

namespace splitroot::collectors {
namespace {

struct PacketDeleter {
  void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
};
using PacketPtr = std::unique_ptr<ldns_pkt, PacketDeleter>;

constexpr std::string_view type_axfr{"\0\xfc", 2};
constexpr std::string_view type_ixfr{"\0\xfb", 2};

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

/// No flags, one question for the root in class IN, so many records of authority.
std::string query(std::uint16_t id, std::string_view type, char authority) {
  std::string out{static_cast<char>(id >> 8), static_cast<char>(id & 0xff)};
  out.append(std::string_view{"\0\0\0\1\0\0\0", 7}).append(1, authority).append(2, '\0');
  return out.append(1, '\0').append(type).append(std::string_view{"\0\1", 2});
}

}  // namespace

std::string axfr_query(std::uint16_t id) { return query(id, type_axfr, 0); }

std::string ixfr_query(std::uint16_t id, std::string_view soa) { return query(id, type_ixfr, 1).append(soa); }

Result<std::vector<RecordPtr>> answer_records(std::string_view message, std::uint16_t id) {
  ldns_pkt* raw = nullptr;
  const auto status =
      ldns_wire2pkt(&raw, reinterpret_cast<const std::uint8_t*>(message.data()), message.size());
  const PacketPtr packet{raw};
  if (status != LDNS_STATUS_OK) {
    return input_error(std::string{"a message that is no DNS message: "} + ldns_get_errorstr_by_id(status));
  }
  if (auto wrong = wrong_header(*packet, id); !wrong.empty()) return input_error(std::move(wrong));
  auto records = take_answer(*packet);
  if (!std::all_of(records.begin(), records.end(), [](const auto& record) { return has_its_fields(*record); }))
    return input_error("a record without the data its type has");
  return records;
}

}  // namespace splitroot::collectors
