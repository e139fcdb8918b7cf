#pragma once
#include <optional>
#include <random>

#include "tests/collectors/handshake_fixture.hpp"

namespace handshake_fixture {

/// Blocks that a made-up chain may undo.
inline constexpr std::uint64_t most_undone = 64;

/// Batches and merges so small that a short chain takes many.
inline HandshakeSettings small_settings(const FakeNode& node) {
  HandshakeSettings settings;
  settings.network = node.network();
  settings.confirmations = most_undone;
  settings.blocks_per_batch = 16;
  settings.touches_per_merge = 20;
  return settings;
}

/// A node whose chain grows and forks by chance.
class BranchingNode {
 public:
  explicit BranchingNode(unsigned seed) : random_(seed) { grow(40 + chance(60)); }

  FakeNode node;

  std::size_t chance(std::size_t sides) { return random_() % sides; }

  void grow(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) node.chain.add(covenants());
  }

  /// Grows, forks by up to `deepest` blocks, or bounces back; never below block `lowest`.
  void act(std::size_t lowest, std::size_t deepest) {
    const auto most = std::min(node.chain.blocks.size() - 2, deepest);
    switch (chance(4)) {
      case 0:
        return grow(1 + chance(30));
      case 1:
        return fork(1 + chance(most), lowest, false);
      case 2:
        return fork(1 + chance(most), lowest, true);
      default:
        return bounce(lowest);
    }
  }

 private:
  /// Another branch, longer by one than what it replaces, as proof of work asks for; or nothing in its
  /// blocks.
  void fork(std::size_t depth, std::size_t lowest, bool empty) {
    const auto head = node.chain.blocks.size() - 1;
    const auto keep = std::max<std::size_t>(head - depth, lowest);
    left_ = node.chain;
    cut(node.chain, keep);
    ++salt_;
    for (std::size_t i = keep; i <= head; ++i) node.chain.add(empty ? salted() : covenants());
  }

  /// Back to the branch left last, if that has become longer.
  void bounce(std::size_t lowest) {
    if (!left_) return grow(1);
    std::size_t common = 0;
    while (common < std::min(left_->hashes.size(), node.chain.hashes.size()) &&
           left_->hashes[common] == node.chain.hashes[common])
      ++common;
    if (common - 1 < lowest) return grow(1);
    std::swap(*left_, node.chain);
    while (node.chain.blocks.size() <= left_->blocks.size()) node.chain.add(covenants());
  }

  static void cut(FakeChain& chain, std::size_t height) {
    chain.blocks.resize(height + 1);
    chain.hashes.resize(height + 1);
  }

  /// A block that says nothing of names, and is not that of another branch.
  std::vector<std::string> salted() { return {output(0, {}, static_cast<char>(salt_))}; }

  std::vector<std::string> covenants() {
    auto out = salted();
    for (std::size_t i = chance(4); i > 0; --i) out.push_back(covenant());
    return out;
  }

  std::string covenant() {
    const std::string name = "n" + std::to_string(chance(8));
    const auto holder = static_cast<char>(1 + chance(100));
    const std::string hash(32, 'h');
    const auto start = le(1 + chance(node.chain.blocks.size()), 4);
    const std::string servers = bytes("0001036e7331076578616d706c6503636f6d00");
    switch (chance(9)) {
      case 0:
        return output(2, {key_of(name), le(0, 4), name}, holder);
      case 1:
        return output(3, {key_of(name), start, name, hash}, holder);
      case 2:
        return output(4, {key_of(name), start, hash}, holder);
      case 3:
        return output(6, {key_of(name), start, chance(2) == 0 ? servers : "", hash}, holder);
      case 4:
        return output(7, {key_of(name), start, chance(2) == 0 ? servers : bytes("00")}, holder);
      case 5:
        return output(8, {key_of(name), start, hash}, holder);
      case 6:
        return output(9, {key_of(name), start, std::string(1, '\0'), std::string(20, 'a')}, holder);
      case 7:
        return output(10, {key_of(name), start, name, std::string(1, '\0'), le(0, 4), le(1, 4), hash},
                      holder);
      default:
        return output(11, {key_of(name), start}, holder);
    }
  }

  std::mt19937 random_;
  std::optional<FakeChain> left_;
  unsigned salt_ = 0;
};

}  // namespace handshake_fixture
