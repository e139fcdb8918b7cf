#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/config.hpp"
#include "core/ports/store.hpp"
#include "core/result.hpp"
#include "core/vocabulary.hpp"
#include "serve/list_writer.hpp"

namespace splitroot::app {

using serve::Format;

/// What every command gets: the configuration, and how much it should say.
struct Context {
  Config config;
  std::string self;  ///< the command line up to the command, for suggestions
  bool quiet = false;
  bool verbose = false;
};

struct RunOptions {
  bool once = false;
  bool no_serve = false;
};
struct CollectOptions {
  std::vector<std::string> sources;  ///< empty: all
  bool once = false;
  std::optional<std::uint64_t> from;
  std::optional<std::uint64_t> to;
  bool accept_shrink = false;
};
struct ImportNamesOptions {
  std::string ns;
  std::string title;  ///< declares the namespace
  std::string format = "list";
  std::string file;
};
struct ImportStringsOptions {
  std::string source;
  std::optional<Timestamp> as_of;
  std::string file;
  bool accept_shrink = false;
};
struct ImportDeadlinesOptions {
  std::optional<Timestamp> as_of;
  std::string file;
};
struct ImportLabelsOptions {
  std::string file;
};
struct CorrelateOptions {
  bool full = false;
};
struct CheckOptions {
  std::vector<std::string> strings;
  std::optional<Severity> fail_on;
  std::optional<Timestamp> as_of;
  std::optional<Timestamp> known_at;
  Format format = Format::table;
};
struct CollisionsOptions {
  Reader::CollisionFilter filter;
  std::optional<Timestamp> as_of;
  std::optional<Timestamp> known_at;
  Format format = Format::table;
};
struct NamesOptions {
  std::string ns;
  std::string under;
  std::optional<NameStatus> status;
  std::optional<Timestamp> since;
  std::optional<Timestamp> as_of;
  Format format = Format::table;
};
struct LintReservedOptions {
  std::string list;  ///< `hns`, or a file
  std::optional<Timestamp> as_of;
  std::optional<Timestamp> known_at;
  std::optional<Severity> fail_on;
  Format format = Format::table;
};
struct PipelineOptions {
  std::string round;       ///< empty: all
  bool deadlines = false;  ///< list ICANN's dates instead
  Format format = Format::table;
};
struct SourcesOptions {
  bool discrepancies = false;  ///< list the answers that contradict each other instead
  Format format = Format::table;
};
struct RulesApplyOptions {
  std::string file;
};
struct RulesListOptions {
  Format format = Format::table;
};
struct DatabaseOptions {
  enum class Action { start, stop, url, migrate } action = Action::url;
};
struct DoctorOptions {};
struct CheckConfigOptions {};

/// Each runs one command and returns its exit status; an Error decides the status by its fault.
Result<int> execute(const Context& context, const RunOptions& options);
Result<int> execute(const Context& context, const CollectOptions& options);
Result<int> execute(const Context& context, const ImportNamesOptions& options);
Result<int> execute(const Context& context, const ImportStringsOptions& options);
Result<int> execute(const Context& context, const ImportDeadlinesOptions& options);
Result<int> execute(const Context& context, const ImportLabelsOptions& options);
Result<int> execute(const Context& context, const CorrelateOptions& options);
Result<int> execute(const Context& context, const CheckOptions& options);
Result<int> execute(const Context& context, const CollisionsOptions& options);
Result<int> execute(const Context& context, const NamesOptions& options);
Result<int> execute(const Context& context, const LintReservedOptions& options);
Result<int> execute(const Context& context, const PipelineOptions& options);
Result<int> execute(const Context& context, const SourcesOptions& options);
Result<int> execute(const Context& context, const RulesApplyOptions& options);
Result<int> execute(const Context& context, const RulesListOptions& options);
Result<int> execute(const Context& context, const DatabaseOptions& options);
Result<int> execute(const Context& context, const DoctorOptions& options);
Result<int> execute(const Context& context, const CheckConfigOptions& options);

}  // namespace splitroot::app
