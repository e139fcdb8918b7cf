#include "collectors/handshake/feed.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/collectors/handshake_fixture.hpp"

using namespace handshake_fixture;
namespace asio = boost::asio;

namespace {

/// Serves octets that are no blocks: a feed looks at their number alone.
class SizedNode : public handshake::Node {
 public:
  SizedNode(std::size_t small, std::size_t large, std::uint64_t large_from)
      : small_(small), large_(large), large_from_(large_from) {}

  const std::string& name() const override { return name_; }
  asio::awaitable<Result<handshake::Tip>> tip() override { co_return handshake::Tip{}; }
  asio::awaitable<Result<std::vector<std::string>>> hashes(std::vector<std::uint64_t>) override {
    co_return std::vector<std::string>{};
  }
  asio::awaitable<Result<handshake::RawBlocks>> blocks(std::uint64_t first, std::size_t count) override {
    counts.push_back(count);
    handshake::RawBlocks out{first, {}, {}};
    for (std::uint64_t height = first; height < first + count; ++height)
      out.blocks.emplace_back(height < large_from_ ? small_ : large_, 'x');
    co_return out;
  }
  asio::awaitable<Result<std::vector<std::optional<std::string>>>> labels(std::vector<NameKey>) override {
    co_return std::vector<std::optional<std::string>>{};
  }

  std::vector<std::size_t> counts;

 private:
  std::string name_ = "node";
  std::size_t small_, large_;
  std::uint64_t large_from_;
};

struct Counter : handshake::BlockTaker {
  asio::awaitable<Result<void>> take(handshake::RawBlocks blocks) override {
    CHECK(blocks.first == next);
    next = blocks.end();
    co_return Result<void>{};
  }
  std::uint64_t next = 0;
};

/// How many blocks each request asked for.
std::vector<std::size_t> requests(std::size_t small, std::size_t large, std::uint64_t large_from) {
  auto node = std::make_unique<SizedNode>(small, large, large_from);
  SizedNode& asked = *node;
  std::vector<std::unique_ptr<handshake::Node>> nodes;
  nodes.push_back(std::move(node));
  handshake::Chain chain{std::move(nodes)};
  Counter counter;
  handshake::BlockFeed feed{chain, {}};
  REQUIRE(run(feed.run(0, 999, counter)).has_value());
  CHECK(counter.next == 1000);
  return asked.counts;
}

}  // namespace

TEST_CASE("a feed asks for few blocks before it knows how large they are") {
  const handshake::FeedSettings settings;
  const auto counts = requests(500'000, 500'000, 0);
  CHECK(counts.front() == settings.first_blocks);
  CHECK(*std::max_element(counts.begin(), counts.end()) == settings.first_blocks);
  CHECK(counts.at(settings.lanes) * 500'000 <= settings.octets);
}

TEST_CASE("a feed asks for twice as many where blocks are small, up to its most, and for fewer once they grow") {
  const handshake::FeedSettings settings;
  const auto counts = requests(1'000, 500'000, 600);
  for (auto next = counts.begin() + 1; next != counts.end(); ++next)
    CHECK(*next <= 2 * *std::max_element(counts.begin(), next));
  CHECK(*std::max_element(counts.begin(), counts.end()) == settings.most_blocks);
  CHECK(counts.back() * 500'000 <= settings.octets);
}
