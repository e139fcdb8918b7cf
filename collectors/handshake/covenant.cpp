#include "collectors/handshake/covenant.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "collectors/handshake/byte_reader.hpp"

namespace splitroot::collectors::handshake {
namespace {

constexpr std::size_t largest_resource = 512;

/// What an item of a covenant is; decides which sizes it may have.
enum class Item : char {
  key = 'k',
  hash = 'h',
  height = 'u',
  name = 'n',
  claimed = 'c',
  renewals = 'w',
  flags = 'f',
  resource = 'r',
  version = 'v',
  address = 'a',
};

struct Shape {
  std::string_view text;
  std::string_view items;  ///< one letter of Item each
};

/// By type number (hsd `lib/primitives/covenant.js`).
constexpr std::array<Shape, 12> shapes{{
    {"NONE", ""},
    {"CLAIM", "kunfhc"},
    {"OPEN", "kun"},
    {"BID", "kunh"},
    {"REVEAL", "kuh"},
    {"REDEEM", "ku"},
    {"REGISTER", "kurh"},
    {"UPDATE", "kur"},
    {"RENEW", "kuh"},
    {"TRANSFER", "kuva"},
    {"FINALIZE", "kunfcwh"},
    {"REVOKE", "ku"},
}};

bool has_size(Item item, std::size_t size) {
  switch (item) {
    case Item::key:
    case Item::hash:
      return size == 32;
    case Item::height:
    case Item::claimed:
    case Item::renewals:
      return size == 4;
    case Item::flags:
    case Item::version:
      return size == 1;
    case Item::name:
      return size >= 1 && size <= 63;
    case Item::resource:
      return size <= largest_resource;
    case Item::address:
      return size >= 2 && size <= 40;
  }
  return false;
}

void set(Covenant& covenant, Item item, std::string_view value) {
  switch (item) {
    case Item::key:
      covenant.key.bytes = hash_of_bytes(value);
      break;
    case Item::height:
      covenant.height = ByteReader{value}.u32();
      break;
    case Item::name:
      covenant.name = value;
      break;
    case Item::claimed:
      covenant.claimed = ByteReader{value}.u32();
      break;
    case Item::renewals:
      covenant.renewals = ByteReader{value}.u32();
      break;
    case Item::flags:
      covenant.weak = (ByteReader{value}.u8() & 1) != 0;
      break;
    case Item::resource:
      covenant.resource = value;
      break;
    case Item::hash:
    case Item::version:
    case Item::address:
      break;
  }
}

Error malformed(const Shape& shape, std::string_view what) {
  return source_error(fmt::format("{} covenant: {}", shape.text, what));
}

/// What the items' sizes alone do not show; empty when all is well.
std::string_view contradiction(const Covenant& covenant) {
  if (covenant.type == CovenantType::open && covenant.height != 0) return "its height is not zero";
  if (!covenant.name) return {};
  if (!is_handshake_name(*covenant.name)) return "its name is none that Handshake allows";
  if (handshake_key(*covenant.name) != covenant.key) return "its name hash is not that of its name";
  return {};
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string_view text(CovenantType type) { return shapes[static_cast<std::size_t>(type)].text; }

Result<Covenant> parse_covenant(const RawCovenant& raw) {
  if (raw.type >= shapes.size()) return source_error(fmt::format("covenant of unknown type {}", raw.type));
  const Shape& shape = shapes[raw.type];
  ByteReader in{raw.items};
  const std::uint64_t count = in.varint();
  if (in.failed() || count != shape.items.size())
    return malformed(shape, fmt::format("{} items where {} belong", count, shape.items.size()));
  Covenant covenant;
  covenant.type = static_cast<CovenantType>(raw.type);
  for (std::size_t i = 0; i < shape.items.size(); ++i) {
    const auto value = in.var_bytes();
    const auto item = static_cast<Item>(shape.items[i]);
    if (in.failed() || !has_size(item, value.size()))
      return malformed(shape, fmt::format("item {} has {} octets", i, value.size()));
    set(covenant, item, value);
  }
  const auto wrong = contradiction(covenant);
  if (!wrong.empty()) return malformed(shape, wrong);
  return covenant;
}

bool is_handshake_name(std::string_view name) {
  constexpr std::array<std::string_view, 5> blacklist{"example", "invalid", "local", "localhost", "test"};
  if (name.empty() || name.size() > 63) return false;
  if (!is_letter_or_digit(name.front()) || !is_letter_or_digit(name.back())) return false;
  const auto allowed = [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; };
  return std::ranges::all_of(name, allowed) && std::ranges::find(blacklist, name) == blacklist.end();
}

}  // namespace splitroot::collectors::handshake
