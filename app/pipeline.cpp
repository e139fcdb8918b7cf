#include "app/pipeline.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>

#include "alerts/matcher.hpp"
#include "app/last_good.hpp"
#include "app/snapshot.hpp"
#include "core/log.hpp"

namespace splitroot::app {
namespace {

using boost::asio::awaitable;
using boost::asio::use_awaitable;

/// How often the outbox and the rules are looked at while following.
constexpr std::chrono::milliseconds outbox_interval{500};

/// How often names whose time has come are decided anew.
constexpr std::chrono::seconds ripening_interval{60};

/// How often sources are looked at for what no reading can tell.
constexpr std::chrono::seconds watch_interval{60};

/// A source that fails is tried again after its interval, but not sooner than this.
constexpr std::chrono::seconds trouble_interval{5};

awaitable<void> wait(std::chrono::milliseconds time) {
  boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor, time};
  co_await timer.async_wait(use_awaitable);
}

/// A trouble with its source in front, unless it says so itself.
std::string with_source(const std::string& source, const std::string& trouble) {
  return trouble.starts_with(source + ":") ? trouble : source + ": " + trouble;
}

void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

Pipeline::Pipeline(const Context& context, WritableDatabase database, Settings settings)
    : config_(context.config),
      database_(std::move(database)),
      settings_(std::move(settings)),
      http_(io_.get_executor()),
      progress_(ProgressDisplay::mode_for(context.quiet, context.config.log_format == "json")) {}

Pipeline::~Pipeline() { writer_.join(); }

Result<std::unique_ptr<Pipeline>> Pipeline::open(const Context& context, const std::string& command,
                                                 Settings settings) {
  auto database = open_for_writing(context, command);
  if (!database) return database.error();
  std::unique_ptr<Pipeline> pipeline{new Pipeline{context, std::move(*database), std::move(settings)}};
  auto twins = bundled_twins();
  if (!twins) return twins.error();
  ingest::Settings deciding{std::move(*twins), known_lapses(), pipeline->settings_.accept_shrink};
  pipeline->ingest_ =
      std::make_unique<ingest::Ingest>(*pipeline->database_.store, std::move(deciding), nullptr);
  pipeline->sink_ = std::make_unique<IngestSink>(pipeline->writer_, *pipeline->ingest_,
                                                 *pipeline->database_.store, pipeline->board_);
  auto sources =
      live_sources(pipeline->config_, pipeline->settings_.only, pipeline->settings_.limits, pipeline->http_);
  if (!sources) return sources.error();
  pipeline->sources_ = std::move(*sources);
  pipeline->begin_where_asked();
  pipeline->watch_ = std::make_unique<Watch>(pipeline->watch_limits_of_sources());
  if (auto loaded = pipeline->load_rules(); !loaded) return loaded.error();
  if (auto declared = pipeline->declare_sources(); !declared) return declared.error();
  pipeline->deliverer_ = std::make_unique<alerts::Deliverer>(
      pipeline->http_, pipeline->outbox(),
      alerts::DeliverySettings{.allow_private_addresses = pipeline->config_.allow_private_addresses});
  return pipeline;
}

/// Where reading is to begin, by the command line or the configuration.
std::optional<std::uint64_t> Pipeline::first_block_asked(const LiveSource& source) const {
  return settings_.limits.from ? settings_.limits.from : config_.source(source.id()).from;
}

/// A first block asked for that lies before the range already read makes that source read anew from there.
void Pipeline::begin_where_asked() {
  for (const auto& source : sources_) {
    if (source->reads_downwards()) continue;
    if (const auto from = first_block_asked(*source))
      sink_->start_from(source->id(), *from, source->first_block());
  }
}

/// A source that is to stop at a block is not watched: it is as far as it should be.
std::map<std::string, WatchLimits> Pipeline::watch_limits_of_sources() const {
  std::map<std::string, WatchLimits> limits;
  if (settings_.limits.to) return limits;
  for (const auto& source : sources_) {
    limits[source->id()] =
        watch_limits(source->id(), source->kind(), source->quiet(), config_.source(source->id()).watch);
  }
  return limits;
}

Result<void> Pipeline::watch_now() {
  try {
    return ingest_->record_alarms(watch_->look(database_.store->read()->sources(), now()));
  } catch (const Failure& failure) {
    return failure.error();
  }
}

Result<void> Pipeline::declare_sources() {
  return ingest::committed(*database_.store, [this](UnitOfWork& work) {
    for (const auto& source : sources_) work.declare_source(source->id(), source->kind(), source->ns());
  });
}

Result<void> Pipeline::load_rules() {
  try {
    auto records = database_.store->read()->rules();
    const auto same = [](const RuleRecord& a, const RuleRecord& b) {
      return a.name == b.name && a.json == b.json;
    };
    if (std::equal(records.begin(), records.end(), rule_records_.begin(), rule_records_.end(), same))
      return {};
    auto rules = alerts::from_records(records);
    if (!rules) return rules.error();
    rule_records_ = std::move(records);
    rules_ = std::move(*rules);
    ingest_->set_listener(alerts::make_matcher(rules_));
    return {};
  } catch (const Failure& failure) {
    return failure.error();
  }
}

alerts::Outbox Pipeline::outbox() {
  auto opened = db::open_store(database_.url);
  if (!opened) throw Failure{opened.error()};
  const std::shared_ptr<Store> store{std::move(*opened)};
  return {
      .due = [store](Timestamp at, std::size_t most) { return store->begin()->due_messages(at, most); },
      .mark_delivered =
          [store](const std::string& id, Timestamp at) {
            const auto work = store->begin();
            work->mark_delivered(id, at);
            work->commit();
          },
      .mark_failed =
          [store](const std::string& id, const std::string& reason, Timestamp next) {
            const auto work = store->begin();
            work->mark_failed(id, reason, next);
            work->commit();
          },
  };
}

awaitable<void> Pipeline::record_trouble(std::string source, std::string trouble) {
  auto work = [this, source, trouble] { return ingest_->record_health(source, trouble); };
  const auto recorded = co_await writer_.run(std::move(work));
  if (!recorded) log::error(recorded.error().message);
}

/// One pass over one source, on the board while it lasts.
awaitable<Pipeline::PassEnd> Pipeline::read(LiveSource& source) {
  auto opened = co_await source.open();
  if (!opened) co_return PassEnd{opened.error(), trouble_interval};
  const bool on_board = source.kind() == "chain";
  ProgressGoal goal{first_block_asked(source), settings_.limits.to};
  if (goal.first) goal.first = std::max(*goal.first, source.first_block());
  if (on_board) board_.begin(source.id(), goal);
  auto passed = co_await (*opened)->pass(*sink_);
  if (on_board) board_.end(source.id());
  const auto interval = (*opened)->interval();
  co_return PassEnd{passed, passed ? interval : std::max(interval, trouble_interval)};
}

/// Why a source was not read; of a list also what stays.
awaitable<std::string> Pipeline::trouble_of(const LiveSource& source, Error error) {
  if (source.kind() != "list") co_return error.message;
  auto work = [this, id = source.id()]() -> Result<std::string> {
    try {
      return last_good(*database_.store->read(), id);
    } catch (const Failure& failure) {
      return failure.error();
    }
  };
  const auto stays = co_await writer_.run(std::move(work));
  co_return stays ? error.message + *stays : error.message;
}

awaitable<void> Pipeline::pass_one(LiveSource& source, SourceOutcome& outcome) {
  outcome.source = source.id();
  const auto [passed, pause] = co_await read(source);
  if (passed) co_return;
  outcome.trouble = co_await trouble_of(source, passed.error());
  troubles_[source.id()] = outcome.trouble;
  log::warning(with_source(source.id(), outcome.trouble));
  co_await record_trouble(source.id(), outcome.trouble);
}

void Pipeline::run_io() {
  io_.restart();
  io_.run();
}

std::vector<SourceOutcome> Pipeline::pass_all() {
  std::vector<SourceOutcome> outcomes(sources_.size());
  if (settings_.use_snapshot) {
    if (auto begun = begin_with_bundled_root(*ingest_); !begun) throw Failure{begun.error()};
  }
  const Timestamp began = now();
  watch_->look(database_.store->read()->sources(), began);
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    boost::asio::co_spawn(io_, pass_one(*sources_[i], outcomes[i]), rethrow);
  }
  {
    const ProgressDisplay display{board_, progress_};
    run_io();
  }
  if (settings_.use_snapshot) {
    if (auto loaded = load_snapshot(outcomes); !loaded) throw Failure{loaded.error()};
  }
  const auto alarms = watch_->look_at_end(database_.store->read()->sources(), began, now());
  if (auto recorded = ingest_->record_alarms(alarms); !recorded) throw Failure{recorded.error()};
  boost::asio::co_spawn(io_, deliver(), rethrow);
  run_io();
  return outcomes;
}

/// True when the recorded range of a chain reaches down to where its registry began (or was told to begin).
bool Pipeline::reads_all_history(const LiveSource& source) {
  const auto position = database_.store->read()->position(source.id());
  return !position.ranges.empty() && position.ranges.front().from <= source.first_block();
}

Result<void> Pipeline::load_snapshot(std::vector<SourceOutcome>& outcomes) {
  SnapshotNeeds needs;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    const LiveSource& source = *sources_[i];
    const bool reached = outcomes[i].trouble.empty();
    outcomes[i].from_snapshot = !reached;
    if (reached) needs.live_lists.insert(source.id());
    if (source.kind() != "chain") continue;
    if (!reached || (source.is_main_network() && !reads_all_history(source)))
      needs.namespaces.insert(source.ns());
  }
  return apply_snapshot(*ingest_, needs);
}

Result<ingest::Counts> Pipeline::correlate(bool full) {
  return full ? ingest_->correlate_all() : ingest_->ripen(now());
}

awaitable<void> Pipeline::deliver() {
  const auto report = co_await deliverer_->deliver_due(rules_.webhooks);
  if (!report) {
    log::error("delivery: " + report.error().message);
    co_return;
  }
  for (const std::string& trouble : report->troubles) log::warning("delivery: " + trouble);
}

awaitable<void> Pipeline::follow_source(LiveSource& source) {
  std::string& trouble = troubles_[source.id()];
  for (;;) {
    const auto [passed, pause] = co_await read(source);
    std::string now_trouble;
    if (!passed) now_trouble = co_await trouble_of(source, passed.error());
    if (now_trouble != trouble) {
      if (now_trouble.empty()) {
        log::info(source.id() + ": well again");
      } else {
        log::warning(with_source(source.id(), now_trouble));
      }
      co_await record_trouble(source.id(), now_trouble);
      trouble = now_trouble;
    }
    co_await wait(pause);
  }
}

awaitable<void> Pipeline::follow_time() {
  for (;;) {
    auto work = [this] { return ingest_->ripen(now()); };
    const auto ripened = co_await writer_.run(std::move(work));
    if (!ripened) log::error(ripened.error().message);
    if (!database_.lock->held()) {
      stopped_by_ = Error{Fault::lock, "the right to write is lost with its connection; start again", true};
      io_.stop();
    }
    co_await wait(ripening_interval);
  }
}

awaitable<void> Pipeline::follow_watch() {
  for (;;) {
    co_await wait(watch_interval);
    auto work = [this] { return watch_now(); };
    const auto watched = co_await writer_.run(std::move(work));
    if (!watched) log::error(watched.error().message);
  }
}

awaitable<void> Pipeline::follow_outbox() {
  for (;;) {
    auto work = [this] { return load_rules(); };
    const auto loaded = co_await writer_.run(std::move(work));
    if (!loaded) log::error("rules: " + loaded.error().message);
    co_await deliver();
    co_await wait(outbox_interval);
  }
}

Result<void> Pipeline::follow() {
  boost::asio::signal_set signals{io_, SIGINT, SIGTERM};
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) io_.stop();
  });
  for (const auto& source : sources_) boost::asio::co_spawn(io_, follow_source(*source), rethrow);
  boost::asio::co_spawn(io_, follow_time(), rethrow);
  boost::asio::co_spawn(io_, follow_outbox(), rethrow);
  boost::asio::co_spawn(io_, follow_watch(), rethrow);
  const ProgressDisplay display{board_, progress_};
  run_io();
  if (stopped_by_) return *stopped_by_;
  return {};
}

}  // namespace splitroot::app
