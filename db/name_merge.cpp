#include "db/name_merge.hpp"

#include <bit>

#include "core/hash.hpp"
#include "core/label.hpp"
#include "db/change_rows.hpp"
#include "db/copy_in.hpp"
#include "db/name_merge_sql.hpp"

namespace splitroot::db {
namespace {

constexpr std::int16_t staged_column_count = 32;

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

/// A label's hash is kept where namesakes may be found by it: right under a TLD they are found by their key.
void stage_hash(CopyIn& copy, const NameEvent& state, bool for_namesakes) {
  constexpr int found_by_key = 2;
  if (state.detail.label_hash) return copy.octets(view(*state.detail.label_hash));
  if (!state.label) return copy.null();
  const bool deep = !state.place || state.place->depth > found_by_key;
  deep || for_namesakes ? copy.octets(view(keccak256(state.label->bytes))) : copy.null();
}

void stage_detail(CopyIn& copy, const NameDetail& detail) {
  copy.text(detail.resolver);
  copy.text(detail.manager);
  copy.count(detail.fuses);
  detail.state ? copy.octets(*detail.state) : copy.null();
  copy.count(detail.auction_ends);
  copy.count(detail.lapses_at);
}

void stage_state(CopyIn& copy, const NamePatch& patch, bool for_namesakes) {
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
  stage_hash(copy, state, for_namesakes);
  stage_detail(copy, state.detail);
  stage_evidence(copy, patch.first);
  stage_evidence(copy, state.evidence);
}

/// All columns of staged_columns.
void write_row(CopyIn& copy, const StagedBatch& batch, const NamePatch& patch) {
  copy.text(batch.ns);
  copy.text(batch.home);
  stage_state(copy, patch, batch.for_namesakes);
  copy.text(text(batch.origin));
  copy.time(batch.as_of ? batch.as_of : patch.state.evidence.time);
}

void tell_of_new(Session& session, const StagedBatch& batch, std::span<const NamePatch* const> patches) {
  CopyIn copy{session, "change (kind, namespace, key, home, is_final)", 5};
  for (const NamePatch* patch : patches) {
    copy.row();
    copy.int16(change_code(ChangeKind::name_seen));
    copy.text(batch.ns);
    copy.octets(view(patch->state.key.bytes));
    copy.text(batch.home);
    copy.boolean(true);
  }
  copy.finish();
}

}  // namespace

void make_staging(Session& session) { session.script(create_staging_sql); }

void stage_names(Session& session, const StagedBatch& batch, std::span<const NamePatch* const> patches) {
  CopyIn copy{session, std::string{"staged_name (batch, "} + staged_columns + ")", staged_column_count};
  for (const NamePatch* patch : patches) {
    copy.row();
    copy.int32(batch.batch);
    write_row(copy, batch, *patch);
  }
  copy.finish();
}

bool copy_names(Session& session, const StagedBatch& batch, std::span<const NamePatch* const> patches) {
  const auto write = [&](CopyIn& copy) {
    for (const NamePatch* patch : patches) {
      copy.row();
      write_row(copy, batch, *patch);
    }
  };
  const std::string target = std::string{"name ("} + staged_columns + ")";
  const bool copied = copied_unless_taken(session, target, staged_column_count - 1, write);
  if (copied) tell_of_new(session, batch, patches);
  return copied;
}

void choose_batch(Session& session, int batch) {
  session.script("SET LOCAL splitroot.batch = " + std::to_string(batch));
}

namespace {

/// How often the table has doubled: a plan made for an empty one scans it, and is of no use once it is large.
int doublings(Session& session) {
  constexpr const char* pages = "SELECT pg_relation_size('name') / current_setting('block_size')::bigint";
  return static_cast<int>(std::bit_width(session.run(pages)[0].count(0)));
}

/// A batch of a block is small, and many come; the rest is planned for what is staged.
Rows merge_rows(Session& session, const std::string& rows, const std::string& sql) {
  return rows == staged_batch() ? session.repeat(sql, doublings(session)) : session.run(sql);
}

}  // namespace

MergeCounts merge_names(Session& session, const std::string& rows, const Inserting& inserting,
                        const Telling& telling) {
  MergeCounts counts;
  if (!inserting.into_empty)
    counts.changed = merge_rows(session, rows, update_names_sql("name", rows, telling)).affected();
  counts.added = merge_rows(session, rows, insert_names_sql(rows, inserting, telling)).affected();
  return counts;
}

void merge_bases(Session& session, const std::string& rows) {
  merge_rows(session, rows, update_names_sql("name_base", rows, {.tells = false}));
  merge_rows(session, rows, revive_bases_sql(rows));
}

}  // namespace splitroot::db
