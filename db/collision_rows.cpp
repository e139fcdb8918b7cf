#include "db/collision_rows.hpp"

#include "db/change_rows.hpp"
#include "db/copy_in.hpp"

namespace splitroot::db {
namespace {

/// Columns in the order record_collisions sends them; read_collision takes the same and `recorded_from`.
constexpr std::string_view written_columns =
    "id, namespace, key, name, name_raw, against_ns, against_ldh, against_standing, class, level, kind, "
    "state, "
    "severity, basis, reason, consequence, status, resolves, verified_live, as_of, valid_from, valid_to, "
    "reevaluate_at, chain, block, tx, block_time";
constexpr std::int16_t staged_column_count = 28;  // those and the kind of change

void stage_subject(CopyIn& copy, const CollisionRecord& record) {
  const Finding& finding = record.finding;
  copy.text(record.id);
  copy.text(finding.ns);
  copy.octets(view(finding.key.bytes));
  copy.text(record.name);
  copy.octets(record.name_raw);
  copy.text(finding.against.ns);
  copy.text(finding.against.ldh);
  finding.against.standing ? copy.text(text(*finding.against.standing)) : copy.null();
}

void stage_verdict(CopyIn& copy, const Finding& finding) {
  copy.text(text(finding.cls));
  copy.text(text(finding.level));
  copy.text(text(finding.kind));
  copy.text(text(finding.state));
  copy.text(text(finding.severity));
  copy.texts(finding.basis);
  copy.text(finding.reason);
  copy.text(finding.consequence);
  copy.text(text(finding.status));
  copy.boolean(finding.resolves);
  copy.boolean(finding.verified_live);
  copy.time(finding.as_of);
  copy.time(finding.valid_from);
  copy.time(finding.valid_to);
  copy.time(finding.reevaluate_at);
}

void stage_version(CopyIn& copy, const CollisionRecord& record, ChangeKind kind) {
  copy.row();
  copy.int16(change_code(kind));
  stage_subject(copy, record);
  stage_verdict(copy, record.finding);
  copy.text_or_null(record.evidence.chain);
  copy.count(record.evidence.block);
  copy.text_or_null(record.evidence.tx);
  copy.time(record.evidence.time);
}

std::string select_collisions(const std::string& condition) {
  return "SELECT " + std::string{collision_columns} + " FROM collision c WHERE " + condition;
}

template <class Word>
std::vector<std::string> spelled(const std::vector<Word>& words) {
  std::vector<std::string> out;
  for (const Word word : words) out.emplace_back(text(word));
  return out;
}

/// Conditions of a filter, and their parameters.
class Conditions {
 public:
  explicit Conditions(const Reader::CollisionFilter& filter) {
    if (filter.known_at) {
      add("c.recorded_from <= ", params_.time(filter.known_at));
      add(" AND (c.recorded_to IS NULL OR c.recorded_to > ", params_);
      sql_ += ")";
    } else {
      sql_ = "c.recorded_to IS NULL";
    }
    one_of("c.namespace", filter.namespaces);
    one_of("c.class", spelled(filter.classes));
    one_of("c.level", spelled(filter.levels));
    one_of("c.against_standing", spelled(filter.standings));
    one_of("c.state", spelled(filter.states));
    if (filter.states.empty() && !filter.with_closed) sql_ += " AND c.state <> 'closed'";
    if (filter.since) add(" AND c.recorded_from >= ", params_.time(filter.since));
    if (filter.against_ldh) against(*filter.against_ldh);
    if (filter.id) add(" AND c.id = ", params_.text(*filter.id));
    if (!filter.after.empty()) add(" AND c.id > ", params_.text(filter.after));
  }

  const std::string& sql() const { return sql_; }
  const Params& params() const { return params_; }

 private:
  std::string last() const { return "$" + std::to_string(params_.size()); }
  void add(const char* condition, const Params&) { sql_ += condition + last(); }

  void one_of(const char* column, const std::vector<std::string>& values) {
    if (values.empty()) return;
    params_.texts(values);
    sql_ += std::string{" AND "} + column + " = ANY (" + last() + ")";
  }

  void against(const std::string& ldh) {
    params_.text(ldh);
    sql_ += " AND left(c.against_ldh, 64) = left(" + last() + ", 64) AND c.against_ldh = " + last();
  }

  std::string sql_;
  Params params_;
};

Finding read_finding(const Row& row, int first) {
  Finding finding;
  finding.ns = row.text(first + 1);
  finding.key = row.key(first + 2);
  finding.against = {row.text(first + 5), row.text(first + 6), std::nullopt};
  if (!row.null(first + 7)) finding.against.standing = row.word<Standing>(first + 7);
  finding.cls = row.word<Class>(first + 8);
  finding.level = row.word<Level>(first + 9);
  finding.kind = row.word<Kind>(first + 10);
  finding.state = row.word<State>(first + 11);
  finding.severity = row.word<Severity>(first + 12);
  finding.basis = row.texts(first + 13);
  finding.reason = row.text(first + 14);
  finding.consequence = row.maybe_text(first + 15);
  finding.status = row.word<NameStatus>(first + 16);
  finding.resolves = row.maybe_flag(first + 17);
  finding.verified_live = row.flag(first + 18);
  finding.as_of = row.maybe_time(first + 19);
  finding.valid_from = row.maybe_time(first + 20);
  finding.valid_to = row.maybe_time(first + 21);
  finding.reevaluate_at = row.maybe_time(first + 22);
  return finding;
}

}  // namespace

const std::string_view collision_columns =
    "c.id, c.namespace, c.key, c.name, c.name_raw, c.against_ns, c.against_ldh, c.against_standing, c.class, "
    "c.level, c.kind, c.state, c.severity, c.basis, c.reason, c.consequence, c.status, c.resolves, "
    "c.verified_live, "
    "c.as_of, c.valid_from, c.valid_to, c.reevaluate_at, c.chain, c.block, c.tx, c.block_time, "
    "c.recorded_from";

CollisionRecord read_collision(const Row& row, int first) {
  CollisionRecord record;
  record.id = row.text(first);
  record.name = row.text(first + 3);
  record.name_raw = row.text(first + 4);
  record.finding = read_finding(row, first);
  record.evidence = {row.text(first + 23), row.maybe_count(first + 24), row.text(first + 25),
                     row.maybe_time(first + 26)};
  record.recorded_at = row.time(first + 27);
  return record;
}

void visit_collisions(Session& session, const Reader::CollisionFilter& filter,
                      const std::function<void(CollisionRecord)>& visit) {
  const Conditions conditions{filter};
  std::string query = select_collisions(conditions.sql()) + " ORDER BY c.id";
  if (filter.limit != 0) query += " LIMIT " + std::to_string(filter.limit);
  session.visit(query, conditions.params(), [&visit](const Row& row) { visit(read_collision(row)); });
}

std::vector<CollisionRecord> collisions_of(Session& session, const std::string& ns,
                                           std::span<const NameKey> keys) {
  if (keys.empty()) return {};
  const Rows rows = session.run(select_collisions("c.recorded_to IS NULL AND c.namespace = $1 AND c.key = ANY ($2)"),
                                Params{}.text(ns).keys(keys));
  std::vector<CollisionRecord> out;
  for (int i = 0; i < rows.size(); ++i) out.push_back(read_collision(rows[i]));
  return out;
}

std::vector<std::pair<std::string, NameKey>> ripe_names(Session& session, Timestamp at) {
  const Rows rows = session.run(
      "WITH head AS MATERIALIZED (SELECT max(verified) AS block FROM source_position WHERE source = 'hns') "
      "SELECT namespace, key FROM collision WHERE recorded_to IS NULL AND reevaluate_at <= $1 "
      "UNION SELECT c.namespace, c.key FROM head CROSS JOIN collision c JOIN name n USING (namespace, key) "
      "WHERE c.recorded_to IS NULL AND n.namespace = 'hns' "
      "AND (n.lapses_at <= head.block AND c.status IN ('auction', 'active', 'revoked') "
      "OR n.auction_ends <= head.block AND c.status = 'auction')",
      Params{}.time(at));
  std::vector<std::pair<std::string, NameKey>> out;
  for (int i = 0; i < rows.size(); ++i) out.emplace_back(rows[i].text(0), rows[i].key(1));
  return out;
}

void record_collisions(Session& session, std::span<const CollisionRecord> versions,
                       std::span<const ChangeKind> kinds) {
  if (versions.empty()) return;
  const std::string columns{written_columns};
  session.script(
      "CREATE TEMPORARY TABLE IF NOT EXISTS staged_collision ON COMMIT DELETE ROWS AS "
      "SELECT 0::smallint AS change, ''::text AS severity_before, " +
      columns + " FROM collision WITH NO DATA");
  CopyIn copy{session, "staged_collision (change, " + columns + ")", staged_column_count};
  for (std::size_t i = 0; i < versions.size(); ++i) stage_version(copy, versions[i], kinds[i]);
  copy.finish();
  session.run(
      "UPDATE staged_collision s SET severity_before = c.severity FROM collision c "
      "WHERE c.id = s.id AND c.recorded_to IS NULL");
  const std::string retracted = std::to_string(change_code(ChangeKind::collision_retracted));
  // Told before it ends: of the version that was taken back there is no other.
  session.run(
      "INSERT INTO change (kind, collision, detail, is_final) SELECT s.change, c.version, c.severity, false "
      "FROM staged_collision s JOIN collision c ON c.id = s.id AND c.recorded_to IS NULL WHERE s.change = " +
      retracted + " ORDER BY c.version");
  session.run(
      "UPDATE collision c SET recorded_to = now() FROM staged_collision s "
      "WHERE c.id = s.id AND c.recorded_to IS NULL");
  session.run("WITH added AS (INSERT INTO collision (" + columns + ") SELECT " + columns +
              " FROM staged_collision WHERE change <> " + retracted +
              " ORDER BY id RETURNING version, id) "
              "INSERT INTO change (kind, collision, detail, is_final) "
              "SELECT s.change, a.version, coalesce(s.severity_before, ''), NOT EXISTS (SELECT FROM "
              "provisional_patch "
              "p WHERE p.namespace = s.namespace AND p.key = s.key) FROM added a JOIN "
              "staged_collision s USING (id) ORDER BY a.version");
  session.script("TRUNCATE staged_collision");
}

}  // namespace splitroot::db
