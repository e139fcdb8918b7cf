#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "collectors/handshake/block.hpp"
#include "collectors/handshake/name_state.hpp"
#include "core/name.hpp"
#include "core/source.hpp"
#include "core/time.hpp"

namespace splitroot::collectors::handshake {

/// Owner of an output, kept: there is one to each touch, and nothing of it is allocated.
struct TouchOwner {
  std::uint8_t version = 0;
  std::uint8_t size = 0;
  std::array<char, 40> octets{};  ///< as many as a witness program may have (Address)

  void keep(const Address& address);
  std::string_view hash() const { return {octets.data(), size}; }
};

/// One covenant of one name, free of the block it stood in.
struct Touch {
  NameKey key;
  NameAction action;
  Timestamp time;        ///< of its block
  std::string label;     ///< octets; empty: the covenant does not spell it
  std::string resource;  ///< REGISTER, UPDATE; empty: the records stay as they are
  TouchOwner owner;
};

/// What blocks say about names.
struct Decoded {
  std::vector<Touch> touches;  ///< in chain order
  std::vector<Malformed> malformed;
};

/// Appends what the covenants of `block` say. One that cannot be read goes to `malformed`; so does a
/// resource, whose name then does not resolve.
void decode_block(const Block& block, std::uint32_t height, Timestamp time, Decoded& out);

}  // namespace splitroot::collectors::handshake
