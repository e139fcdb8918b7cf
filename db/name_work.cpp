#include "db/name_work.hpp"

#include <algorithm>
#include <utility>

#include "db/change_rows.hpp"
#include "db/record_rows.hpp"
#include "db/source_rows.hpp"
#include "db/spread.hpp"

namespace splitroot::db {
namespace {

/// From here on it pays to let the planner count what is staged, instead of guessing from the table's size,
/// and to sort in memory.
constexpr std::uint64_t worth_analyzing = 5'000;

/// From here on what was added changes the plans for the whole table (a replay of a million names: 6 s for 33
/// s).
constexpr std::uint64_t worth_analyzing_all = 100'000;
constexpr const char* settings_for_many_rows =
    "ANALYZE staged_name (namespace, key); SET LOCAL work_mem = '128MB'";

bool names_resolver(const NamePatch& patch) { return patch.state.detail.resolver.has_value(); }

bool unspelled_with_hash(const NamePatch& patch) {
  return !patch.state.label && patch.state.detail.label_hash.has_value();
}

bool may_be_copied(const NamePatch& patch) {
  const NameEvent& state = patch.state;
  return state.is_first && state.label && state.place && !state.detail.label_hash && !state.detail.resolver;
}

std::vector<const NamePatch*> pointers(std::span<const NamePatch> patches) {
  std::vector<const NamePatch*> out;
  out.reserve(patches.size());
  for (const NamePatch& patch : patches) out.push_back(&patch);
  return out;
}

bool no_names(Session& session) { return session.run("SELECT FROM name LIMIT 1").empty(); }

}  // namespace

NameWork::NameWork(Session& session) : session_(session), first_change_(last_change(session)) {}

/// Hashing every label is worth it only where somebody waits for one.
bool NameWork::worth_hashing(const std::string& ns, std::span<const NamePatch> patches) {
  const auto [waiting, is_new] = unspelled_.try_emplace(ns);
  if (is_new) waiting->second = any_unspelled(session_, ns);
  return waiting->second || std::any_of(patches.begin(), patches.end(), unspelled_with_hash);
}

/// What was taken back is told of at the end, and whoever waits for a name is found among what was merged.
bool NameWork::may_copy(const std::string& ns) { return !rewound_ && !any_unplaced(session_, ns); }

/// Copies what its collector has never met. Returns what is left to be merged.
std::vector<const NamePatch*> NameWork::copy_first(const StagedBatch& batch,
                                                   std::span<const NamePatch> patches) {
  auto left = pointers(patches);
  const auto first = std::stable_partition(left.begin(), left.end(),
                                           [](const NamePatch* patch) { return !may_be_copied(*patch); });
  const std::span copied{first, left.end()};
  if (batch.for_namesakes || copied.empty() || !may_copy(batch.ns)) return pointers(patches);
  if (!copy_names(session_, batch, copied)) return pointers(patches);
  copied_ += copied.size();
  left.erase(first, left.end());
  return left;
}

void NameWork::stage(const std::string& ns, const std::string& home, Origin origin,
                     std::optional<Timestamp> as_of, std::span<const NamePatch> patches,
                     std::optional<BlockTag> tag) {
  if (patches.empty()) return;
  const StagedBatch batch{batches_ + 1, ns, home, origin, as_of, worth_hashing(ns, patches)};
  const auto staged = tag ? pointers(patches) : copy_first(batch, patches);
  if (staged.empty()) return;
  if (batches_ == 0) make_staging(session_);
  if (batches_ > 0 && tags_.empty() == tag.has_value())
    throw Failure{{Fault::internal, "final names and provisional ones in one merge", false}};
  ++batches_;
  if (tag) tags_.push_back(std::move(*tag));
  stage_names(session_, batch, staged);
  staged_rows_ += staged.size();
  if (std::any_of(patches.begin(), patches.end(), names_resolver)) resolving_ = true;
}

void NameWork::stage(const std::string& ns, const std::string& home, Origin origin,
                     std::optional<Timestamp> as_of, std::span<const NamePatch> patches) {
  stage(ns, home, origin, as_of, patches, std::nullopt);
}

void NameWork::stage_provisional(const std::string& source, const std::string& ns, const std::string& home,
                                 const BlockMark& block, std::span<const NamePatch> patches) {
  remember_block(session_, source, block);
  if (patches.empty()) return;
  if (!provisional_.patches.empty() && (provisional_.ns != ns || provisional_.home != home))
    throw Failure{{Fault::internal, "provisional names of two sources in one merge", false}};
  provisional_.ns = ns;
  provisional_.home = home;
  provisional_.patches.insert(provisional_.patches.end(), patches.begin(), patches.end());
  stage(ns, home, Origin::live, std::nullopt, patches, BlockTag{source, block.number});
}

void NameWork::keep_records(const std::string& source, const std::string& ns, const std::string& home,
                            std::optional<std::uint64_t> provisional_block,
                            std::span<const RecordEvent> records) {
  if (records.empty()) return;
  if (provisional_block) return remember_records(session_, {source, *provisional_block}, ns, home, records);
  db::keep_records(session_, ns, home, records);
  if (!std::ranges::all_of(records, &RecordEvent::is_whole)) resolving_ = true;
}

std::vector<NameRecord> NameWork::rewind(const std::string& source, const BlockMark& to) {
  const std::uint64_t final_to = last_final_block(session_, source).value_or(0);
  if (to.number < final_to) {
    throw Failure{
        source_error(source + ": the chain has changed from block " + std::to_string(to.number + 1) +
                     " on, but block " + std::to_string(final_to) +
                     " was final; nothing was changed. See that the endpoints follow the right chain; "
                     "if they do, read it anew into an empty database")};
  }
  cut_position(session_, source, to);
  auto names = rewind_names(session_, source, to);
  rewound_ = resolving_ = true;
  make_resolving(session_);
  session_.script("INSERT INTO resolving SELECT * FROM rewound_key");
  // What blocks that stay make known of them.
  learn("SELECT n.* FROM name n JOIN rewound_key USING (namespace, key, home)");
  return names;
}

void NameWork::settle(const std::string& source, std::uint64_t block) {
  if (any_provisional(session_, source, block)) {
    settle_names(session_, source, block);
    settle_records(session_, source, block);
    resolving_ = true;
    make_resolving(session_);
  }
  move_final(session_, source, block);
}

void NameWork::learn(const std::string& rows) {
  if (spread(session_, rows)) learned_ = true;
}

/// Names that name another resolver, or of which there are records, unless their events say whether they
/// resolve.
void NameWork::find_resolving() {
  if (!resolving_ && session_.run("SELECT FROM resolver_record LIMIT 1").empty()) return;
  make_resolving(session_);
  session_.script(
      "INSERT INTO resolving SELECT namespace, key, home FROM staged_name s WHERE resolver IS NOT NULL OR "
      "resolves IS NULL AND EXISTS (SELECT FROM resolver_record r WHERE r.namespace = s.namespace AND r.key "
      "= s.key AND r.home = "
      "s.home)");
  resolving_ = true;
}

MergeCounts NameWork::merge_final(const std::string& rows) {
  const Inserting inserting{.into_empty = no_names(session_)};
  const MergeCounts counts = merge_names(session_, rows, inserting, {.spares_rewound = rewound_});
  if (any_bases(session_)) merge_bases(session_, rows);
  return counts;
}

/// Each block's patches are remembered apart; what they add up to is merged at once.
MergeCounts NameWork::merge_provisional() {
  keep_bases(session_, "SELECT DISTINCT namespace, key, home FROM staged_name");
  remember_patches(session_, tags_);
  session_.script("TRUNCATE staged_name");
  const auto patches = collapse(std::exchange(provisional_.patches, {}));
  const StagedBatch batch{1, provisional_.ns, provisional_.home, Origin::live, std::nullopt,
                          worth_hashing(provisional_.ns, patches)};
  stage_names(session_, batch, pointers(patches));
  return merge_names(session_, all_staged(), {}, {.is_final = false, .spares_rewound = rewound_});
}

/// Such that no name comes twice in one merge.
MergeCounts NameWork::merge_rounds() {
  const int rounds = batches_ == 1 ? 1 : static_cast<int>(session_.run(count_rounds_sql)[0].integer(0));
  MergeCounts counts;
  for (int round = 1; round <= rounds; ++round) {
    const MergeCounts more = merge_final(rounds == 1 ? all_staged() : staged_round(round));
    counts.added += more.added;
    counts.changed += more.changed;
  }
  return counts;
}

MergeCounts NameWork::merge_staged() {
  if (staged_rows_ >= worth_analyzing) session_.script(settings_for_many_rows);
  return tags_.empty() ? merge_rounds() : merge_provisional();
}

MergeCounts NameWork::merge() {
  MergeCounts counts;
  if (batches_ > 0) {
    counts = merge_staged();
    learn(all_staged());
    find_resolving();
    session_.script("TRUNCATE staged_name");
    batches_ = 0;
    tags_.clear();
    staged_rows_ = 0;
  }
  counts.added += std::exchange(copied_, 0);
  if (resolving_ && resolve_again(session_)) learned_ = true;
  if (learned_) tell_others();
  added_ += static_cast<std::int64_t>(counts.added);
  if (rewound_) added_ += tell_rewound(session_);
  rewound_ = resolving_ = false;
  // Autovacuum comes a minute later; until then the next merge would be planned for a table of nothing.
  if (counts.added >= worth_analyzing_all) session_.script("ANALYZE name");
  return counts;
}

/// Names that have learned from others are told of, unless this unit of work has told of them already.
void NameWork::tell_others() {
  session_.run(
      "INSERT INTO change (kind, namespace, key, home, is_final) SELECT DISTINCT " +
          std::to_string(change_code(ChangeKind::name_changed)) + R"(, s.namespace, s.key, s.home,
        NOT EXISTS (SELECT FROM provisional_patch p WHERE p.namespace = s.namespace AND p.key = s.key AND p.home = s.home)
      FROM spread_name s JOIN name n ON n.namespace = s.namespace AND n.key = s.key AND n.home = s.home
      WHERE s.is_news
        AND NOT EXISTS (SELECT FROM change c WHERE c.sequence > $1 AND c.namespace = s.namespace AND c.key = s.key
                                               AND c.home = s.home))" +
          (rewound_
               ? " AND NOT EXISTS (SELECT FROM rewound_name r WHERE r.namespace = s.namespace AND r.key = "
                 "s.key AND r.home = s.home)"
               : ""),
      Params{}.int64(to_bigint(first_change_)));
}

std::uint64_t NameWork::heal(std::span<const std::string> words) {
  if (!dictionary_) dictionary_.emplace(session_);
  const std::uint64_t rows = dictionary_->spell(words);
  if (rows > 0) learned_ = true;
  return rows;
}

std::vector<std::pair<std::string, NameKey>> NameWork::also_changed() {
  if (!learned_) return {};
  const Rows rows = session_.run("SELECT DISTINCT namespace, key FROM spread_name");
  std::vector<std::pair<std::string, NameKey>> names;
  for (int i = 0; i < rows.size(); ++i) names.emplace_back(rows[i].text(0), rows[i].key(1));
  return names;
}

}  // namespace splitroot::db
