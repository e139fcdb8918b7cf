#include <algorithm>
#include <iostream>

#include "app/commands.hpp"
#include "app/database.hpp"
#include "app/snapshot.hpp"
#include "app/sources.hpp"
#include "core/display.hpp"
#include "core/label.hpp"
#include "serve/dossier.hpp"
#include "serve/list_writer.hpp"
#include "serve/past.hpp"
#include "serve/render.hpp"

namespace splitroot::app {
namespace {

serve::LapseOf lapse_of_known() {
  return [lapses = known_lapses()](std::string_view ns) { return correlate::lapse_of(lapses, ns); };
}

bool is_found(const serve::Dossier& dossier, Severity least) {
  return std::any_of(dossier.collisions.begin(), dossier.collisions.end(),
                     [&](const CollisionRecord& record) {
                       return record.finding.state == State::open && record.finding.severity >= least;
                     });
}

void print_dossiers(const std::vector<serve::Dossier>& dossiers, Format format) {
  switch (format) {
    case Format::json:
      std::cout << serve::check_json(dossiers) << '\n';
      return;
    case Format::ndjson:
      for (const serve::Dossier& dossier : dossiers) {
        rapidjson::StringBuffer buffer;
        JsonWriter writer{buffer};
        serve::render_dossier(writer, dossier);
        std::cout << text_of(buffer) << '\n';
      }
      return;
    case Format::csv:
      std::cout << serve::collision_csv_header();
      for (const serve::Dossier& dossier : dossiers) {
        for (const CollisionRecord& record : dossier.collisions)
          std::cout << serve::collision_csv_row(record);
      }
      return;
    case Format::table:
      for (const serve::Dossier& dossier : dossiers) {
        std::cout << serve::check_text(dossier, &dossier == &dossiers.back()) << '\n';
      }
      return;
  }
}

/// For people: sorted in memory. Programs get the stream.
void sort_worst_first(std::vector<CollisionRecord>& records) {
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) {
    const auto rank = [](const CollisionRecord& record) {
      return std::tuple{-static_cast<int>(record.finding.severity), record.finding.state,
                        record.finding.against.ldh};
    };
    return std::tuple{rank(a), a.name, a.id} < std::tuple{rank(b), b.name, b.id};
  });
}

/// Key of the name that `--under` names. Handshake has no names below its own on chain.
Result<NameKey> parent_key(const NamesOptions& options) {
  if (options.ns == "hns")
    return usage_error("names below a Handshake TLD are off chain and cannot be listed");
  return namehash(options.under);
}

Result<void> check_namespace(const std::string& ns, Reader& reader) {
  const auto known = known_namespaces();
  if (std::find(known.begin(), known.end(), ns) != known.end()) return {};
  std::string list;
  for (const std::string& one : known) list += (list.empty() ? "" : ", ") + one;
  for (const SourcePosition& source : reader.sources()) {
    if (source.source == ns) return {};
  }
  return usage_error("unknown namespace '" + display_text(ns) + "'; known: " + list);
}

}  // namespace

Result<int> execute(const Context& context, const CheckOptions& options) {
  for (const std::string& string : options.strings) {
    if (auto ldh = to_ldh(string); !ldh) return usage_error(ldh.error().message);
  }
  auto store = open_for_reading(context);
  if (!store) return store.error();
  const auto reader = (*store)->read();
  const auto rules = known_rules();
  if (!rules) return rules.error();
  std::vector<serve::Dossier> dossiers;
  for (const std::string& string : options.strings) {
    auto dossier = serve::make_dossier(*reader, string, {now(), options.as_of, options.known_at}, *rules);
    if (!dossier) return dossier.error();
    dossiers.push_back(std::move(*dossier));
  }
  print_dossiers(dossiers, options.format);
  if (!options.fail_on) return 0;
  const bool found = std::any_of(dossiers.begin(), dossiers.end(),
                                 [&](const auto& dossier) { return is_found(dossier, *options.fail_on); });
  return found ? 1 : 0;
}

Result<int> execute(const Context& context, const CollisionsOptions& options) {
  const serve::Moment moment{now(), options.as_of, options.known_at};
  if (options.filter.since && !moment.is_now())
    return usage_error("--since asks what was recorded lately: it goes with neither --as-of nor --known-at");
  const auto rules = known_rules();
  if (!rules) return rules.error();
  auto store = open_for_reading(context);
  if (!store) return store.error();
  const auto reader = (*store)->read();
  for (const std::string& ns : options.filter.namespaces) {
    if (auto known = check_namespace(ns, *reader); !known) return known.error();
  }
  serve::ListWriter<CollisionRecord> list{std::cout, options.format, serve::collision_layout()};
  std::vector<CollisionRecord> records;
  const bool for_people = options.format == Format::table;
  serve::visit_findings(*reader, options.filter, moment, *rules, [&](CollisionRecord record) {
    for_people ? records.push_back(std::move(record)) : list.add(record);
  });
  sort_worst_first(records);
  for (const CollisionRecord& record : records) list.add(record);
  list.finish();
  return 0;
}

Result<int> execute(const Context& context, const NamesOptions& options) {
  auto store = open_for_reading(context);
  if (!store) return store.error();
  const auto reader = (*store)->read();
  if (auto known = check_namespace(options.ns, *reader); !known) return known.error();
  Reader::NameFilter filter;
  filter.ns = options.ns;
  filter.since = options.since;
  if (!options.under.empty()) {
    const auto parent = parent_key(options);
    if (!parent) return parent.error();
    filter.parent = *parent;
  }
  const serve::NameView view{lapse_of_known(), options.as_of.value_or(now()), serve::Holders::whole};
  serve::ListWriter<NameRecord> list{std::cout, options.format, serve::name_layout(view)};
  reader->visit_names(filter, [&](const NameRecord& now_known) {
    const auto name = options.as_of ? serve::as_it_was(now_known, view.at) : std::optional{now_known};
    if (!name) return;
    const auto status = effective_status(*name, view.lapse(name->ns), view.at);
    if (!options.status || status == *options.status) list.add(*name);
  });
  list.finish();
  return 0;
}

namespace {

template <class Row>
void write_list(Format format, const std::vector<Row>& rows, serve::Layout<Row> layout) {
  serve::ListWriter<Row> list{std::cout, format, std::move(layout)};
  for (const Row& row : rows) list.add(row);
  list.finish();
}

}  // namespace

Result<int> execute(const Context& context, const SourcesOptions& options) {
  constexpr std::size_t most_discrepancies = 1'000;
  auto store = open_for_reading(context);
  if (!store) return store.error();
  const auto reader = (*store)->read();
  if (options.discrepancies) {
    write_list(options.format, reader->discrepancies("", most_discrepancies), serve::discrepancy_layout());
  } else {
    write_list(options.format, reader->sources(), serve::source_layout(now(), context.verbose));
  }
  return 0;
}

}  // namespace splitroot::app
