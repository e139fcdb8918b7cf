#include <algorithm>
#include <array>
#include <iostream>
#include <set>
#include <sstream>

#include "app/commands.hpp"
#include "app/input.hpp"
#include "app/last_good.hpp"
#include "app/pipeline.hpp"
#include "collectors/files/name_file.hpp"
#include "collectors/iana/root_db.hpp"
#include "collectors/iana/root_zone.hpp"
#include "collectors/iana/special_use.hpp"
#include "collectors/iana/tlds_alpha.hpp"
#include "collectors/icann/gtlds_json.hpp"
#include "collectors/icann/magnitude.hpp"
#include "collectors/icann/pipeline/deadlines.hpp"
#include "collectors/icann/pipeline/round_2012.hpp"
#include "collectors/icann/pipeline/round_2026.hpp"
#include "collectors/icann/pipeline/standings.hpp"
#include "collectors/icann/pipeline/summary.hpp"
#include "collectors/icann/strings.hpp"
#include "core/display.hpp"
#include "core/log.hpp"

namespace splitroot::app {
namespace {

Result<void> check_namespace(const ImportNamesOptions& options, Reader& reader) {
  const auto known = known_namespaces();
  if (std::find(known.begin(), known.end(), options.ns) != known.end()) return {};
  const bool lawful = !options.ns.empty() && options.ns != "dns" && options.ns.size() <= 32 &&
                      std::all_of(options.ns.begin(), options.ns.end(), [](char c) {
                        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                      });
  if (!lawful)
    return usage_error("'" + display_text(options.ns) + "' is no namespace id: letters a-z, digits, hyphens");
  if (!options.title.empty()) return {};
  for (const SourcePosition& source : reader.sources()) {
    if (source.source == options.ns) return {};
  }
  std::string list;
  for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
  return usage_error("unknown namespace '" + options.ns + "'; known: " + list +
                     "; a new one is declared by --declare \"Title\"");
}

void print(const Context& context, const ingest::Counts& counts) {
  if (context.quiet) return;
  std::cout << counts.names.added << " names added, " << counts.names.changed << " changed, "
            << counts.standings << " standings recorded, " << counts.collisions << " findings written\n";
}

}  // namespace

Result<int> execute(const Context& context, const ImportNamesOptions& options) {
  auto input = Input::open(options.file);
  if (!input) return input.error();
  auto pipeline = Pipeline::open(context, "import", {});
  if (!pipeline) return pipeline.error();
  if (auto known = check_namespace(options, *(*pipeline)->store().read()); !known) return known.error();
  const auto format = collectors::parse_name_file_format(options.format);
  if (!format) return usage_error("'" + display_text(options.format) + "' is not one of: list, csv, ndjson");
  auto reader = collectors::make_name_file_reader(input->stream(), input->name(), *format, options.ns);
  if (!reader) return reader.error();
  if (!options.title.empty()) {
    const auto declare = [&](UnitOfWork& work) { work.declare_source(options.ns, "file", options.ns); };
    if (auto declared = ingest::committed((*pipeline)->store(), declare); !declared) return declared.error();
  }
  const auto next = [&] { return (*reader)->next(); };
  const auto counts = (*pipeline)->ingest().import(options.ns, Origin::file, now(), next);
  if (!counts) return counts.error();
  print(context, *counts);
  return 0;
}

namespace {

std::string whole_text(std::istream& in) {
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

std::string dropped_text(const ApplicationBatch& batch) {
  std::string out = "about persons, and not kept: " + std::to_string(batch.dropped_values) +
                    (batch.dropped_values == 1 ? " value" : " values");
  for (std::size_t i = 0; i < batch.dropped_columns.size(); ++i)
    out += (i == 0 ? "; columns " : ", ") + display_text(batch.dropped_columns[i]);
  return out;
}

/// Tells whoever imports a round's list what it is beyond its standings.
void tell_of(const ApplicationBatch& batch) {
  std::set<std::string> strings;
  for (const ApplicationEntry& entry : batch.entries) strings.insert(entry.ldh);
  log::info(std::to_string(batch.reading.entries) + " applications for " + std::to_string(strings.size()) +
            " strings, " + std::to_string(collectors::contention_by_string(batch).size()) +
            " of them wanted by several");
  for (const auto& [word, count] : collectors::unknown_statuses(batch)) {
    log::warning("status '" + display_text(word) + "' is not known (" + std::to_string(count) +
                 "): taken as applied, and kept in the detail");
  }
  if (batch.dropped_values > 0) log::info(dropped_text(batch));
}

Result<StandingBatch> read_round(Result<ApplicationBatch> batch) {
  if (!batch) return batch.error();
  tell_of(*batch);
  return collectors::round_standings(std::move(*batch));
}

using ReadStrings = Result<StandingBatch> (*)(std::string_view text, std::string origin,
                                              std::optional<Timestamp> as_of);

/// The lists that can be imported, each in its source's own format.
struct ListFormat {
  const char* source;
  ReadStrings read;
};

constexpr const char* magnitude_source = "icann-magnitude";

constexpr std::array list_formats{
    ListFormat{"iana-root",
               [](std::string_view text, std::string origin, std::optional<Timestamp> as_of) {
                 return collectors::read_root_zone(text, origin, Origin::file, as_of);
               }},
    ListFormat{"iana-tlds-alpha",
               [](std::string_view text, std::string origin, std::optional<Timestamp> as_of) {
                 return collectors::parse_tlds_alpha(text, std::move(origin), as_of);
               }},
    ListFormat{"iana-root-db",
               [](std::string_view text, std::string origin, std::optional<Timestamp> as_of) {
                 return collectors::parse_root_db(text, std::move(origin), as_of);
               }},
    ListFormat{"iana-special-use", collectors::parse_special_use},
    ListFormat{"icann-gtlds", collectors::parse_gtlds_any},
    ListFormat{"icann-round-2012",
               [](std::string_view text, std::string origin, std::optional<Timestamp> as_of) {
                 return read_round(collectors::parse_round_2012(text, origin, as_of));
               }},
    ListFormat{"icann-round-2026",
               [](std::string_view text, std::string origin, std::optional<Timestamp> as_of) {
                 return read_round(collectors::parse_round_2026(text, origin, as_of));
               }},
    ListFormat{"strings",
               [](std::string_view text, std::string origin, std::optional<Timestamp> as_of) {
                 std::istringstream in{std::string{text}};
                 return collectors::parse_strings(in, std::move(origin), "strings", as_of);
               }},
};

Result<StandingBatch> read_strings(const ImportStringsOptions& options, Input& input) {
  const auto format = std::find_if(list_formats.begin(), list_formats.end(),
                                   [&](const ListFormat& one) { return one.source == options.source; });
  if (format != list_formats.end())
    return format->read(whole_text(input.stream()), input.name(), options.as_of);
  std::string known;
  for (const ListFormat& one : list_formats) known += (known.empty() ? "" : ", ") + std::string{one.source};
  return usage_error("unknown source '" + display_text(options.source) + "' of strings; known: " + known +
                     ", " + magnitude_source);
}

/// DNS Magnitude tells no standings.
Result<int> import_magnitude(const Context& context, const ImportStringsOptions& options, Input& input) {
  const auto batch = collectors::parse_magnitude(whole_text(input.stream()), input.name(), options.as_of);
  if (!batch) return input_error(batch.error().message);
  auto pipeline = Pipeline::open(context, "import", {});
  if (!pipeline) return pipeline.error();
  if (auto taken = (*pipeline)->ingest().take(*batch); !taken) return taken.error();
  if (!context.quiet) std::cout << batch->entries.size() << " labels recorded\n";
  return 0;
}

}  // namespace

Result<int> execute(const Context& context, const ImportStringsOptions& options) {
  auto input = Input::open(options.file);
  if (!input) return input.error();
  if (options.source == magnitude_source) return import_magnitude(context, options, *input);
  auto batch = read_strings(options, *input);
  if (!batch && batch.error().fault == Fault::usage) return batch.error();
  Pipeline::Settings settings;
  settings.accept_shrink = options.accept_shrink;
  auto pipeline = Pipeline::open(context, "import", std::move(settings));
  if (!pipeline) return pipeline.error();
  if (!batch) {
    // A file was handed to us, nobody was asked.
    return input_error(batch.error().message + last_good(*(*pipeline)->store().read(), options.source));
  }
  const auto declare = [&](UnitOfWork& work) { work.declare_source(batch->source, "list", ""); };
  if (auto declared = ingest::committed((*pipeline)->store(), declare); !declared) return declared.error();
  const auto counts = (*pipeline)->ingest().take(std::move(*batch));
  if (!counts) {
    Error error = counts.error();
    if (error.fault == Fault::source) error.fault = Fault::input;
    return error;
  }
  print(context, *counts);
  return 0;
}

Result<int> execute(const Context& context, const ImportDeadlinesOptions& options) {
  auto input = Input::open(options.file);
  if (!input) return input.error();
  const auto deadlines =
      collectors::parse_deadlines(whole_text(input->stream()), input->name(), options.as_of);
  if (!deadlines) return deadlines.error();
  auto pipeline = Pipeline::open(context, "import", {});
  if (!pipeline) return pipeline.error();
  const auto replace = [&](UnitOfWork& work) { work.replace_deadlines(*deadlines); };
  if (auto replaced = ingest::committed((*pipeline)->store(), replace); !replaced) return replaced.error();
  if (!context.quiet) std::cout << deadlines->size() << " dates of ICANN's recorded\n";
  return 0;
}

}  // namespace splitroot::app
