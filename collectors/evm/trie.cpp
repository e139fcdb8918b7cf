#include "collectors/evm/trie.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include "collectors/evm/rlp.hpp"

namespace splitroot::collectors::evm {
namespace {

struct Entry {
  std::string nibbles;  ///< the key, half an octet each
  std::string value;
};
using Entries = std::span<const Entry>;

std::string nibbles_of(std::string_view key) {
  std::string out;
  out.reserve(2 * key.size());
  for (const unsigned char octet : key) {
    out += static_cast<char>(octet >> 4);
    out += static_cast<char>(octet & 0x0f);
  }
  return out;
}

/// Hex-prefix encoding (appendix C): a flag that tells leaves and odd lengths, then the nibbles in pairs.
std::string hex_prefix(std::string_view nibbles, bool leaf) {
  const bool odd = nibbles.size() % 2 != 0;
  const int flag = (leaf ? 2 : 0) + (odd ? 1 : 0);
  std::string out(1, static_cast<char>(flag << 4 | (odd ? nibbles[0] : 0)));
  for (std::size_t i = odd ? 1 : 0; i < nibbles.size(); i += 2) {
    out += static_cast<char>(nibbles[i] << 4 | nibbles[i + 1]);
  }
  return out;
}

/// How many nibbles from `depth` on all entries share. They are sorted, so the first and last decide.
std::size_t shared(Entries entries, std::size_t depth) {
  const auto& first = entries.front().nibbles;
  const auto& last = entries.back().nibbles;
  const auto end = std::mismatch(first.begin() + static_cast<std::ptrdiff_t>(depth), first.end(),
                                 last.begin() + static_cast<std::ptrdiff_t>(depth), last.end());
  return static_cast<std::size_t>(end.first - first.begin()) - depth;
}

std::string node(Entries entries, std::size_t depth);

/// A node inside another: itself when shorter than a hash, else its hash.
std::string reference(Entries entries, std::size_t depth) {
  auto encoded = node(entries, depth);
  return encoded.size() < sizeof(Hash256) ? encoded : rlp_string(view(keccak256(encoded)));
}

std::string branch(Entries entries, std::size_t depth) {
  std::string_view value;
  if (entries.front().nibbles.size() == depth) {
    value = entries.front().value;
    entries = entries.subspan(1);
  }
  std::string items;
  for (char nibble = 0; nibble < 16; ++nibble) {
    const auto end = std::find_if(entries.begin(), entries.end(),
                                  [&](const Entry& entry) { return entry.nibbles[depth] != nibble; });
    const auto count = static_cast<std::size_t>(end - entries.begin());
    items += count == 0 ? rlp_string("") : reference(entries.first(count), depth + 1);
    entries = entries.subspan(count);
  }
  return rlp_list(items + rlp_string(value));
}

/// The node above all `entries`, which share their first `depth` nibbles. Precondition: not empty, sorted.
std::string node(Entries entries, std::size_t depth) {
  const std::string_view path = std::string_view{entries.front().nibbles}.substr(depth);
  if (entries.size() == 1) {
    return rlp_list(rlp_string(hex_prefix(path, true)) + rlp_string(entries.front().value));
  }
  const auto length = shared(entries, depth);
  if (length == 0) return branch(entries, depth);
  return rlp_list(rlp_string(hex_prefix(path.substr(0, length), false)) + reference(entries, depth + length));
}

}  // namespace

Hash256 trie_root(std::vector<std::pair<std::string, std::string>> entries) {
  if (entries.empty()) return keccak256(rlp_string(""));
  std::vector<Entry> sorted;
  sorted.reserve(entries.size());
  for (auto& [key, value] : entries) sorted.push_back({nibbles_of(key), std::move(value)});
  std::sort(sorted.begin(), sorted.end(),
            [](const Entry& left, const Entry& right) { return left.nibbles < right.nibbles; });
  return keccak256(node(sorted, 0));
}

}  // namespace splitroot::collectors::evm
