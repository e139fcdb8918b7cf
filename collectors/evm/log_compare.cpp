#include "collectors/evm/log_compare.hpp"

#include <algorithm>

#include "core/hex.hpp"

namespace splitroot::collectors::evm {
namespace {

std::span<const Log> of_block(std::span<const Log> logs, std::uint64_t block) {
  const auto below = [](const Log& log, std::uint64_t number) { return log.block < number; };
  const auto above = [](std::uint64_t number, const Log& log) { return number < log.block; };
  const auto first = std::lower_bound(logs.begin(), logs.end(), block, below);
  const auto last = std::upper_bound(first, logs.end(), block, above);
  return {first, last};
}

std::string to_json(const Log& log) {
  std::string topics;
  for (const Hash256& topic : log.topics())
    topics += (topics.empty() ? "\"" : ",\"") + to_hex0x(view(topic)) + '"';
  return R"({"address":")" + to_text(log.address) + R"(","topics":[)" + topics + R"(],"data":")" +
         to_hex0x(log.data) + R"(","blockNumber":")" + to_quantity(log.block) + R"(","logIndex":")" +
         to_quantity(log.index) + R"(","blockHash":")" + to_hex0x(view(log.block_hash)) +
         R"(","transactionHash":")" + to_hex0x(view(log.tx)) + R"("})";
}

}  // namespace

bool same(const Log& left, const Log& right) {
  return left.block == right.block && left.index == right.index && left.address == right.address &&
         left.topics_used == right.topics_used && left.topic == right.topic && left.data == right.data &&
         left.block_hash == right.block_hash && left.tx == right.tx && left.removed == right.removed;
}

std::vector<std::uint64_t> blocks_that_differ(std::span<const Log> left, std::span<const Log> right) {
  std::vector<std::uint64_t> blocks;
  for (const std::span<const Log> logs : {left, right}) {
    for (const Log& log : logs) {
      if (blocks.empty() || blocks.back() != log.block) blocks.push_back(log.block);
    }
  }
  std::sort(blocks.begin(), blocks.end());
  blocks.erase(std::unique(blocks.begin(), blocks.end()), blocks.end());
  std::erase_if(blocks, [&](std::uint64_t block) {
    const auto a = of_block(left, block);
    const auto b = of_block(right, block);
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
  });
  return blocks;
}

std::string first_difference(std::span<const Log> left, std::span<const Log> right,
                             const std::vector<std::uint64_t>& blocks) {
  if (blocks.empty()) return "nothing differs";
  const auto a = of_block(left, blocks.front());
  const auto b = of_block(right, blocks.front());
  std::string text = "block " + std::to_string(blocks.front());
  if (a.size() != b.size()) {
    text +=
        " has " + std::to_string(a.size()) + " of our logs in the answer, not " + std::to_string(b.size());
  } else {
    text += " has another log in the answer";
  }
  return blocks.size() == 1 ? text : text + "; " + std::to_string(blocks.size()) + " blocks differ";
}

std::vector<Log> of_blocks(std::span<const Log> logs, const std::vector<std::uint64_t>& blocks) {
  std::vector<Log> out;
  for (const std::uint64_t block : blocks) {
    const auto found = of_block(logs, block);
    out.insert(out.end(), found.begin(), found.end());
  }
  return out;
}

std::string to_json(std::span<const Log> logs, std::size_t most) {
  std::string out = "[";
  for (const Log& log : logs) {
    if (out.size() > most) break;
    out += (out.size() > 1 ? "," : "") + to_json(log);
  }
  out += "]";
  return out.size() > most ? out.substr(0, most) : out;
}

}  // namespace splitroot::collectors::evm
