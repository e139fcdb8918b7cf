#include "db/spread.hpp"

#include "core/hash.hpp"
#include "core/label.hpp"

namespace splitroot::db {
namespace {

/// `frontier`: names that may have something to give or to get. `learned_label`, `learned_place`: what they
/// get, and the source whose provisional blocks it rests on; NULL where it rests on final ones alone.
constexpr const char* create_tables = R"(
CREATE TEMPORARY TABLE IF NOT EXISTS spread_name (
  namespace text COLLATE "C", key bytea, home text COLLATE "C", is_news boolean NOT NULL DEFAULT true) ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS frontier (
  namespace text COLLATE "C", key bytea, home text COLLATE "C") ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS learned_label (
  namespace text COLLATE "C", key bytea, home text COLLATE "C", label bytea, canonical_hash bigint, source text)
  ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS learned_place (
  namespace text COLLATE "C", key bytea, home text COLLATE "C", suffix bytea, depth smallint, source text)
  ON COMMIT DELETE ROWS;
)";

/// ORDER BY the columns of the index, so that it is read, and not the table until something turns up.
constexpr const char* find_unspelled = "SELECT FROM name WHERE label IS NULL ORDER BY namespace, key LIMIT 1";
constexpr const char* find_unplaced =
    "SELECT FROM name WHERE depth IS NULL AND parent IS NOT NULL ORDER BY namespace, parent LIMIT 1";

/// The source that touches the giver `a` or the receiver `b` with a provisional block.
constexpr const char* resting_on = R"(coalesce(
    (SELECT p.source FROM provisional_patch p WHERE p.namespace = a.namespace AND p.key = a.key AND p.home = a.home LIMIT 1),
    (SELECT p.source FROM provisional_patch p WHERE p.namespace = b.namespace AND p.key = b.key AND p.home = b.home LIMIT 1))
)";

/// Labels that the names `a` give the names `b`.
std::string learn_labels(const std::string& pairs) {
  return "INSERT INTO learned_label SELECT DISTINCT ON (b.namespace, b.key, b.home) b.namespace, b.key, "
         "b.home, "
         "a.label, a.canonical_hash, " +
         std::string{resting_on} + pairs +
         " AND NOT EXISTS (SELECT FROM learned_label h WHERE h.namespace = b.namespace AND h.key = b.key AND "
         "h.home = "
         "b.home) ORDER BY b.namespace, b.key, b.home, a.label, a.key";
}

/// Namesakes of what is spelled in the rows.
std::string heal_namesakes(const std::string& rows) {
  return learn_labels(" FROM (" + rows + R"() s
         JOIN name a ON a.namespace = s.namespace AND a.key = s.key AND a.home = s.home AND a.label = s.label
         JOIN name b ON b.label_hash = s.label_hash AND b.namespace = a.namespace AND b.home = a.home AND b.label IS NULL
         WHERE (a.depth IS NULL OR a.depth > 2
            OR (a.depth = 2 AND b.depth > 2
                AND substring(b.suffix FROM octet_length(b.suffix) - octet_length(a.suffix)) = '\x2e'::bytea || a.suffix)))");
}

/// Names of the frontier that a deeper name of the same hash spells.
std::string heal_by_hash() {
  return learn_labels(R"( FROM frontier f
         JOIN name b ON b.namespace = f.namespace AND b.key = f.key AND b.home = f.home
         JOIN name a ON a.label_hash = b.label_hash AND a.namespace = b.namespace AND a.home = b.home
         WHERE a.label IS NOT NULL AND b.label IS NULL AND b.label_hash IS NOT NULL)");
}

std::string heal_from_keys() {
  return learn_labels(R"( FROM unnest($1, $2, $3, $4) AS t (namespace, key, home, namesake)
         JOIN name b ON b.namespace = t.namespace AND b.key = t.key AND b.home = t.home
         JOIN name a ON a.namespace = t.namespace AND a.key = t.namesake AND a.home = t.home
         WHERE a.label IS NOT NULL AND a.depth = 2)");
}

/// Names of the frontier that the name right under their TLD spells: its key follows from the hash.
void heal_by_key(Session& session) {
  const Rows rows = session.run(R"(
      SELECT b.namespace, b.key, b.home, b.suffix, b.label_hash FROM frontier f
      JOIN name b ON b.namespace = f.namespace AND b.key = f.key AND b.home = f.home
      WHERE b.label IS NULL AND b.label_hash IS NOT NULL AND b.depth > 2)");
  std::vector<std::string> namespaces, homes;
  std::vector<NameKey> keys, namesakes;
  for (int i = 0; i < rows.size(); ++i) {
    const std::string suffix = rows[i].octets(3);
    const NameKey tld = namehash(std::string_view{suffix}.substr(suffix.rfind('.') + 1));
    namespaces.push_back(rows[i].text(0));
    keys.push_back(rows[i].key(1));
    homes.push_back(rows[i].text(2));
    namesakes.push_back(child_node(tld, rows[i].key(4).bytes));
  }
  if (keys.empty()) return;
  session.run(heal_from_keys(), Params{}.texts(namespaces).keys(keys).texts(homes).keys(namesakes));
}

/// Places that parents `a` give their children `b`.
std::string place_names() {
  return R"(
  INSERT INTO learned_place SELECT b.namespace, b.key, b.home,
         CASE WHEN a.suffix IS NULL OR a.suffix = '' THEN a.label ELSE a.label || '\x2e'::bytea || a.suffix END,
         a.depth + 1, )" +
         std::string{resting_on} + R"(
  FROM (SELECT c.namespace, c.key, c.home, c.parent FROM frontier f
        JOIN name c ON c.namespace = f.namespace AND c.key = f.key AND c.home = f.home
        WHERE c.depth IS NULL AND c.parent IS NOT NULL
        UNION
        SELECT c.namespace, c.key, c.home, c.parent FROM frontier f
        JOIN name c ON c.namespace = f.namespace AND c.parent = f.key AND c.home = f.home
        WHERE c.depth IS NULL AND c.parent IS NOT NULL) b
  JOIN name a ON a.namespace = b.namespace AND a.key = b.parent AND a.home = b.home
  WHERE a.label IS NOT NULL AND a.depth IS NOT NULL AND a.depth < 32000)";
}

void write_labels(Session& session, const std::string& table, const std::string& condition) {
  session.script(
      "UPDATE " + table +
      " n SET label = h.label, canonical_hash = h.canonical_hash, label_hash = CASE WHEN n.depth <= 2 THEN "
      "NULL ELSE n.label_hash END FROM learned_label h WHERE n.namespace = h.namespace AND n.key = h.key "
      "AND n.home = h.home AND n.label IS NULL" +
      condition);
}

void write_places(Session& session) {
  session.script(
      "UPDATE name n SET suffix = p.suffix, depth = p.depth, label_hash = CASE WHEN n.label IS NOT NULL AND "
      "p.depth <= "
      "2 THEN NULL ELSE n.label_hash END FROM learned_place p WHERE n.namespace = p.namespace AND n.key = "
      "p.key AND "
      "n.home = p.home AND n.depth IS NULL");
}

/// What rests on provisional blocks is kept as a patch of their source's last one, so that whatever is taken
/// back of them, this goes and is learned anew; it is of the weakest origin, so that it only fills in.
void remember(Session& session) {
  keep_bases(session,
             "SELECT namespace, key, home FROM learned_label WHERE source IS NOT NULL UNION SELECT "
             "namespace, key, home "
             "FROM learned_place WHERE source IS NOT NULL");
  session.script(R"(
      INSERT INTO provisional_patch AS p (source, block, namespace, key, home, label, canonical_hash, origin)
      SELECT l.source, (SELECT max(b.block) FROM provisional_block b WHERE b.source = l.source), namespace, key, home,
             label, canonical_hash, 'snapshot'
      FROM learned_label l WHERE l.source IS NOT NULL
      ON CONFLICT (source, block, namespace, key, home) DO UPDATE SET
        label = coalesce(p.label, excluded.label), canonical_hash = coalesce(p.canonical_hash, excluded.canonical_hash))");
  session.script(R"(
      INSERT INTO provisional_patch AS p (source, block, namespace, key, home, parent, suffix, depth, origin)
      SELECT l.source, (SELECT max(b.block) FROM provisional_block b WHERE b.source = l.source), l.namespace, l.key,
             l.home, n.parent, l.suffix, l.depth, 'snapshot'
      FROM learned_place l
      JOIN name n ON n.namespace = l.namespace AND n.key = l.key AND n.home = l.home WHERE l.source IS NOT NULL
      ON CONFLICT (source, block, namespace, key, home) DO UPDATE SET
        parent = coalesce(p.parent, excluded.parent), suffix = coalesce(p.suffix, excluded.suffix),
        depth = coalesce(p.depth, excluded.depth))");
}

/// Writes what is in `learned_label` and `learned_place`; those names are the next frontier. False when there
/// are none.
bool apply(Session& session) {
  session.script("DELETE FROM frontier");
  const Rows learners = session.run(
      "INSERT INTO frontier SELECT namespace, key, home FROM learned_label UNION SELECT namespace, key, home "
      "FROM "
      "learned_place");
  if (learners.affected() == 0) return false;
  if (any_bases(session)) remember(session);
  write_labels(session, "name", "");
  write_places(session);
  session.script(
      "INSERT INTO spread_name SELECT * FROM frontier; DELETE FROM learned_label; DELETE FROM learned_place");
  return true;
}

void place_frontier(Session& session) {
  session.script("INSERT INTO frontier SELECT namespace, key, home FROM learned_label");
  session.script(place_names());
}

/// Goes on from the frontier until nothing more follows. True when anything did.
bool spread_frontier(Session& session) {
  for (bool any = false;; any = true) {
    session.script(heal_by_hash());
    heal_by_key(session);
    place_frontier(session);
    if (!apply(session)) return any;
  }
}

}  // namespace

bool any_unspelled(Session& session, const std::string& ns) {
  return !session
              .run("SELECT FROM name WHERE namespace = $1 AND label IS NULL ORDER BY namespace, key LIMIT 1",
                   Params{}.text(ns))
              .empty();
}

bool any_unplaced(Session& session, const std::string& ns) {
  return !session
              .run(
                  "SELECT FROM name WHERE namespace = $1 AND depth IS NULL AND parent IS NOT NULL ORDER BY "
                  "namespace, parent LIMIT 1",
                  Params{}.text(ns))
              .empty();
}

void make_spread(Session& session) { session.script(create_tables); }

bool spread(Session& session, const std::string& rows) {
  const bool labels = !session.run(find_unspelled).empty();
  if (!labels && session.run(find_unplaced).empty()) return false;
  make_spread(session);
  session.script("DELETE FROM frontier");
  session.script("INSERT INTO frontier SELECT DISTINCT namespace, key, home FROM (" + rows + ") s");
  if (labels) session.script(heal_namesakes(rows));
  return spread_frontier(session);
}

std::uint64_t spread_labels(Session& session) {
  session.script("DELETE FROM frontier");
  const std::uint64_t rows =
      session.run("INSERT INTO frontier SELECT namespace, key, home FROM learned_label").affected();
  if (rows == 0) return 0;
  if (any_bases(session)) {
    write_labels(session, "name_base", " AND NOT n.absent");
    write_labels(session, "provisional_patch", "");
  }
  spread_frontier(session);
  return rows;
}

}  // namespace splitroot::db
