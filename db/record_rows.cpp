#include "db/record_rows.hpp"

#include <algorithm>
#include <map>

#include "db/copy_in.hpp"
#include "db/spread.hpp"

namespace splitroot::db {
namespace {

/// Under this type stands when all records of a name at a resolver were last voided.
constexpr const char* clearing = "";

using Fold = std::map<std::tuple<NameKey, std::string, std::string>, RecordEvent>;

/// What remains of a run of events: one an own type, and one a clearing.
Fold folded(std::span<const RecordEvent> records) {
  Fold out;
  for (const RecordEvent& event : records) {
    if (event.clears) {
      const auto first = out.lower_bound({event.key, event.resolver, ""});
      out.erase(first, std::find_if(first, out.end(), [&](const auto& held) {
                  return held.second.key != event.key || held.second.resolver != event.resolver;
                }));
    }
    RecordEvent kept = event;
    if (event.clears) kept.value.reset();
    kept.type = event.clears ? clearing : event.type;
    std::tuple at{kept.key, kept.resolver, kept.type};
    out.insert_or_assign(std::move(at), std::move(kept));
  }
  return out;
}

constexpr const char* record_columns =
    "(namespace, key, home, resolver, type, value, chain, block, tx, block_time)";
constexpr std::int16_t record_column_count = 10;

void write_record(CopyIn& copy, const std::string& ns, const std::string& home, const RecordEvent& event) {
  copy.row();
  copy.text(ns);
  copy.octets(view(event.key.bytes));
  copy.text(home);
  copy.text(event.resolver);
  copy.text(event.type);
  event.value ? copy.octets(*event.value) : copy.null();
  copy.text_or_null(event.evidence.chain);
  copy.count(event.evidence.block);
  copy.text_or_null(event.evidence.tx);
  copy.time(event.evidence.time);
}

void stage_records(Session& session, const std::string& ns, const std::string& home, const Fold& records) {
  CopyIn copy{session, std::string{"staged_record "} + record_columns, record_column_count};
  for (const auto& [identity, event] : records) write_record(copy, ns, home, event);
  copy.finish();
}

bool may_be_copied(const RecordEvent& event) { return event.is_first && event.is_whole; }

/// Copies records of names that had none. Where one had after all, they are left to be merged.
void copy_first(Session& session, const std::string& ns, const std::string& home, Fold& records) {
  const auto of_first = [](const auto& held) { return may_be_copied(held.second); };
  if (std::ranges::none_of(records, of_first)) return;
  const auto write = [&](CopyIn& copy) {
    for (const auto& held : records)
      if (of_first(held)) write_record(copy, ns, home, held.second);
  };
  const std::string target = std::string{"resolver_record "} + record_columns;
  if (copied_unless_taken(session, target, record_column_count, write)) std::erase_if(records, of_first);
}

constexpr const char* merge_records = R"(
  INSERT INTO resolver_record AS r (namespace, key, home, resolver, type, value, chain, block, tx, block_time)
  SELECT namespace, key, home, resolver, type, value, chain, block, tx, block_time FROM staged_record
  ORDER BY namespace, key, home, resolver, type
  ON CONFLICT (namespace, key, home, resolver, type) DO UPDATE SET
    value = excluded.value, chain = excluded.chain, block = excluded.block, tx = excluded.tx,
    block_time = excluded.block_time
  WHERE coalesce(excluded.block >= r.block, true))";

/// The clearing alone keeps older events from coming back, so that what is stored does not depend on what was
/// seen.
constexpr const char* drop_cleared = R"(
  DELETE FROM resolver_record r
  USING (SELECT DISTINCT namespace, key, home, resolver FROM staged_record) s
  JOIN resolver_record c ON c.namespace = s.namespace AND c.key = s.key AND c.home = s.home
                        AND c.resolver = s.resolver AND c.type = ''
  WHERE r.namespace = s.namespace AND r.key = s.key AND r.home = s.home AND r.resolver = s.resolver
    AND r.block < c.block)";

RecordEvent read_event(const Row& row, int first) {
  RecordEvent event;
  event.key = row.key(first);
  event.resolver = row.text(first + 1);
  event.type = row.text(first + 2);
  event.value = row.maybe_text(first + 3);
  event.clears = row.flag(first + 4);
  event.evidence = {row.text(first + 5), row.maybe_count(first + 6), row.text(first + 7),
                    row.maybe_time(first + 8)};
  return event;
}

}  // namespace

std::vector<HeldRecord> records(Session& session, const std::string& ns, const NameKey& key) {
  const Rows rows = session.run(R"(
      SELECT home, resolver, type, value, chain, block, tx, block_time FROM resolver_record
      WHERE namespace = $1 AND key = $2 AND value IS NOT NULL ORDER BY home, resolver, type)",
                                Params{}.text(ns).bytes(view(key.bytes)));
  std::vector<HeldRecord> out;
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    out.push_back({row.text(0),
                   row.text(1),
                   row.text(2),
                   row.octets(3),
                   {row.text(4), row.maybe_count(5), row.text(6), row.maybe_time(7)}});
  }
  return out;
}

void make_resolving(Session& session) {
  session.script(
      "CREATE TEMPORARY TABLE IF NOT EXISTS resolving (namespace text COLLATE \"C\", key bytea, home text "
      "COLLATE "
      "\"C\") ON COMMIT DELETE ROWS");
}

void keep_records(Session& session, const std::string& ns, const std::string& home,
                  std::span<const RecordEvent> records) {
  Fold fold = folded(records);
  copy_first(session, ns, home, fold);
  if (fold.empty()) return;
  session.script(
      "CREATE TEMPORARY TABLE IF NOT EXISTS staged_record ON COMMIT DELETE ROWS AS SELECT namespace, key, "
      "home, "
      "resolver, type, value, chain, block, tx, block_time FROM resolver_record WITH NO DATA");
  stage_records(session, ns, home, fold);
  session.script(merge_records);
  if (!std::ranges::all_of(records, &RecordEvent::is_whole)) {
    session.script(drop_cleared);
    make_resolving(session);
    session.script("INSERT INTO resolving SELECT DISTINCT namespace, key, home FROM staged_record");
  }
  session.script("DELETE FROM staged_record");
}

void remember_records(Session& session, const BlockTag& tag, const std::string& ns, const std::string& home,
                      std::span<const RecordEvent> records) {
  CopyIn copy{
      session,
      "provisional_record (source, block, position, namespace, home, key, resolver, type, value, clears, "
      "chain, tx, block_time)",
      13};
  std::int32_t position = 0;
  for (const RecordEvent& event : records) {
    copy.row();
    copy.text(tag.source);
    copy.int64(to_bigint(tag.block));
    copy.int32(++position);
    copy.text(ns);
    copy.text(home);
    copy.octets(view(event.key.bytes));
    copy.text(event.resolver);
    copy.text(event.type);
    event.value ? copy.octets(*event.value) : copy.null();
    copy.boolean(event.clears);
    copy.text_or_null(event.evidence.chain);
    copy.text_or_null(event.evidence.tx);
    copy.time(event.evidence.time);
  }
  copy.finish();
}

void settle_records(Session& session, const std::string& source, std::uint64_t block) {
  const Rows rows = session.run(R"(
      SELECT namespace, home, key, resolver, type, value, clears, chain, block, tx, block_time FROM provisional_record
      WHERE source = $1 AND block <= $2 ORDER BY block, position)",
                                Params{}.text(source).int64(to_bigint(block)));
  std::map<std::pair<std::string, std::string>, std::vector<RecordEvent>> of_homes;
  for (int i = 0; i < rows.size(); ++i)
    of_homes[{rows[i].text(0), rows[i].text(1)}].push_back(read_event(rows[i], 2));
  for (const auto& [home, events] : of_homes) keep_records(session, home.first, home.second, events);
  session.run("DELETE FROM provisional_record WHERE source = $1 AND block <= $2",
              Params{}.text(source).int64(to_bigint(block)));
}

/// Of a name that keeps a state the events say whether it resolves, those of provisional blocks among them;
/// its records are of final blocks alone.
bool resolve_again(Session& session) {
  make_spread(session);
  const Rows changed = session.run(R"(
      WITH spoken AS (
        SELECT n.namespace, n.key, n.home, n.resolver, count(r.type) AS records,
               bool_or(octet_length(r.value) > 0
                       AND (r.type IN ('contenthash', 'dns')
                            OR split_part(r.type, '.', 1) IN ('addr', 'dns', 'crypto', 'token', 'ipfs', 'dweb'))) AS reaches
        FROM (SELECT DISTINCT * FROM resolving) t
        JOIN name n ON n.namespace = t.namespace AND n.key = t.key AND n.home = t.home AND n.state IS NULL
        LEFT JOIN resolver_record r ON r.namespace = n.namespace AND r.key = n.key AND r.home = n.home
                                   AND r.resolver = coalesce(n.resolver, '')
        GROUP BY n.namespace, n.key, n.home, n.resolver
      ), known AS (
        SELECT namespace, key, home,
               CASE WHEN reaches THEN true WHEN records > 0 OR resolver = '' THEN false END AS resolves
        FROM spoken WHERE records > 0 OR resolver IS NOT NULL
      ), changed AS (
        UPDATE name n SET resolves = k.resolves FROM known k
        WHERE n.namespace = k.namespace AND n.key = k.key AND n.home = k.home
          AND n.resolves IS DISTINCT FROM k.resolves
        RETURNING n.namespace, n.key, n.home
      )
      -- No news of the name, for nothing that is shown of it has changed; its findings are decided anew.
      INSERT INTO spread_name SELECT namespace, key, home, false FROM changed)");
  session.script("DELETE FROM resolving");
  return changed.affected() > 0;
}

}  // namespace splitroot::db
