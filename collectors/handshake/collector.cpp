#include "collectors/handshake/collector.hpp"

#include "collectors/handshake/chain.hpp"
#include "collectors/handshake/heal.hpp"
#include "collectors/handshake/plan.hpp"
#include "collectors/handshake/scan.hpp"

namespace splitroot::collectors {
namespace {

using boost::asio::awaitable;

const std::string source_name = "hns";

class HandshakeCollector final : public Collector {
 public:
  HandshakeCollector(std::vector<std::unique_ptr<handshake::Node>> nodes, HandshakeSettings settings)
      : chain_(std::move(nodes)), settings_(settings) {}

  const std::string& source() const override { return source_name; }
  std::chrono::seconds interval() const override { return settings_.poll; }

  awaitable<Result<void>> pass(BatchSink& sink) override {
    const auto tip = co_await chain_.tip();
    if (!tip) {
      co_await report(sink, std::nullopt, std::nullopt);
      co_return tip.error();
    }
    const auto position = co_await sink.position(source_name);
    if (!position) co_return position.error();
    auto plan = co_await handshake::make_plan(chain_, *tip, *position,
                                              {settings_.from, settings_.to, settings_.confirmations});
    if (!plan) {
      co_await report(sink, *tip, std::nullopt);
      co_return plan.error();
    }
    note_lockup(*tip, *plan);
    co_await report(sink, *tip, *plan);
    auto done = co_await carry_out(sink, *plan);
    co_await report(sink, *tip, *plan);
    co_return done;
  }

 private:
  /// Since block 210,240 of the main network no reserve holds names back, only the lock-up of 2023, and that
  /// only where its soft fork is active: told when reading begins, and when it changes.
  void note_lockup(const handshake::Tip& tip, handshake::Plan& plan) {
    if (!tip.lockup_active || !plan.has_blocks()) return;
    const bool is_news = lockup_active_ ? *lockup_active_ != *tip.lockup_active : plan.first_reading;
    lockup_active_ = tip.lockup_active;
    if (!is_news) return;
    SourceNotice notice;
    notice.text = *tip.lockup_active
                      ? "the lock-up of DNS names (soft fork icannlockup) is active on this chain"
                      : "the lock-up of DNS names (soft fork icannlockup) is not active on this chain";
    notice.evidence = {"handshake", tip.height, "", tip.time};
    plan.notices.push_back(std::move(notice));
  }

  awaitable<Result<void>> carry_out(BatchSink& sink, handshake::Plan plan) {
    handshake::Scan scan{chain_, sink, scan_settings(), plan};
    auto done = co_await scan.run();
    if (!done || plan.range.from == 0) co_return done;
    // Only a reading that began late meets names whose opening it has not read.
    if (!scan.met_unspelled() && healed_once_) co_return done;
    auto healed = co_await handshake::heal(chain_, sink, scan.range(), scan.time());
    healed_once_ = healed_once_ || healed;
    co_return healed;
  }

  handshake::ScanSettings scan_settings() const {
    handshake::ScanSettings out;
    out.network = settings_.network;
    out.feed.most_blocks = settings_.blocks_per_batch;
    out.touches = settings_.touches_per_merge;
    return out;
  }

  awaitable<void> report(BatchSink& sink, std::optional<handshake::Tip> tip,
                         std::optional<handshake::Plan> plan) {
    SourceReport report;
    report.source = source_name;
    if (tip && tip->time) report.head = BlockMark{tip->height, tip->hash, *tip->time};
    if (plan) report.final_to = plan->final_to;
    report.endpoints = chain_.health();
    co_await sink.report(std::move(report));
  }

  handshake::Chain chain_;
  HandshakeSettings settings_;
  std::optional<bool> lockup_active_;
  bool healed_once_ = false;
};

}  // namespace

std::unique_ptr<Collector> make_handshake_collector(std::vector<std::unique_ptr<handshake::Node>> nodes,
                                                    HandshakeSettings settings) {
  return std::make_unique<HandshakeCollector>(std::move(nodes), settings);
}

}  // namespace splitroot::collectors
