#include <doctest/doctest.h>

#include "app/progress_display.hpp"

using namespace splitroot;
using namespace splitroot::app;
using namespace std::chrono_literals;

namespace {

struct Bench {
  ProgressBoard::Clock::time_point at{};
  ProgressBoard board{[this] { return at; }};

  void take(std::uint64_t from, std::uint64_t to, std::uint64_t events = 0, bool rewinds = false) {
    NameBatch batch;
    batch.source = "ens";
    batch.events.resize(events);
    batch.position = {from, to, to, "0x"};
    if (rewinds) batch.rewind_to = BlockMark{};
    board.taken(ProgressStep{batch});
  }
  void report(std::uint64_t head) {
    SourceReport report;
    report.source = "ens";
    report.head = BlockMark{head, "0x", {}};
    board.reported(report);
  }
  Progress now() const {
    const auto all = board.under_way();
    REQUIRE(all.size() == 1);
    return all[0];
  }
};

}  // namespace

TEST_CASE("blocks done, rate and time left") {
  Bench bench;
  CHECK(bench.board.under_way().empty());
  bench.board.begin("ens", {100, std::nullopt});
  CHECK(progress_line(bench.now()) == "ens  asking where its chain stands");
  bench.board.found("ens", {});
  bench.report(1099);
  bench.at += 10s;
  bench.take(100, 299, 5000);
  CHECK(progress_line(bench.now()) == "ens  200 of 1,000 blocks  20 %  5,000 events  20 blocks/s  40 s left");
  bench.at += 10s;
  CHECK(progress_line(bench.now()) == "ens  200 of 1,000 blocks  20 %  5,000 events  10 blocks/s  80 s left");
  bench.take(100, 1099);
  CHECK(bench.now().done == 1000);
  CHECK(bench.now().time_left() == 0s);
  bench.board.end("ens");
  CHECK(bench.board.under_way().empty());
}

TEST_CASE("a back-fill beside the head counts what both have read, once") {
  Bench bench;
  bench.board.begin("ens", {0, std::nullopt});
  bench.board.found("ens", {{{600, 800, 799, "0x"}}, 799, {}});
  bench.report(999);
  CHECK(bench.now().done == 200);
  CHECK(bench.now().total == 1000);
  bench.at += 1s;
  bench.take(600, 999);
  bench.take(500, 599);
  bench.take(450, 620);
  CHECK(bench.now().done == 550);
  CHECK(bench.now().blocks_per_second == doctest::Approx(350));
  bench.board.found("ens", {});  // the collector asks again: what was taken stays
  CHECK(bench.now().done == 550);
}

TEST_CASE("the rate is that of the last half minute") {
  Bench bench;
  bench.board.begin("ens", {0, 9'999'999});
  bench.board.found("ens", {});
  for (std::uint64_t minute = 1; minute <= 5; ++minute) {
    bench.at += 20s;
    bench.take(0, 1'000'000 + minute);
  }
  CHECK(bench.now().blocks_per_second < 1);
}

TEST_CASE("limits bound the total, and nonsense does no harm") {
  Bench bench;
  bench.board.begin("ens", {10, 19});
  bench.report(1000);
  CHECK(bench.now().total == 10);
  bench.report(15);
  CHECK(bench.now().total == 6);
  bench.report(5);  // the head is below what was asked for
  CHECK_FALSE(bench.now().total.has_value());
  bench.take(0, UINT64_MAX - 1);
  CHECK(bench.now().done > 0);
  bench.report(19);
  CHECK(bench.now().done == 10);
  bench.board.begin("ens", {});  // a new pass forgets the last one
  CHECK(bench.now().done == 0);
}

TEST_CASE("figures count what was taken, in a pass or not") {
  Bench bench;
  bench.take(0, 5, 7);
  bench.board.begin("ens", {});
  bench.take(0, 9, 3, true);
  serve::Exposition out{serve::Exposition::Format::prometheus};
  bench.board.figures(out);
  const std::string text = std::move(out).finish();
  for (const char* line : {"splitroot_source_batches_taken_total{source=\"ens\"} 2\n",
                           "splitroot_source_events_taken_total{source=\"ens\"} 10\n",
                           "splitroot_source_reorganisations_total{source=\"ens\"} 1\n"}) {
    CAPTURE(line);
    CHECK(text.find(line) != std::string::npos);
  }
}
