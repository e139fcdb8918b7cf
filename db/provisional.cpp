#include "db/provisional.hpp"

#include "db/change_rows.hpp"
#include "db/name_merge.hpp"
#include "db/name_rows.hpp"

namespace splitroot::db {
namespace {

const std::string columns = staged_columns;

constexpr const char* same_name = "a.namespace = b.namespace AND a.key = b.key AND a.home = b.home";

void make_keys(Session& session, const char* table) {
  session.script(std::string{"CREATE TEMPORARY TABLE IF NOT EXISTS "} + table +
                 " (namespace text COLLATE \"C\", key bytea, home text COLLATE \"C\") ON COMMIT DELETE ROWS");
  session.script(std::string{"DELETE FROM "} + table);
}

/// Stages what is remembered of the names in `keys`, each name's patches in the order of their blocks, as
/// batches 1, 2 … Returns how many.
int stage_remembered(Session& session, const std::string& keys, const std::string& condition,
                     const Params& params) {
  make_staging(session);
  session.run("INSERT INTO staged_name (batch, " + columns +
                  ") SELECT row_number() OVER (PARTITION BY b.namespace, b.key, b.home ORDER BY b.block, "
                  "b.source), " +
                  each_column(columns, "b.") + " FROM provisional_patch b JOIN " + keys + " a ON " +
                  same_name + " WHERE " + condition,
              params);
  return static_cast<int>(session.run("SELECT coalesce(max(batch), 0) FROM staged_name")[0].integer(0));
}

void drop_spent_bases(Session& session, const std::string& keys) {
  session.script(
      "DELETE FROM name_base b USING " + keys + " a WHERE " + same_name +
      " AND NOT EXISTS (SELECT FROM provisional_patch p WHERE p.namespace = b.namespace AND p.key = b.key "
      "AND p.home = b.home)");
}

/// The names as final blocks and the remaining provisional ones leave them.
void restore(Session& session) {
  session.script(std::string{"DELETE FROM name b USING rewound_key a WHERE "} + same_name);
  session.script("INSERT INTO name (" + columns + ") SELECT " + each_column(columns, "b.") +
                 " FROM name_base b JOIN rewound_key a ON " + same_name + " WHERE NOT b.absent");
  const int rounds = stage_remembered(session, "rewound_key", "true", {});
  for (int round = 1; round <= rounds; ++round) {
    choose_batch(session, round);
    merge_names(session, staged_batch(), {.events_only = true}, {.tells = false});
  }
  session.script("DELETE FROM staged_name");
  drop_spent_bases(session, "rewound_key");
}

std::int64_t count(Session& session, const std::string& query) { return session.run(query)[0].integer(0); }

}  // namespace

void remember_block(Session& session, const std::string& source, const BlockMark& block) {
  session.run(R"(
      INSERT INTO provisional_block (source, block, hash, block_time) VALUES ($1, $2, $3, $4)
      ON CONFLICT (source, block) DO UPDATE SET hash = excluded.hash, block_time = excluded.block_time)",
              Params{}.text(source).int64(to_bigint(block.number)).text(block.hash).time(block.time));
}

void keep_bases(Session& session, const std::string& keys) {
  session.script("INSERT INTO name_base (" + columns + ", absent) SELECT k.namespace, k.home, k.key, " +
                 each_column(columns.substr(columns.find("label,")), "b.") + ", b.key IS NULL FROM (" + keys +
                 ") k LEFT JOIN name b ON b.namespace = k.namespace AND b.key = k.key AND b.home = k.home "
                 "ON CONFLICT DO NOTHING");
}

void remember_patches(Session& session, std::span<const BlockTag> tags) {
  std::vector<std::string> sources;
  std::vector<std::int64_t> blocks;
  for (const BlockTag& tag : tags) {
    sources.push_back(tag.source);
    blocks.push_back(to_bigint(tag.block));
  }
  session.run("INSERT INTO provisional_patch (source, block, " + columns +
                  ") SELECT ($1::text[])[batch], ($2::bigint[])[batch], " + columns +
                  " FROM staged_name ON CONFLICT DO NOTHING",
              Params{}.texts(sources).int64s(blocks));
}

bool any_bases(Session& session) { return session.run("SELECT EXISTS (SELECT FROM name_base)")[0].flag(0); }

std::vector<NameRecord> rewind_names(Session& session, const std::string& source, const BlockMark& to) {
  make_keys(session, "rewound_key");
  session.script("CREATE TEMPORARY TABLE IF NOT EXISTS rewound_name (LIKE name) ON COMMIT DELETE ROWS");
  const Params above = Params{}.text(source).int64(to_bigint(to.number));
  session.run(
      "INSERT INTO rewound_key SELECT DISTINCT namespace, key, home FROM provisional_patch WHERE source = $1 "
      "AND "
      "block > $2",
      above);
  session.script("INSERT INTO rewound_name (" + columns + ") SELECT " + each_column(columns, "b.") +
                 " FROM name b JOIN rewound_key a ON " + same_name);
  session.run("DELETE FROM provisional_patch WHERE source = $1 AND block > $2", above);
  session.run("DELETE FROM provisional_block WHERE source = $1 AND block > $2", above);
  session.run("DELETE FROM provisional_record WHERE source = $1 AND block > $2", above);
  session.run("DELETE FROM malformed WHERE source = $1 AND block > $2", above);
  restore(session);
  const Rows rows = session.run("SELECT " + std::string{name_columns} + " FROM rewound_name n");
  std::vector<NameRecord> names;
  for (int i = 0; i < rows.size(); ++i) names.push_back(read_name(rows[i]));
  return names;
}

std::int64_t tell_rewound(Session& session) {
  const std::int64_t before = count(session, "SELECT count(*) FROM rewound_name");
  const std::int64_t after =
      count(session, std::string{"SELECT count(*) FROM name b JOIN rewound_key a ON "} + same_name);
  session.script("WITH gone AS (SELECT * FROM rewound_name a WHERE NOT EXISTS (SELECT FROM name b WHERE " +
                 std::string{same_name} +
                 ")), told AS (INSERT INTO change (kind, namespace, key, home, is_final) SELECT " +
                 std::to_string(change_code(ChangeKind::name_retracted)) +
                 ", namespace, key, home, false FROM gone RETURNING sequence, namespace, key, home) "
                 "INSERT INTO name_retracted (sequence, " +
                 columns + ") SELECT b.sequence, " + each_column(columns, "a.") +
                 " FROM told b JOIN gone a ON " + same_name);
  session.script(
      "INSERT INTO change (kind, namespace, key, home, is_final) SELECT " +
      std::to_string(change_code(ChangeKind::name_changed)) +
      ", b.namespace, b.key, b.home, NOT EXISTS (SELECT FROM provisional_patch p WHERE p.namespace = "
      "b.namespace AND p.key = b.key AND p.home = b.home) FROM rewound_name a JOIN name b ON " +
      same_name + " WHERE " + differs("a", "b"));
  session.script("DELETE FROM rewound_name; DELETE FROM rewound_key");
  return after - before;
}

void settle_names(Session& session, const std::string& source, std::uint64_t block) {
  const Params up_to = Params{}.text(source).int64(to_bigint(block));
  make_keys(session, "settled_key");
  session.run(
      "INSERT INTO settled_key SELECT DISTINCT namespace, key, home FROM provisional_patch WHERE source = $1 "
      "AND "
      "block <= $2",
      up_to);
  // A name without any patch above stands as it is; its base is of no more use.
  const std::string touched_above =
      "(SELECT a.* FROM settled_key a WHERE EXISTS (SELECT FROM provisional_patch b WHERE " +
      std::string{same_name} + " AND (b.source <> $1 OR b.block > $2)))";
  const int rounds = stage_remembered(session, touched_above, "b.source = $1 AND b.block <= $2", up_to);
  for (int round = 1; round <= rounds; ++round) {
    choose_batch(session, round);
    merge_bases(session, staged_batch());
  }
  session.script("DELETE FROM staged_name");
  session.run("DELETE FROM provisional_patch WHERE source = $1 AND block <= $2", up_to);
  session.run("DELETE FROM provisional_block WHERE source = $1 AND block <= $2", up_to);
  drop_spent_bases(session, "settled_key");
}

}  // namespace splitroot::db
