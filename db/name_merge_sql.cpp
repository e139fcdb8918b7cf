#include "db/name_merge_sql.hpp"

#include "db/change_rows.hpp"

namespace splitroot::db {
namespace {

/// Columns that differing makes news of.
constexpr std::string_view told_columns =
    "label, parent, suffix, depth, holder, status, resolves, claimed, registered_at, expires_at, label_hash, "
    "resolver, manager, fuses, state, auction_ends, lapses_at, first_chain, first_block, first_tx, "
    "first_time, "
    "last_chain, last_block, last_tx, last_time";

/// Columns that a merge decides, beside the key.
constexpr std::string_view merged_columns =
    "label, canonical_hash, parent, suffix, depth, holder, status, resolves, claimed, registered_at, "
    "expires_at, "
    "label_hash, resolver, manager, fuses, state, auction_ends, lapses_at, first_chain, first_block, "
    "first_tx, "
    "first_time, "
    "last_chain, last_block, last_tx, last_time, origin, as_of";

/// Which side speaks:
///  * `applies`: the staged row is not older than what is stored. On one chain the block decides, between
///  chains
///    the time; reports without either speak against their equals and weaker ones (live, file, snapshot), by
///    date. A snapshot never overrules an event or a file;
///  * otherwise the staged row only fills what was unknown;
///  * heights that follow from a state come with it, or with their absence;
///  * a label once known stays; the first evidence is the earliest, the last one moves only forward.
/// Rows that say the same already are not written; a later date alone is stored, but is no news.
constexpr const char* decisions = R"(  CROSS JOIN LATERAL (
    SELECT s.origin = 'live' OR n.origin = 'snapshot' OR s.origin = n.origin AS not_weaker
  ) o
  CROSS JOIN LATERAL (
    SELECT CASE
             WHEN s.origin = 'snapshot' AND n.origin <> 'snapshot' THEN false
             WHEN s.last_chain = n.last_chain AND s.last_block IS NOT NULL AND n.last_block IS NOT NULL
               THEN s.last_block >= n.last_block
             WHEN s.last_time IS NOT NULL AND n.last_time IS NOT NULL THEN s.last_time >= n.last_time
             ELSE o.not_weaker AND coalesce(s.as_of >= n.as_of, true)
           END AS applies,
           num_nonnulls(s.last_block, s.last_tx, s.last_time) > 0 AS has_last,
           num_nonnulls(n.last_block, n.last_tx, n.last_time) = 0 AS no_last,
           num_nonnulls(s.first_block, s.first_tx, s.first_time) > 0 AS has_first,
           num_nonnulls(n.first_block, n.first_tx, n.first_time) = 0 AS no_first
    OFFSET 0
  ) a
  CROSS JOIN LATERAL (
    SELECT s.depth IS NOT NULL AND (a.applies OR n.depth IS NULL) AS moves,
           a.has_last AND (a.applies OR a.no_last) AS later,
           a.has_first AND (a.no_first OR coalesce(
             CASE WHEN s.first_chain = n.first_chain THEN s.first_block < n.first_block
                  ELSE s.first_time < n.first_time END, false)) AS earlier
    OFFSET 0
  ) r
  CROSS JOIN LATERAL (
    SELECT coalesce(n.label, s.label) AS label,
           CASE WHEN n.label IS NULL THEN s.canonical_hash ELSE n.canonical_hash END AS canonical_hash,
           CASE WHEN r.moves THEN s.parent ELSE coalesce(n.parent, s.parent) END AS parent,
           CASE WHEN r.moves THEN s.suffix ELSE n.suffix END AS suffix,
           CASE WHEN r.moves THEN s.depth ELSE n.depth END AS depth,
           CASE WHEN a.applies THEN coalesce(s.holder, n.holder) ELSE coalesce(n.holder, s.holder) END AS holder,
           CASE WHEN a.applies THEN coalesce(s.status, n.status)
                ELSE coalesce(n.status, s.status) END AS status,
           CASE WHEN a.applies THEN coalesce(s.resolves, n.resolves)
                ELSE coalesce(n.resolves, s.resolves) END AS resolves,
           CASE WHEN a.applies THEN coalesce(s.claimed, n.claimed)
                ELSE coalesce(n.claimed, s.claimed) END AS claimed,
           CASE WHEN a.applies THEN coalesce(s.registered_at, n.registered_at)
                ELSE coalesce(n.registered_at, s.registered_at) END AS registered_at,
           CASE WHEN a.applies THEN coalesce(s.expires_at, n.expires_at)
                ELSE coalesce(n.expires_at, s.expires_at) END AS expires_at,
           CASE WHEN a.applies THEN coalesce(s.resolver, n.resolver)
                ELSE coalesce(n.resolver, s.resolver) END AS resolver,
           CASE WHEN a.applies THEN coalesce(s.manager, n.manager)
                ELSE coalesce(n.manager, s.manager) END AS manager,
           CASE WHEN a.applies THEN coalesce(s.fuses, n.fuses)
                ELSE coalesce(n.fuses, s.fuses) END AS fuses,
           CASE WHEN a.applies THEN coalesce(s.state, n.state)
                ELSE coalesce(n.state, s.state) END AS state,
           CASE WHEN a.applies THEN CASE WHEN s.state IS NULL THEN coalesce(s.auction_ends, n.auction_ends) ELSE s.auction_ends END
                ELSE CASE WHEN n.state IS NULL THEN coalesce(n.auction_ends, s.auction_ends) ELSE n.auction_ends END END AS auction_ends,
           CASE WHEN a.applies THEN CASE WHEN s.state IS NULL THEN coalesce(s.lapses_at, n.lapses_at) ELSE s.lapses_at END
                ELSE CASE WHEN n.state IS NULL THEN coalesce(n.lapses_at, s.lapses_at) ELSE n.lapses_at END END AS lapses_at,
           CASE WHEN coalesce(n.label, s.label) IS NULL OR coalesce(CASE WHEN r.moves THEN s.depth ELSE n.depth END, 3) > 2
                THEN coalesce(n.label_hash, s.label_hash) END AS label_hash,
           CASE WHEN r.earlier THEN s.first_chain ELSE n.first_chain END AS first_chain,
           CASE WHEN r.earlier THEN s.first_block ELSE n.first_block END AS first_block,
           CASE WHEN r.earlier THEN s.first_tx ELSE n.first_tx END AS first_tx,
           CASE WHEN r.earlier THEN s.first_time ELSE n.first_time END AS first_time,
           CASE WHEN r.later THEN s.last_chain ELSE n.last_chain END AS last_chain,
           CASE WHEN r.later THEN s.last_block ELSE n.last_block END AS last_block,
           CASE WHEN r.later THEN s.last_tx ELSE n.last_tx END AS last_tx,
           CASE WHEN r.later THEN s.last_time ELSE n.last_time END AS last_time,
           CASE WHEN o.not_weaker THEN s.origin ELSE n.origin END AS origin,
           greatest(s.as_of, n.as_of) AS as_of
  ) v
)";

/// Of a name with a label its hash is of use only to namesakes, and those right under a TLD are found by
/// their key.
constexpr const char* kept_hash = "CASE WHEN label IS NULL OR depth IS NULL OR depth > 2 THEN label_hash END";

}  // namespace

const char* const staged_columns =
    "namespace, home, key, label, canonical_hash, parent, suffix, depth, holder, status, resolves, claimed, "
    "registered_at, "
    "expires_at, label_hash, resolver, manager, fuses, state, auction_ends, lapses_at, first_chain, "
    "first_block, "
    "first_tx, first_time, last_chain, last_block, last_tx, last_time, "
    "origin, as_of";

const char* const create_staging_sql = R"(
CREATE TEMPORARY TABLE IF NOT EXISTS staged_name (
  batch integer NOT NULL,
  namespace text COLLATE "C" NOT NULL, home text COLLATE "C" NOT NULL, key bytea NOT NULL, label bytea, canonical_hash bigint, parent bytea,
  suffix bytea, depth smallint, holder text, status text, resolves boolean, claimed boolean,
  registered_at timestamptz, expires_at timestamptz,
  label_hash bytea, resolver text, manager text, fuses bigint, state bytea, auction_ends bigint, lapses_at bigint,
  first_chain text, first_block bigint, first_tx text, first_time timestamptz,
  last_chain text, last_block bigint, last_tx text, last_time timestamptz,
  origin text NOT NULL, as_of timestamptz
) ON COMMIT DELETE ROWS;
CREATE INDEX IF NOT EXISTS staged_name_batch ON staged_name (batch))";

const char* const count_rounds_sql =
    "SELECT coalesce(max(times), 0) FROM (SELECT count(*) AS times FROM staged_name GROUP BY namespace, key, "
    "home) "
    "keys";

std::string each_column(std::string_view columns, std::string_view before) {
  std::string out{before};
  for (const char c : columns) {
    out += c;
    if (c == ' ') out += before;
  }
  return out;
}

std::string differs(const std::string& a, const std::string& b) {
  return "(" + each_column(told_columns, a + ".") + ") IS DISTINCT FROM (" +
         each_column(told_columns, b + ".") + ")";
}

std::string all_staged() { return "SELECT * FROM staged_name"; }

std::string staged_batch() {
  return all_staged() + " WHERE batch = current_setting('splitroot.batch')::integer";
}

std::string staged_round(int round) {
  return "SELECT * FROM (SELECT s.*, row_number() OVER (PARTITION BY namespace, key, home ORDER BY batch) AS "
         "round "
         "FROM staged_name s) ranked WHERE round = " +
         std::to_string(round);
}

namespace {

/// The changes to write of the rows in `told`.
std::string tell(const Telling& telling, ChangeKind kind, const std::string& told) {
  if (!telling.tells) return "SELECT FROM " + told;
  std::string sql = "INSERT INTO change (kind, namespace, key, home, is_final) SELECT " +
                    std::to_string(change_code(kind)) + ", namespace, key, home, " +
                    (telling.is_final ? "true" : "false") + " FROM " + told;
  if (telling.spares_rewound) {
    sql +=
        " t WHERE NOT EXISTS (SELECT FROM rewound_name r WHERE r.namespace = t.namespace AND r.key = t.key "
        "AND "
        "r.home = t.home)";
  }
  return sql;
}

}  // namespace

std::string update_names_sql(const std::string& table, const std::string& rows, const Telling& telling) {
  return "WITH staged AS (" + rows + "), incoming AS (SELECT s.namespace, s.key, s.home, v.*, " +
         differs("n", "v") +
         " AS news, n.origin IS DISTINCT FROM v.origin OR n.as_of IS DISTINCT FROM v.as_of AS confirmed FROM "
         "staged s "
         "JOIN " +
         table + " n ON n.namespace = s.namespace AND n.key = s.key AND n.home = s.home" +
         (table == "name" ? "" : " AND NOT n.absent") + decisions + "), updated AS (UPDATE " + table +
         " n SET (" + std::string{merged_columns} + ") = ROW (" + each_column(merged_columns, "i.") +
         ") FROM incoming i WHERE n.namespace = i.namespace AND n.key = i.key AND n.home = i.home AND "
         "(i.news OR "
         "i.confirmed) RETURNING n.namespace, n.key, n.home, i.news), told AS (SELECT * FROM updated WHERE "
         "news) " +
         tell(telling, ChangeKind::name_changed, "told");
}

std::string insert_names_sql(const std::string& rows, const Inserting& inserting, const Telling& telling) {
  std::string sql = "WITH staged AS (" + rows + "), added AS (INSERT INTO name (" + staged_columns +
                    ") SELECT " + insertable_columns() + " FROM staged s WHERE true";
  if (!inserting.into_empty) {
    sql +=
        " AND NOT EXISTS (SELECT FROM name n WHERE n.namespace = s.namespace AND n.key = s.key AND n.home = "
        "s.home)";
  }
  if (inserting.events_only) sql += " AND s.last_block IS NOT NULL";
  return sql + " ORDER BY namespace, key, home RETURNING namespace, key, home) " +
         tell(telling, ChangeKind::name_seen, "added");
}

std::string insertable_columns() {
  constexpr std::string_view hash = " label_hash,";
  std::string columns{staged_columns};
  return columns.replace(columns.find(hash), hash.size(), " " + std::string{kept_hash} + ",");
}

std::string revive_bases_sql(const std::string& rows) {
  const std::string all{staged_columns};
  return "WITH staged AS (" + rows + ") INSERT INTO name_base (" + all + ") SELECT " + insertable_columns() +
         " FROM staged s WHERE s.last_block IS NOT NULL AND EXISTS (SELECT FROM name_base b WHERE "
         "b.namespace = "
         "s.namespace AND b.key = s.key AND b.home = s.home AND b.absent) ON CONFLICT (namespace, key, home) "
         "DO UPDATE "
         "SET absent = false, (" +
         std::string{merged_columns} + ") = ROW (" + each_column(merged_columns, "excluded.") + ")";
}

}  // namespace splitroot::db
