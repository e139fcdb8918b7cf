#pragma once
#include <string>
#include <variant>

#include "app/commands.hpp"

namespace splitroot::app {

using Command =
    std::variant<RunOptions, CollectOptions, ImportNamesOptions, ImportStringsOptions, ImportDeadlinesOptions,
                 ImportLabelsOptions, CorrelateOptions, CheckOptions, CollisionsOptions, NamesOptions,
                 SourcesOptions, LintReservedOptions, PipelineOptions, RulesApplyOptions, RulesListOptions,
                 DatabaseOptions, DoctorOptions, CheckConfigOptions>;

/// A command line, understood.
struct Invocation {
  ConfigFlags flags;
  bool quiet = false;
  bool verbose = false;
  Command command;
};

/// Either an invocation, or what the parser already did: printed help, the version, or a usage error.
struct Parsed {
  std::optional<Invocation> invocation;
  int status = 0;
};

Parsed parse_command_line(int argc, const char* const* argv);

}  // namespace splitroot::app
