#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <filesystem>
#include <iostream>

#include "app/commands.hpp"
#include "app/database.hpp"
#include "app/listen.hpp"
#include "app/sources.hpp"
#include "core/display.hpp"
#include "db/private_server.hpp"

namespace splitroot::app {
namespace {

void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

Error has_its_own_server() {
  return usage_error("a database is configured by URL; start and stop are for the private server only");
}

/// One line of the doctor's findings.
void report(bool well, const std::string& what, const std::string& detail) {
  std::cout << (well ? "ok    " : "wrong ") << what << (detail.empty() ? "" : ": ") << terminal_text(detail)
            << '\n';
}

template <class T>
bool report_result(const std::string& what, const Result<T>& result, const std::string& when_well = {}) {
  report(result.has_value(), what, result ? when_well : result.error().message);
  return result.has_value();
}

bool examine_sources(Reader& reader) {
  bool well = true;
  for (const SourcePosition& source : reader.sources()) {
    const bool healthy = source.trouble.empty();
    const std::string position = source.position.empty() ? "nothing read yet" : "at " + source.position;
    report(healthy, "source " + source.source, healthy ? position : source.trouble);
    well = well && healthy;
  }
  return well;
}

/// Every endpoint has its line. That an endpoint nobody asked for is down is no fault; that none of those in
/// the configuration serves is one.
Result<bool> examine_endpoints(const Config& config) {
  boost::asio::io_context io;
  net::HttpClient http{io.get_executor()};
  const auto sources = live_sources(config, {}, {}, http);
  if (!sources) return sources.error();
  std::vector<std::vector<EndpointFinding>> findings(sources->size());
  const auto examine = [&](std::size_t i) -> boost::asio::awaitable<void> {
    findings[i] = co_await (*sources)[i]->examine();
  };
  for (std::size_t i = 0; i < sources->size(); ++i) boost::asio::co_spawn(io, examine(i), rethrow);
  io.run();
  bool well = true;
  for (std::size_t i = 0; i < sources->size(); ++i) {
    const std::string& id = (*sources)[i]->id();
    bool serves = findings[i].empty() || config.source(id).endpoints.empty();
    for (const EndpointFinding& finding : findings[i]) {
      const bool named = finding.words.starts_with(finding.endpoint);
      report(finding.well, id + " endpoint" + (named ? "" : " " + finding.endpoint), finding.words);
      serves = serves || finding.well;
    }
    well = well && serves;
  }
  return well;
}

bool examine_database(const Context& context) {
  const auto url = database_url(context);
  if (!report_result("database answers", url)) return false;
  const auto store = db::open_store(*url);
  if (!report_result("database version", store)) return false;
  if (!report_result("schema", db::check_schema(*url))) return false;
  return examine_sources(*(*store)->read());
}

}  // namespace

Result<int> execute(const Context& context, const DatabaseOptions& options) {
  using Action = DatabaseOptions::Action;
  const bool is_private = context.config.database.empty();
  switch (options.action) {
    case Action::start: {
      if (!is_private) return has_its_own_server();
      auto url = database_url(context);
      if (!url) return url.error();
      std::cout << *url << '\n';
      return 0;
    }
    case Action::stop: {
      if (!is_private) return has_its_own_server();
      const auto stopped = db::stop_private_server(context.config.data_dir);
      if (!stopped) return stopped.error();
      std::cout << (*stopped ? "stopped\n" : "was not running\n");
      return 0;
    }
    case Action::url: {
      auto url = database_url(context);
      if (!url) return url.error();
      std::cout << *url << '\n';
      return 0;
    }
    case Action::migrate: {
      auto url = database_url(context);
      if (!url) return url.error();
      const auto migrated = db::migrate(*url);
      if (!migrated) return migrated.error();
      std::cout << "schema version " << migrated->to << ", " << migrated->applied.size() << " applied now\n";
      return 0;
    }
  }
  return 0;
}

Result<int> execute(const Context& context, const DoctorOptions&) {
  bool well = report_result("listen address", parse_listen(context.config.listen), context.config.listen);
  std::error_code error;
  const auto space = std::filesystem::space(
      std::filesystem::exists(context.config.data_dir) ? context.config.data_dir : "/", error);
  constexpr std::uintmax_t little = 1ULL << 30;
  const std::string free = error ? error.message() : std::to_string(space.available >> 20) + " MiB free";
  const bool room = !error && space.available >= little;
  report(room, "room for data in " + context.config.data_dir.string(), free);
  well = examine_database(context) && room && well;
  const auto endpoints = examine_endpoints(context.config);
  if (!endpoints) return endpoints.error();
  well = *endpoints && well;
  return well ? 0 : exit_status(Fault::source);
}

Result<int> execute(const Context& context, const CheckConfigOptions&) {
  const Config& config = context.config;
  if (const auto listen = parse_listen(config.listen); !listen) return listen.error();
  std::cout << "file      " << (context.config.file.empty() ? "none" : context.config.file) << '\n'
            << "database  "
            << (config.database.empty() ? "private, in the data directory" : "by URL (not shown)") << '\n'
            << "data_dir  " << config.data_dir.string() << '\n'
            << "listen    " << config.listen << '\n';
  for (const std::string& id : known_sources()) {
    std::cout << "source    " << id << (config.source(id).enabled ? "" : " (disabled)") << '\n';
  }
  return 0;
}

}  // namespace splitroot::app
