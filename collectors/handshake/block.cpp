#include "collectors/handshake/block.hpp"

#include <fmt/format.h>

#include <optional>

#include "collectors/handshake/blake2b.hpp"
#include "collectors/handshake/byte_reader.hpp"

namespace splitroot::collectors::handshake {
namespace {

using namespace std::literals;

constexpr std::size_t header_size = 236;
constexpr std::size_t input_size = 40;
/// Items of a witness or covenant at most (hsd `consensus.MAX_SCRIPT_STACK`).
constexpr std::uint64_t most_items = 1000;

/// The header's fields by their place (hsd `abstractblock.js`, `readHead`).
class Header {
 public:
  explicit Header(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes() const { return bytes_; }
  std::string_view nonce_and_time() const { return bytes_.substr(0, 12); }
  std::string_view previous() const { return bytes_.substr(12, 32); }
  std::string_view tree_root() const { return bytes_.substr(44, 32); }
  std::string_view extra_nonce() const { return bytes_.substr(76, 24); }
  std::string_view reserved_root() const { return bytes_.substr(100, 32); }
  std::string_view witness_root() const { return bytes_.substr(132, 32); }
  std::string_view merkle_root() const { return bytes_.substr(164, 32); }
  std::string_view version_and_bits() const { return bytes_.substr(196, 8); }
  std::string_view mask() const { return bytes_.substr(204, 32); }

  /// Padding that no miner chooses: the previous hash xor the tree root.
  Hash256 padding() const {
    Hash256 out;
    for (std::size_t i = 0; i < out.size(); ++i)
      out[i] = static_cast<unsigned char>(previous()[i] ^ tree_root()[i]);
    return out;
  }

 private:
  std::string_view bytes_;
};

template <std::size_t Size>
std::string_view octets(const std::array<unsigned char, Size>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), Size};
}

Hash256 commitment(const Header& header) {
  const Hash256 sub = blake2b_256({header.extra_nonce(), header.reserved_root(), header.witness_root(),
                                   header.merkle_root(), header.version_and_bits()});
  const Hash256 mask = blake2b_256({header.previous(), header.mask()});
  return blake2b_256({view(sub), view(mask)});
}

Hash256 inner_node(std::string_view left, std::string_view right) {
  return blake2b_256({"\x01"sv, left, right});
}

/// Passes over a count and so many items: the form of a witness and of a covenant.
void skip_items(ByteReader& in) {
  const std::uint64_t items = in.varint();
  if (items > most_items) in.take(~std::uint64_t{0});
  for (std::uint64_t i = 0; i < items && !in.failed(); ++i) in.var_bytes();
}

bool is_valid(const Address& address) {
  const std::size_t size = address.hash.size();
  if (address.version > 31 || size < 2 || size > 40) return false;
  return address.version != 0 || size == 20 || size == 32;
}

RawCovenant read_covenant(ByteReader& in) {
  RawCovenant covenant{in.u8(), {}};
  const std::size_t start = in.offset();
  skip_items(in);
  covenant.items = in.since(start);
  return covenant;
}

/// Fills a Block from its octets, transaction by transaction.
class Parser {
 public:
  explicit Parser(std::string_view bytes) : in_(bytes) {}

  Result<Block> block() {
    const Header header{in_.take(header_size)};
    if (in_.failed()) return error("a header needs 236 octets");
    const std::uint64_t count = in_.varint();
    for (std::uint64_t i = 0; i < count; ++i)
      if (auto wrong = transaction()) return error(fmt::format("transaction {}: {}", i, *wrong));
    if (in_.failed()) return error("the transaction count is cut short");
    if (in_.left() != 0) return error("octets follow the last transaction");
    return finish(header, merkle_root(block_.transactions));
  }

 private:
  Result<Block> finish(const Header& header, const Hash256& root) {
    if (view(root) != header.merkle_root())
      return error("the transactions are not those its header commits to");
    block_.hash = block_hash(header.bytes());
    block_.previous = hash_of_bytes(header.previous());
    block_.time = ByteReader{header.nonce_and_time().substr(4)}.u64();
    return std::move(block_);
  }

  std::optional<std::string> transaction() {
    const std::size_t start = in_.offset();
    in_.u32();  // version
    const std::uint64_t inputs = in_.varint();
    // Compared before it is multiplied: a hostile count must not overflow.
    in_.take(inputs > in_.left() ? inputs : inputs * input_size);
    const std::uint64_t outputs = in_.varint();
    for (std::uint64_t i = 0; i < outputs && !in_.failed(); ++i)
      if (!output(static_cast<std::size_t>(i))) return fmt::format("output {} has no valid address", i);
    in_.u32();  // locktime
    if (in_.failed()) return "it is cut short, or a count is malformed";
    block_.transactions.push_back(blake2b_256({in_.since(start)}));
    for (std::uint64_t i = 0; i < inputs && !in_.failed(); ++i) skip_items(in_);
    if (in_.failed()) return "its witnesses are cut short, or a count is malformed";
    return std::nullopt;
  }

  /// False when the address is not one.
  bool output(std::size_t index) {
    const std::uint64_t value = in_.u64();
    Address owner{in_.u8(), {}};
    owner.hash = in_.take(in_.u8());
    if (!in_.failed() && !is_valid(owner)) return false;
    const RawCovenant covenant = read_covenant(in_);
    if (!in_.failed() && covenant.type != 0)
      block_.names.push_back({block_.transactions.size(), index, value, owner, covenant});
    return true;
  }

  Error error(std::string_view what) const {
    return source_error(fmt::format("not a Handshake block (octet {}): {}", in_.offset(), what));
  }

  ByteReader in_;
  Block block_;
};

}  // namespace

Hash256 block_hash(std::string_view bytes) {
  const Header header{bytes};
  const Hash256 padding = header.padding();
  const Hash256 commit = commitment(header);
  std::string pre{header.nonce_and_time()};
  pre.append(view(padding).substr(0, 20))
      .append(header.previous())
      .append(header.tree_root())
      .append(view(commit));
  const auto left = blake2b_512(pre);
  const Hash256 right = sha3_256(pre.append(view(padding).substr(0, 8)));
  Hash256 hash = blake2b_256({octets(left), view(padding), view(right)});
  for (std::size_t i = 0; i < hash.size(); ++i) hash[i] ^= static_cast<unsigned char>(header.mask()[i]);
  return hash;
}

Hash256 merkle_root(std::vector<Hash256> nodes) {
  const Hash256 empty = blake2b_256({});
  if (nodes.empty()) return empty;
  for (auto& node : nodes) node = blake2b_256({"\0"sv, view(node)});
  while (nodes.size() > 1) {
    const std::size_t pairs = (nodes.size() + 1) / 2;
    for (std::size_t i = 0; i < pairs; ++i) {
      const bool alone = 2 * i + 1 == nodes.size();
      nodes[i] = inner_node(view(nodes[2 * i]), view(alone ? empty : nodes[2 * i + 1]));
    }
    nodes.resize(pairs);
  }
  return nodes.front();
}

Result<Block> parse_block(std::string_view bytes) {
  if (bytes.size() > largest_block) return source_error("not a Handshake block: more than 4,000,000 octets");
  return Parser{bytes}.block();
}

}  // namespace splitroot::collectors::handshake
