#include "db/name_merge.hpp"

#include "core/label.hpp"
#include "db/copy_in.hpp"
#include "db/name_merge_sql.hpp"

namespace splitroot::db {
namespace {

constexpr std::int16_t staged_column_count = 32;

/// From here on it pays to let the planner count what is staged, instead of guessing from the table's size,
/// and to sort in memory.
constexpr std::uint64_t worth_analyzing = 5'000;

/// From here on what was added changes the plans for the whole table (a replay of a million names: 6 s for 33
/// s).
constexpr std::uint64_t worth_analyzing_all = 100'000;
constexpr const char* settings_for_many_rows =
    "ANALYZE staged_name (namespace, key); SET LOCAL work_mem = '128MB'";

void stage_evidence(CopyIn& copy, const Evidence& evidence) {
  copy.text_or_null(evidence.chain);
  copy.count(evidence.block);
  copy.text_or_null(evidence.tx);
  copy.time(evidence.time);
}

void stage_label(CopyIn& copy, const std::optional<RawLabel>& label) {
  if (!label) {
    copy.null();
    copy.null();
    return;
  }
  copy.octets(label->bytes);
  copy.int64(static_cast<std::int64_t>(canonical_hash(canonical_label(label->bytes))));
}

void stage_place(CopyIn& copy, const std::optional<Place>& place, const std::optional<NameKey>& parent) {
  if (!place) {
    parent ? copy.octets(view(parent->bytes)) : copy.null();
    copy.null();
    copy.null();
    return;
  }
  place->parent ? copy.octets(view(place->parent->bytes)) : copy.null();
  copy.octets(place->suffix);
  copy.int16(static_cast<std::int16_t>(place->depth));
}

void stage_detail(CopyIn& copy, const NameDetail& detail) {
  detail.label_hash ? copy.octets(view(*detail.label_hash)) : copy.null();
  copy.text(detail.resolver);
  copy.text(detail.manager);
  copy.count(detail.fuses);
  detail.state ? copy.octets(*detail.state) : copy.null();
  copy.count(detail.auction_ends);
  copy.count(detail.lapses_at);
}

void stage_state(CopyIn& copy, const NamePatch& patch) {
  const NameEvent& state = patch.state;
  copy.octets(view(state.key.bytes));
  stage_label(copy, state.label);
  stage_place(copy, state.place, state.parent);
  copy.text(state.holder);
  state.status ? copy.text(text(*state.status)) : copy.null();
  copy.boolean(state.resolves);
  copy.boolean(state.claimed);
  copy.time(state.registered_at);
  copy.time(state.expires_at);
  stage_detail(copy, state.detail);
  stage_evidence(copy, patch.first);
  stage_evidence(copy, state.evidence);
}

}  // namespace

void stage_names(Session& session, int batch, const std::string& ns, const std::string& home, Origin origin,
                 std::optional<Timestamp> as_of, std::span<const NamePatch> patches) {
  if (batch == 1) session.script(create_staging_sql);
  CopyIn copy{session, std::string{"staged_name (batch, "} + staged_columns + ")", staged_column_count};
  for (const NamePatch& patch : patches) {
    copy.row();
    copy.int32(batch);
    copy.text(ns);
    copy.text(home);
    stage_state(copy, patch);
    copy.text(text(origin));
    copy.time(as_of ? as_of : patch.state.evidence.time);
  }
  copy.finish();
}

MergeCounts merge_names(Session& session, int batches, std::uint64_t rows) {
  if (rows >= worth_analyzing) session.script(settings_for_many_rows);
  const auto rounds = batches == 1 ? 1 : static_cast<int>(session.run(count_rounds_sql)[0].integer(0));
  MergeCounts counts;
  for (int round = 1; round <= rounds; ++round) {
    counts.changed += session.run(update_names_sql(rounds, round)).affected();
    counts.added += session.run(insert_names_sql(rounds, round)).affected();
  }
  session.script("TRUNCATE staged_name");
  // Autovacuum comes a minute later; until then the next merge would be planned for a table of nothing.
  if (counts.added >= worth_analyzing_all) session.script("ANALYZE name");
  return counts;
}

}  // namespace splitroot::db
