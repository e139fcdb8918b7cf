#include <doctest/doctest.h>

#include "collectors/handshake/name_state.hpp"
#include "store_sink.hpp"
#include "tests/collectors/handshake_branches.hpp"
#include "tests/seeds.hpp"

// The Handshake collector into the real store: a chain followed over forks of up to 64 blocks, bounces, empty
// branches and restarts leaves every table as a fresh reading of its last state does.

namespace splitroot::chains_test {
namespace {

using namespace handshake_fixture;
using ingest::test::difference;
using ingest::test::Dump;
using ingest::test::Laboratory;

/// Stored states without the trail by which a final one can be come back to: how far that reaches depends on
/// when a block was read.
void leave_out_trails(Dump& dump) {
  for (std::string& row : dump["state"]) {
    const auto at = row.rfind('|') + 1;
    auto states = handshake::decode_states(from_hex(row.substr(at)).value()).value();
    states.entries = {{0, states.latest()}};
    row = row.substr(0, at) + to_hex(handshake::encode(states));
  }
}

/// One chain, followed by a process that is restarted now and then.
class Follower {
 public:
  Follower(Laboratory& laboratory, unsigned seed)
      : laboratory_(laboratory), sink_(laboratory), chain_(seed) {}

  void follow() {
    pass();
    for (int step = 0; step < 8; ++step) {
      chain_.act(lowest(), most_undone);
      if (chain_.chance(3) == 0) collector_.reset();
      if (chain_.chance(4) != 0) pass();
    }
    chain_.grow(1);
    pass();
  }

  void read_once() {
    collector_.reset();
    pass();
  }

 private:
  void pass() {
    if (!collector_) {
      laboratory_.restart();
      collector_ = collector_over({&chain_.node}, small_settings(chain_.node));
    }
    const auto passed = handshake_fixture::run(collector_->pass(sink_));
    REQUIRE_MESSAGE(passed.has_value(), (passed ? "" : passed.error().message));
  }

  /// No block below may be undone.
  std::size_t lowest() {
    const auto position = laboratory_.store().read()->position("hns");
    return position.provisional.empty() ? position.final_to : position.provisional.front().number;
  }

  Laboratory& laboratory_;
  StoreSink sink_;
  BranchingNode chain_;
  std::unique_ptr<Collector> collector_;
};

}  // namespace

TEST_CASE("a Handshake chain followed over any forks leaves every table as a fresh reading does") {
  Laboratory laboratory;
  for (unsigned seed = 1; seed <= seeds_wanted(); ++seed) {
    CAPTURE(seed);
    laboratory.empty();
    Follower follower{laboratory, seed};
    follower.follow();
    Dump as_it_came = laboratory.dump();
    CHECK(laboratory.contradicted() == 0);
    laboratory.empty();
    follower.read_once();
    Dump read_once = laboratory.dump();
    leave_out_trails(as_it_came);
    leave_out_trails(read_once);
    CHECK(difference(as_it_came, read_once) == "");
  }
}

}  // namespace splitroot::chains_test
