#include <doctest/doctest.h>

#include "store_sink.hpp"
#include "tests/collectors/evm_chain_fakes.hpp"
#include "tests/seeds.hpp"

// The EVM collector into the real store: a chain followed over forks of up to 64 blocks, bounces, empty
// branches and restarts leaves every table as a fresh reading of its last state does.

namespace splitroot::chains_test {
namespace {

using namespace evm_fakes;
using ingest::test::difference;
using ingest::test::Dump;
using ingest::test::Laboratory;

collectors::RegistryDescription early_ens() {
  auto out = ens();
  out.start_block = 1;
  return out;
}

collectors::EvmSettings settings() {
  collectors::EvmSettings out;
  out.from = 1;
  out.window = 16;
  out.largest_window = 40;
  return out;
}

/// One chain, followed by a process that is restarted now and then.
class Follower {
 public:
  Follower(Laboratory& laboratory, unsigned seed) : laboratory_(laboratory), sink_(laboratory), chain_(seed) {
    chain_.grow(140 + chain_.pick(60));
  }

  /// Passes and forks, until what was read is the chain's last state.
  void follow() {
    for (auto steps = 3 + chain_.pick(6); steps > 0; --steps) {
      node_.lag = chain_.pick(4) == 0 ? chain_.pick(5) : 0;
      pass();
      change();
    }
    node_.lag = 0;
    chain_.grow(1);
    pass();
    if (verified() != chain_.head()) pass();
    REQUIRE(verified() == chain_.head());
  }

  /// What has been final once stays so.
  void read_once() {
    node_.final_depth = std::min(node_.final_depth, chain_.head() - highest_final_);
    collector_.reset();
    pass();
  }

 private:
  void pass() {
    if (!collector_ || chain_.pick(3) == 0) {
      laboratory_.restart();
      collector_ = collectors::make_evm_collector(early_ens(), {&node_}, settings());
    }
    const auto done = evm_fakes::run(collector_->pass(sink_));
    REQUIRE_MESSAGE(done.has_value(), (done ? "" : done.error().message));
    const auto depth = node_.lag + node_.final_depth;
    highest_final_ = std::max(highest_final_, chain_.head() - std::min(chain_.head(), depth));
  }

  /// Grows, or goes over to another branch above what is final: longer, shorter, empty, or one that was left.
  void change() {
    if (chain_.pick(3) == 0) return chain_.grow(chain_.pick(100));
    const auto depth = chain_.pick(std::min(node_.final_depth, chain_.head() - highest_final_) + 1);
    const MadeChain before = chain_;
    if (left_ && chain_.pick(3) == 0 && shares(*left_, highest_final_)) {
      chain_ = *left_;
      chain_.grow(chain_.pick(5));
    } else {
      chain_.fork_at(chain_.head() - depth);
      chain_.grow(chain_.pick(depth + 3) + 1, chain_.pick(4) == 0);
    }
    left_ = before;
  }

  bool shares(const MadeChain& other, std::uint64_t block) const {
    return other.head() > block && chain_.head() > block && other.at(block).hash == chain_.at(block).hash;
  }

  std::uint64_t verified() { return laboratory_.store().read()->position("ens").ranges.back().verified; }

  Laboratory& laboratory_;
  StoreSink sink_;
  MadeChain chain_;
  ChainNode node_{chain_};
  std::optional<MadeChain> left_;
  std::unique_ptr<Collector> collector_;
  std::uint64_t highest_final_ = 0;
};

}  // namespace

TEST_CASE("an EVM chain followed over any forks leaves every table as a fresh reading does") {
  Laboratory laboratory;
  for (unsigned seed = 1; seed <= seeds_wanted(); ++seed) {
    CAPTURE(seed);
    laboratory.empty();
    Follower follower{laboratory, seed};
    follower.follow();
    const Dump as_it_came = laboratory.dump();
    CHECK(laboratory.contradicted() == 0);
    laboratory.empty();
    follower.read_once();
    CHECK(difference(as_it_came, laboratory.dump()) == "");
  }
}

}  // namespace splitroot::chains_test
