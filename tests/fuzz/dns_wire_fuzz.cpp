// The messages of a zone transfer, each with its two octets of length as on TCP: AxfrDecoder.
#include "collectors/iana/axfr_decoder.hpp"
#include "tests/fuzz/fuzz.hpp"

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

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  AxfrDecoder decoder{id};
  std::string_view octets = fuzz::text_of(data, size);
  while (octets.size() >= 2) {
    const auto fed = decoder.feed(take_message(octets));
    if (!fed) {
      fuzz::expect_error(fed.error(), "");
      return 0;
    }
    if (!*fed) continue;
    const auto transfer = decoder.finish({true});
    if (!transfer) {
      fuzz::expect_error(transfer.error(), "");
      return 0;
    }
    fuzz::expect(transfer->digest.size() == 64, "a digest");
    fuzz::expect_list(root_batch(transfer->zone, transfer->digest, Origin::live, std::nullopt), "");
    return 0;
  }
  return 0;
}
