#include "collectors/handshake/decode.hpp"

#include <fmt/format.h>

#include "collectors/handshake/bech32.hpp"
#include "collectors/handshake/covenant.hpp"
#include "collectors/handshake/resource.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors::handshake {
namespace {

class Decoder {
 public:
  Decoder(const Block& block, std::uint64_t height, Timestamp time, std::string_view prefix, Decoded& out)
      : block_(block), height_(height), time_(time), prefix_(prefix), out_(out) {}

  void decode(const NameOutput& output) {
    const auto covenant = parse_covenant(output.covenant);
    if (!covenant) return keep(output, covenant.error().message, raw_octets(output.covenant));
    NameEvent event = common(output, *covenant);
    apply(event, *covenant, output);
    out_.events.push_back(std::move(event));
  }

 private:
  std::string transaction(const NameOutput& output) const {
    return to_hex(view(block_.transactions[output.transaction]));
  }

  static std::string raw_octets(const RawCovenant& covenant) {
    std::string octets(1, static_cast<char>(covenant.type));
    return octets.append(covenant.items);
  }

  NameEvent common(const NameOutput& output, const Covenant& covenant) const {
    NameEvent event;
    event.key = covenant.key;
    event.place = Place{};
    if (covenant.name) event.label = RawLabel{std::string{*covenant.name}};
    event.evidence = {"handshake", height_, transaction(output), time_};
    return event;
  }

  void apply(NameEvent& event, const Covenant& covenant, const NameOutput& output) {
    switch (covenant.type) {
      case CovenantType::open:
        return open(event);
      case CovenantType::bid:
        event.status = NameStatus::auction;
        return;
      case CovenantType::claim:
      case CovenantType::register_name:
      case CovenantType::update:
      case CovenantType::renew:
      case CovenantType::finalize:
        return hold(event, covenant, output);
      case CovenantType::revoke:
        event.status = NameStatus::revoked;
        event.resolves = false;
        return;
      case CovenantType::none:
      case CovenantType::reveal:
      case CovenantType::redeem:
      case CovenantType::transfer:
        return;
    }
  }

  static void open(NameEvent& event) {
    event.holder = "";
    event.claimed = false;
    event.resolves = false;
    event.status = NameStatus::auction;
  }

  void hold(NameEvent& event, const Covenant& covenant, const NameOutput& output) {
    event.status = NameStatus::active;
    event.holder = bech32_address(prefix_, output.owner.version, output.owner.hash);
    event.claimed = covenant.type == CovenantType::claim ? true : covenant.claimed;
    if (covenant.type == CovenantType::register_name) event.registered_at = time_;
    if (covenant.resource && !covenant.resource->empty())
      event.resolves = resolves_by(*covenant.resource, output);
    else if (covenant.type == CovenantType::claim || covenant.type == CovenantType::register_name)
      event.resolves = false;
  }

  bool resolves_by(std::string_view resource, const NameOutput& output) {
    const auto records = parse_resource(resource);
    if (records) return resolves(*records);
    keep(output, records.error().message, std::string{resource});
    return false;
  }

  void keep(const NameOutput& output, std::string reason, std::string raw) {
    auto where = fmt::format("block {}, tx {}, output {}", height_, transaction(output), output.output);
    out_.malformed.push_back({std::move(where), std::move(reason), std::move(raw)});
  }

  const Block& block_;
  std::uint64_t height_;
  Timestamp time_;
  std::string_view prefix_;
  Decoded& out_;
};

}  // namespace

void decode_block(const Block& block, std::uint64_t height, Timestamp time, std::string_view address_prefix,
                  Decoded& out) {
  Decoder decoder{block, height, time, address_prefix, out};
  for (const auto& output : block.names) decoder.decode(output);
}

}  // namespace splitroot::collectors::handshake
