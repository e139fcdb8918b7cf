#pragma once
#include <random>
#include <string>
#include <vector>

#include "core/batch.hpp"

namespace splitroot::ingest::test {

/// One block of a chain that exists in the test alone.
struct ModelBlock {
  BlockMark mark;
  std::vector<NameEvent> events;
  std::vector<RecordEvent> records;
  std::vector<Malformed> malformed;
};

/// A chain that grows and forks by the dice. Its names are few and stand in each other's way: a TLD, names
/// right under it, subnames of which now the parent, now the label is not known yet, and namesakes.
class ModelChain {
 public:
  ModelChain(std::mt19937& random, std::string home) : random_(random), home_(std::move(home)) {}

  /// Appends a block of its own.
  void grow();
  /// Gives up the blocks above the first `length`; returns them.
  std::vector<ModelBlock> cut(std::size_t length);
  /// Puts blocks back that were given up.
  void append(const std::vector<ModelBlock>& blocks) {
    blocks_.insert(blocks_.end(), blocks.begin(), blocks.end());
  }

  const std::vector<ModelBlock>& blocks() const { return blocks_; }

  /// Blocks [from, to] as one batch.
  NameBatch batch(std::size_t from, std::size_t to, bool is_final) const;

 private:
  NameEvent event(std::uint64_t block);
  RecordEvent record(std::uint64_t block);
  std::uint64_t dice(std::uint64_t sides) { return random_() % sides; }

  std::mt19937& random_;
  std::string home_;
  std::vector<ModelBlock> blocks_;
  std::uint64_t made_ = 0;
};

}  // namespace splitroot::ingest::test
