#include "collectors/snapshot/snapshot.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include "collectors/files/csv_fields.hpp"
#include "collectors/files/name_key.hpp"
#include "collectors/icann/strings.hpp"
#include "core/display.hpp"

namespace splitroot::collectors {
namespace {

std::istringstream stream_of(const EmbeddedFile& file) {
  return std::istringstream{std::string{file.content}};
}

Error undated(std::string_view name) {
  return input_error(std::string{name} + ":1:1: no remark '# as-of: DATE'");
}

Result<Timestamp> remark_date(const CsvTable& table, std::string_view name) {
  if (const auto time = parse_time(table.remark("as-of"))) return *time;
  return undated(name);
}

/// Namespace of a row that must have one.
Result<std::string> namespace_of(const CsvTable& table, std::string_view column) {
  auto ns = text_field(table, column);
  if (ns && ns->empty()) return table.error(column, "no namespace");
  return ns;
}

Result<void> fill_evidence(const CsvTable& table, const std::string& ns, NameEvent& event) {
  const auto registered = time_field(table, "registered_at");
  if (!registered) return registered.error();
  event.registered_at = *registered;
  const auto block = number_field(table, "block");
  if (!block) return block.error();
  auto tx = text_field(table, "tx");
  if (!tx) return tx.error();
  event.evidence = {chain_of(ns), *block, std::move(*tx), *registered};
  return {};
}

Result<NamePatch> patch_of(const CsvTable& table, const std::string& ns) {
  if (table["level"] != "tld")
    return table.error("level", "'" + display_text(table["level"]) + "' is not tld");
  const std::string label{table["name"]};
  if (label.empty() || label.find('.') != std::string::npos) return table.error("name", "not one label");
  const auto status = parse_word<NameStatus>(table["status"]);
  if (!status) {
    return table.error("status",
                       "'" + display_text(table["status"]) + "' is none of " + word_list<NameStatus>());
  }
  NameEvent event;
  event.key = key_of(ns, label);
  event.label = RawLabel{label};
  event.place = Place{std::nullopt, {}, 1};
  event.status = *status;
  if (auto filled = fill_evidence(table, ns, event); !filled) return filled.error();
  Evidence first = event.evidence;
  return NamePatch{std::move(event), std::move(first)};
}

using PatchesByNamespace = std::map<std::string, std::vector<NamePatch>>;

Result<PatchesByNamespace> read_patches(CsvTable& table) {
  PatchesByNamespace patches;
  for (;;) {
    const auto more = table.next();
    if (!more) return more.error();
    if (!*more) return patches;
    const auto ns = namespace_of(table, "namespace");
    if (!ns) return ns.error();
    auto patch = patch_of(table, *ns);
    if (!patch) return patch.error();
    patches[*ns].push_back(std::move(*patch));
  }
}

Result<TwinRow> twin_of(const CsvTable& table) {
  const auto state = parse_word<State>(table["state"]);
  if (!state)
    return table.error("state", "'" + display_text(table["state"]) + "' is none of " + word_list<State>());
  const auto as_of = time_field(table, "as_of");
  if (!as_of) return as_of.error();
  if (!*as_of) return table.error("as_of", "no date: a statement without one proves nothing");
  TwinRow row{{}, {}, {}, *state, {}, {}, **as_of};
  const std::pair<const char*, std::string*> fields[] = {{"namespace", &row.ns},
                                                         {"name", &row.name},
                                                         {"against", &row.against},
                                                         {"reason", &row.reason},
                                                         {"source", &row.source}};
  for (const auto& [column, into] : fields) {
    auto field = text_field(table, column);
    if (!field) return field.error();
    if (field->empty()) return table.error(column, "empty");
    *into = std::move(*field);
  }
  return row;
}

}  // namespace

Result<StandingBatch> snapshot_strings(const EmbeddedFile& file) {
  if (file.content.find("# as-of: ") == std::string_view::npos) return undated(file.name);
  auto in = stream_of(file);
  const std::string source{file.name.substr(0, file.name.find('.'))};
  auto batch = parse_strings(in, std::string{file.name}, source, std::nullopt);
  if (batch) batch->origin = Origin::snapshot;
  return batch;
}

Result<std::vector<SnapshotNames>> snapshot_names(const EmbeddedFile& file) {
  auto in = stream_of(file);
  auto table =
      CsvTable::open(in, std::string{file.name}, {"namespace", "level", "name", "block", "tx", "status"});
  if (!table) return table.error();
  const auto as_of = remark_date(*table, file.name);
  if (!as_of) return as_of.error();
  auto by_namespace = read_patches(*table);
  if (!by_namespace) return by_namespace.error();
  const auto by_key = [](const NamePatch& a, const NamePatch& b) { return a.state.key < b.state.key; };
  std::vector<SnapshotNames> names;
  for (auto& [ns, patches] : *by_namespace) {
    std::sort(patches.begin(), patches.end(), by_key);
    names.push_back({ns, *as_of, std::move(patches)});
  }
  return names;
}

Result<std::vector<TwinRow>> snapshot_twins(const EmbeddedFile& file) {
  auto in = stream_of(file);
  auto table = CsvTable::open(in, std::string{file.name},
                              {"namespace", "name", "against", "state", "reason", "source", "as_of"});
  if (!table) return table.error();
  std::vector<TwinRow> rows;
  for (;;) {
    const auto more = table->next();
    if (!more) return more.error();
    if (!*more) return rows;
    auto row = twin_of(*table);
    if (!row) return row.error();
    rows.push_back(std::move(*row));
  }
}

}  // namespace splitroot::collectors
