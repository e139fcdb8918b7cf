#include <algorithm>
#include <iostream>

#include "app/commands.hpp"
#include "app/listen.hpp"
#include "app/pipeline.hpp"
#include "app/snapshot.hpp"
#include "app/summary.hpp"
#include "core/log.hpp"
#include "serve/server.hpp"

namespace splitroot::app {
namespace {

constexpr int done = 0;
constexpr int partial = 4;

Result<std::unique_ptr<serve::Server>> start_server(const Listen& listen, const std::string& url,
                                                    const ProgressBoard& board) {
  serve::ServerSettings settings;
  settings.address = listen.address;
  settings.port = listen.port;
  settings.open_store = [url]() -> std::unique_ptr<Store> {
    auto store = db::open_store(url);
    if (!store) throw Failure{store.error()};
    return std::move(*store);
  };
  auto rules = known_rules();
  if (!rules) return rules.error();
  settings.rules = std::move(*rules);
  settings.extra_metrics = [&board](serve::Exposition& out) { board.figures(out); };
  auto server = serve::make_server(std::move(settings));
  if (!server) return server.error();
  (*server)->start();
  log::info("serving http://" + listen.address + ":" + std::to_string((*server)->port()));
  return server;
}

int status_of(const std::vector<SourceOutcome>& outcomes) {
  for (const SourceOutcome& outcome : outcomes) {
    if (!outcome.trouble.empty()) return partial;
  }
  return done;
}

}  // namespace

Result<int> execute(const Context& context, const RunOptions& options) {
  const auto listen = parse_listen(context.config.listen);
  if (!listen) return listen.error();
  Pipeline::Settings settings;
  settings.use_snapshot = true;
  settings.limits.complete = options.once;
  auto pipeline = Pipeline::open(context, "run", std::move(settings));
  if (!pipeline) return pipeline.error();
  std::unique_ptr<serve::Server> server;
  if (!options.no_serve) {
    auto started = start_server(*listen, (*pipeline)->url(), (*pipeline)->board());
    if (!started) return started.error();
    server = std::move(*started);
  }
  const auto outcomes = (*pipeline)->pass_all();
  print_summary(std::cout, *(*pipeline)->store().read(), outcomes, context);
  if (options.once) return status_of(outcomes);
  if (auto followed = (*pipeline)->follow(); !followed) return followed.error();
  return done;
}

Result<int> execute(const Context& context, const CollectOptions& options) {
  Pipeline::Settings settings;
  settings.only = options.sources;
  settings.limits = {options.from, options.to, options.once};
  settings.accept_shrink = options.accept_shrink;
  auto pipeline = Pipeline::open(context, "collect", std::move(settings));
  if (!pipeline) return pipeline.error();
  if (!options.once) {
    if (auto followed = (*pipeline)->follow(); !followed) return followed.error();
    return done;
  }
  const auto outcomes = (*pipeline)->pass_all();
  if (!context.quiet) print_sources(std::cout, *(*pipeline)->store().read(), outcomes);
  const bool all_failed =
      !outcomes.empty() && std::all_of(outcomes.begin(), outcomes.end(),
                                       [](const auto& outcome) { return !outcome.trouble.empty(); });
  return all_failed ? exit_status(Fault::source) : status_of(outcomes);
}

Result<int> execute(const Context& context, const CorrelateOptions& options) {
  auto pipeline = Pipeline::open(context, "correlate", {});
  if (!pipeline) return pipeline.error();
  const auto counts = (*pipeline)->correlate(options.full);
  if (!counts) return counts.error();
  if (!context.quiet) std::cout << counts->collisions << " findings written\n";
  return done;
}

}  // namespace splitroot::app
