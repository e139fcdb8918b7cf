// However a chain was read (forks, bounces, restarts, back-fill beside the head), every table but the
// histories is as if it had been read once, as it ended. SPLITROOT_SEEDS: how many histories, 100 where it is
// not set.
#include <doctest/doctest.h>

#include "laboratory.hpp"
#include "model_chain.hpp"
#include "tests/seeds.hpp"

using namespace splitroot;
using namespace splitroot::ingest;
using namespace splitroot::ingest::test;

namespace {

constexpr std::size_t first_read = 8;  ///< where reading begins; what is below comes as back-fill

/// One chain, read as it happens to come.
class Reading {
 public:
  Reading(std::mt19937& random, Laboratory& laboratory, const std::string& home)
      : random_(random), laboratory_(laboratory), chain_(random, home) {
    while (chain_.blocks().size() <= first_read + dice(4)) chain_.grow();
    lowest_ = first_read;
    final_ = chain_.blocks().size() - 1;
    send(first_read, final_, true, {});
  }

  void step() {
    const auto what = dice(8);
    if (what < 3) return grow(1 + dice(5));
    if (what == 3 && dice(12) == 0) return grow(70);
    if (what < 6) return fork();
    if (what == 6) return back_fill();
    laboratory_.restart();
  }

  void finish() {
    while (lowest_ > 0) back_fill();
  }

  /// The final chain, read once.
  void read_once() const {
    laboratory_.take(with_final(chain_.batch(0, final_, true)));
    if (final_ < head()) laboratory_.take(with_final(chain_.batch(final_ + 1, head(), false)));
  }

  /// Takes back all that may be taken back.
  void take_back() const {
    NameBatch batch = chain_.batch(final_, final_, false);
    batch.events.clear();
    batch.records.clear();
    batch.malformed.clear();
    batch.provisional.clear();
    batch.rewind_to = chain_.blocks()[final_].mark;
    laboratory_.take(batch);
  }

 private:
  std::uint64_t dice(std::uint64_t sides) { return random_() % sides; }
  std::size_t head() const { return chain_.blocks().size() - 1; }

  NameBatch with_final(NameBatch batch) const {
    batch.final_to = final_;
    return batch;
  }

  void send(std::size_t from, std::size_t to, bool is_final, std::optional<BlockMark> rewind_to) {
    NameBatch batch = with_final(chain_.batch(from, to, is_final));
    batch.position.from = std::min(from, first_read);
    batch.rewind_to = std::move(rewind_to);
    laboratory_.take(std::move(batch));
  }

  /// Some blocks more, in one batch or two, of which some become final.
  void grow(std::size_t count) {
    const std::size_t before = head();
    for (std::size_t i = 0; i < count; ++i) chain_.grow();
    const std::size_t middle = before + 1 + dice(count);
    send(before + 1, middle, false, {});
    if (middle == head()) return;
    if (dice(2) == 0) final_ += dice(middle - final_ + 1);
    send(middle + 1, head(), false, {});
  }

  /// Up to 64 blocks are given up for others, for none, or for those that were given up before.
  void fork() {
    const std::size_t depth = std::min<std::size_t>({head() - final_, 64, 1 + dice(64)});
    if (depth == 0) return;
    const std::size_t base = head() - depth;
    const auto gone = chain_.cut(base + 1);
    if (dice(4) == 0 && !given_up_.empty() && given_up_.front().mark.number == base + 1) {
      chain_.append(given_up_);
    } else {
      for (auto fresh = dice(std::min<std::size_t>(depth, 8) + 3); fresh > 0; --fresh) chain_.grow();
    }
    given_up_ = gone;
    const BlockMark to = chain_.blocks()[base].mark;
    if (head() > base) return send(base + 1, head(), false, to);
    NameBatch nothing = chain_.batch(base, base, false);
    nothing.events.clear();
    nothing.records.clear();
    nothing.malformed.clear();
    nothing.provisional.clear();
    nothing.position.from = first_read;
    nothing.rewind_to = to;
    laboratory_.take(std::move(nothing));
  }

  void back_fill() {
    if (lowest_ == 0) return;
    const std::size_t from = lowest_ - std::min<std::size_t>(lowest_, 1 + dice(8));
    NameBatch batch = chain_.batch(from, lowest_ - 1, true);
    laboratory_.take(with_final(std::move(batch)));
    lowest_ = from;
  }

  std::mt19937& random_;
  Laboratory& laboratory_;
  ModelChain chain_;
  std::size_t lowest_ = 0;
  std::size_t final_ = 0;
  std::vector<ModelBlock> given_up_;
};

void check_history(Laboratory& laboratory, unsigned seed) {
  CAPTURE(seed);
  std::mt19937 random{seed};
  laboratory.empty();
  std::vector<Reading> readings;
  readings.reserve(2);
  for (const char* home : {"one", "two"}) readings.emplace_back(random, laboratory, home);
  for (int step = 0; step < 7; ++step) readings[random() % readings.size()].step();
  for (Reading& reading : readings) reading.finish();
  const Dump as_it_came = laboratory.dump();
  CHECK(laboratory.contradicted() == 0);
  for (const Reading& reading : readings) reading.take_back();
  const Dump taken_back = laboratory.dump();
  CHECK(laboratory.contradicted() == 0);

  laboratory.empty();
  for (const Reading& reading : readings) reading.read_once();
  CHECK(difference(as_it_came, laboratory.dump()) == "");
  for (const Reading& reading : readings) reading.take_back();
  CHECK(difference(taken_back, laboratory.dump()) == "");
}

}  // namespace

TEST_CASE("a chain read as it came leaves what reading its last state once leaves") {
  Laboratory laboratory;
  for (unsigned seed = 1; seed <= seeds_wanted(); ++seed) check_history(laboratory, seed);
}
