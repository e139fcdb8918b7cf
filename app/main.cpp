#include <malloc.h>

#include <exception>
#include <iostream>

#include "app/cli.hpp"
#include "app/sources.hpp"
#include "core/display.hpp"
#include "core/log.hpp"

namespace {

using namespace splitroot;

/// Large pieces go back to the system when they are freed. By default glibc keeps those as large as any that
/// was freed before, and a few answers of the largest size stay resident for good.
void return_large_memory() {
  constexpr int large = 4 << 20;
  mallopt(M_MMAP_THRESHOLD, large);
  mallopt(M_TRIM_THRESHOLD, 2 * large);
}

int report(const Error& error) {
  std::cerr << "splitroot: " << terminal_text(error.message) << '\n';
  return exit_status(error.fault);
}

log::Level level_of(const app::Invocation& invocation) {
  if (invocation.quiet) return log::Level::error;
  return invocation.verbose ? log::Level::debug : log::Level::info;
}

/// The command line up to the command: what a suggestion has to begin with to mean the same database.
std::string invoked_as(const char* program, const app::ConfigFlags& flags) {
  std::string text = program;
  if (!flags.file.empty()) text += " --config " + flags.file;
  if (!flags.data_dir.empty()) text += " --data-dir " + flags.data_dir;
  return text;
}

Result<int> start(const char* program, app::Invocation& invocation) {
  auto config = app::load_config(invocation.flags, app::sources_with);
  if (!config) return config.error();
  log::configure(level_of(invocation), config->log_format == "json");
  const app::Context context{std::move(*config), invoked_as(program, invocation.flags), invocation.quiet,
                             invocation.verbose};
  return std::visit([&](const auto& options) { return app::execute(context, options); }, invocation.command);
}

}  // namespace

int main(int argc, char** argv) {
  return_large_memory();
  try {
    auto parsed = app::parse_command_line(argc, argv);
    if (!parsed.invocation) return parsed.status;
    const auto status = start(argv[0], *parsed.invocation);
    return status ? *status : report(status.error());
  } catch (const Failure& failure) {
    return report(failure.error());
  } catch (const std::exception& bug) {
    std::cerr << "splitroot: a bug: " << terminal_text(bug.what()) << '\n';
    return exit_status(Fault::internal);
  }
}
