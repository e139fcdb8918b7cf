// The messages of a zone transfer, each with its two octets of length as on TCP: as the answer to an AXFR,
// and to an IXFR from a small zone.
#include "collectors/iana/axfr_decoder.hpp"
#include "collectors/iana/ixfr_decoder.hpp"
#include "tests/fuzz/fuzz.hpp"

#include <ldns/ldns.h>

using namespace splitroot;
using namespace splitroot::collectors;

namespace {

constexpr std::uint16_t id = 0x1234;  ///< of the question asked; that of the seeds

/// Takes one message off the front of `octets`; the last one may be shorter than it says.
std::string_view take_message(std::string_view& octets) {
  constexpr std::size_t length_size = 2;
  const auto high = static_cast<unsigned char>(octets[0]);
  const auto low = static_cast<unsigned char>(octets[1]);
  const std::string_view message = octets.substr(length_size, static_cast<std::size_t>(high << 8 | low));
  octets.remove_prefix(length_size + message.size());
  return message;
}

void look_at(const ZoneAssembly& assembly) {
  const auto zone = assembly.finish({true});
  if (!zone) return fuzz::expect_error(input_error(zone.error().reason), "");
  const auto copy = ZoneCopy::of(assembly.records());
  fuzz::expect(copy && copy->digest().size() == 64, "a digest");
  fuzz::expect_list(root_batch(*zone, copy->digest(), Origin::live, std::nullopt), "");
}

/// Feeds a decoder until it has all it wants; false: it refuses, or there is not enough.
template <class Decoder>
bool feed(Decoder& decoder, std::string_view octets) {
  while (octets.size() >= 2) {
    const auto fed = decoder.feed(take_message(octets));
    if (!fed) fuzz::expect_error(fed.error(), "");
    if (!fed || *fed) return fed.has_value();
  }
  return false;
}

/// The TLD `com`, serial 7.
ZoneCopy known_zone() {
  ZoneAssembly assembly;
  for (const char* line : {". 256 IN SOA a. b. 7 1 1 1 1", "com. 256 IN NS ns."}) {
    ldns_rr* record = nullptr;
    const auto status = ldns_rr_new_frm_str(&record, line, 0, nullptr, nullptr);
    fuzz::expect(status == LDNS_STATUS_OK && assembly.add(RecordPtr{record}).has_value(), "a record");
  }
  return *ZoneCopy::of(assembly.records());
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const ZoneCopy known = known_zone();
  const std::string_view octets = fuzz::text_of(data, size);
  AxfrDecoder axfr{id};
  if (feed(axfr, octets)) look_at(axfr.assembly());
  IxfrDecoder ixfr{id, known};
  if (!feed(ixfr, octets)) return 0;
  const auto assembly = std::move(ixfr).assemble();
  if (assembly) look_at(*assembly);
  return 0;
}
