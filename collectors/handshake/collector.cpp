#include "collectors/handshake/collector.hpp"

#include "collectors/handshake/chain.hpp"
#include "collectors/handshake/heal.hpp"
#include "collectors/handshake/held_back.hpp"
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
    note_held_back(*tip, *plan);
    co_await report(sink, *tip, *plan);
    auto done = co_await carry_out(sink, *plan);
    co_await report(sink, *tip, *plan);
    co_return done;
  }

 private:
  /// Which names of the DNS cannot be opened changes with the height and with the lock-up's soft fork: told
  /// when reading begins, and when it changes.
  void note_held_back(const handshake::Tip& tip, handshake::Plan& plan) {
    if (!plan.has_blocks()) return;
    const auto& rules = settings_.network.names;
    // Nodes read by REST do not tell of the fork; what was heard of it last stands.
    auto active = tip.lockup_active;
    if (!active && held_back_) active = held_back_->lockup_active;
    const auto regime = handshake::regime_at(tip.height + 1, active, rules);
    if (!regime) return;
    const handshake::HeldBack now{*regime, active};
    const bool is_news = held_back_ ? *held_back_ != now
                                    : plan.first_reading || passes_over(plan.range.verified + 1, now, rules);
    held_back_ = now;
    if (!is_news) return;
    SourceNotice notice;
    notice.text = handshake::text(now, rules);
    notice.evidence = {"handshake", tip.height, "", tip.time};
    plan.notices.push_back(std::move(notice));
  }

  /// Block `unread`, the first that no earlier run has read, was still under another regime.
  static bool passes_over(std::uint64_t unread, const handshake::HeldBack& now,
                          const handshake::NameRules& rules) {
    return handshake::regime_at(unread, now.lockup_active, rules) != now.regime;
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
  std::optional<handshake::HeldBack> held_back_;
  bool healed_once_ = false;
};

}  // namespace

std::unique_ptr<Collector> make_handshake_collector(std::vector<std::unique_ptr<handshake::Node>> nodes,
                                                    HandshakeSettings settings) {
  return std::make_unique<HandshakeCollector>(std::move(nodes), settings);
}

}  // namespace splitroot::collectors
