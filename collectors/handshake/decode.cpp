#include "collectors/handshake/decode.hpp"

#include <fmt/format.h>

#include "collectors/handshake/covenant.hpp"
#include "collectors/handshake/resource.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors::handshake {
namespace {

class Decoder {
 public:
  Decoder(const Block& block, std::uint32_t height, Timestamp time, Decoded& out)
      : block_(block), height_(height), time_(time), out_(out) {}

  void decode(const NameOutput& output) {
    const auto covenant = parse_covenant(output.covenant);
    if (!covenant) return keep(output, covenant.error().message, raw_octets(output.covenant));
    Touch& touch = out_.touches.emplace_back();
    touch.key = covenant->key;
    touch.time = time_;
    if (covenant->name) touch.label = *covenant->name;
    touch.owner.keep(output.owner);
    touch.action = action_of(*covenant, output);
    if (covenant->resource && !covenant->resource->empty()) take_resource(touch, *covenant->resource, output);
  }

 private:
  static std::string raw_octets(const RawCovenant& covenant) {
    std::string octets(1, static_cast<char>(covenant.type));
    return octets.append(covenant.items);
  }

  NameAction action_of(const Covenant& covenant, const NameOutput& output) const {
    NameAction action;
    action.type = covenant.type;
    action.start = covenant.height;
    action.block = height_;
    action.output = {block_.transactions[output.transaction], static_cast<std::uint32_t>(output.output)};
    action.value = output.value;
    action.claimed = covenant.claimed;
    action.renewals = covenant.renewals;
    action.weak = covenant.weak;
    return action;
  }

  void take_resource(Touch& touch, std::string_view resource, const NameOutput& output) {
    touch.resource = resource;
    touch.action.data = sha256(resource);
    const auto records = parse_resource(resource);
    if (records)
      touch.action.resolves = resolves(*records);
    else
      keep(output, records.error().message, std::string{resource});
  }

  void keep(const NameOutput& output, std::string reason, std::string raw) {
    auto where = fmt::format("block {}, tx {}, output {}", height_,
                             to_hex(view(block_.transactions[output.transaction])), output.output);
    out_.malformed.push_back({std::move(where), std::move(reason), std::move(raw), height_});
  }

  const Block& block_;
  std::uint32_t height_;
  Timestamp time_;
  Decoded& out_;
};

}  // namespace

void TouchOwner::keep(const Address& address) {
  version = address.version;
  size = static_cast<std::uint8_t>(address.hash.copy(octets.data(), octets.size()));
}

void decode_block(const Block& block, std::uint32_t height, Timestamp time, Decoded& out) {
  Decoder decoder{block, height, time, out};
  out.touches.reserve(out.touches.size() + block.names.size());
  for (const auto& output : block.names) decoder.decode(output);
}

}  // namespace splitroot::collectors::handshake
