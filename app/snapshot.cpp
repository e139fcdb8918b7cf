#include "app/snapshot.hpp"

#include "app/sources.hpp"
#include "collectors/snapshot/snapshot.hpp"
#include "core/embedded.hpp"
#include "core/label.hpp"

namespace splitroot {

std::span<const EmbeddedFile> snapshot_string_files();
std::span<const EmbeddedFile> snapshot_name_files();
std::span<const EmbeddedFile> snapshot_twin_files();

}  // namespace splitroot

namespace splitroot::app {

Result<correlate::TwinTable> bundled_twins() {
  const EmbeddedFile& file = snapshot_twin_files().front();
  auto rows = collectors::snapshot_twins(file);
  if (!rows) return rows.error();
  std::vector<correlate::TwinRule> rules;
  for (auto& row : *rows) {
    const std::string name = row.name == "*" ? row.name : canonical_label(row.name);
    rules.push_back(correlate::TwinRule{row.ns, name, row.state, row.reason});
  }
  return correlate::TwinTable{std::move(rules)};
}

Result<correlate::Rules> known_rules() {
  auto twins = bundled_twins();
  if (!twins) return twins.error();
  return correlate::Rules{std::move(*twins), known_lapses()};
}

Result<void> begin_with_bundled_root(ingest::Ingest& ingest) {
  for (const EmbeddedFile& file : snapshot_string_files()) {
    if (file.name != "iana-root.csv") continue;
    auto batch = collectors::snapshot_strings(file);
    if (!batch) return batch.error();
    if (auto taken = ingest.take(std::move(*batch)); !taken) return taken.error();
  }
  return {};
}

Result<void> apply_snapshot(ingest::Ingest& ingest, const SnapshotNeeds& needs) {
  for (const EmbeddedFile& file : snapshot_string_files()) {
    auto batch = collectors::snapshot_strings(file);
    if (!batch) return batch.error();
    if (needs.live_lists.contains(batch->source)) continue;
    if (auto taken = ingest.take(std::move(*batch)); !taken) return taken.error();
  }
  for (const EmbeddedFile& file : snapshot_name_files()) {
    auto groups = collectors::snapshot_names(file);
    if (!groups) return groups.error();
    for (auto& group : *groups) {
      if (!needs.namespaces.contains(group.ns)) continue;
      auto patch = group.patches.begin();
      const auto next = [&]() -> Result<std::optional<NamePatch>> {
        if (patch == group.patches.end()) return std::optional<NamePatch>{};
        return std::optional{*patch++};
      };
      if (auto taken = ingest.import(group.ns, Origin::snapshot, group.as_of, next); !taken)
        return taken.error();
    }
  }
  return {};
}

}  // namespace splitroot::app
