#include "db/spread.hpp"

#include "core/hash.hpp"
#include "core/label.hpp"

namespace splitroot::db {
namespace {

/// `frontier`: names that may have something to give or to get. `learned_label`, `learned_place`: what they
/// get.
constexpr const char* create_tables = R"(
CREATE TEMPORARY TABLE IF NOT EXISTS spread_name (
  namespace text COLLATE "C", key bytea, home text COLLATE "C") ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS frontier (
  namespace text COLLATE "C", key bytea, home text COLLATE "C") ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS learned_label (
  namespace text COLLATE "C", key bytea, home text COLLATE "C", label bytea, canonical_hash bigint)
  ON COMMIT DELETE ROWS;
CREATE TEMPORARY TABLE IF NOT EXISTS learned_place (
  namespace text COLLATE "C", key bytea, home text COLLATE "C", suffix bytea, depth smallint) ON COMMIT DELETE ROWS;
)";

/// ORDER BY the columns of the index, so that it is read, and not the table until something turns up.
constexpr const char* find_unspelled = "SELECT FROM name WHERE label IS NULL ORDER BY namespace, key LIMIT 1";
constexpr const char* find_unplaced =
    "SELECT FROM name WHERE depth IS NULL AND parent IS NOT NULL ORDER BY namespace, parent LIMIT 1";

/// Namesakes of what is spelled in the rows.
std::string heal_namesakes(const std::string& rows) {
  return "INSERT INTO learned_label SELECT DISTINCT ON (b.namespace, b.key, b.home) b.namespace, b.key, "
         "b.home, "
         "a.label, "
         "a.canonical_hash FROM (" +
         rows + R"() s
         JOIN name a ON a.namespace = s.namespace AND a.key = s.key AND a.home = s.home AND a.label = s.label
         JOIN name b ON b.label_hash = s.label_hash AND b.label IS NULL
         WHERE a.depth IS NULL OR a.depth > 2
            OR (a.depth = 2 AND b.namespace = a.namespace AND b.depth > 2
                AND substring(b.suffix FROM octet_length(b.suffix) - octet_length(a.suffix)) = '\x2e'::bytea || a.suffix)
         ORDER BY b.namespace, b.key, b.home, a.label)";
}

/// Names of the frontier that a deeper name of the same hash spells.
constexpr const char* heal_by_hash = R"(
  INSERT INTO learned_label SELECT DISTINCT ON (b.namespace, b.key, b.home) b.namespace, b.key, b.home, a.label, a.canonical_hash
  FROM frontier f JOIN name b ON b.namespace = f.namespace AND b.key = f.key AND b.home = f.home
  JOIN name a ON a.label_hash = b.label_hash AND a.label IS NOT NULL
  WHERE b.label IS NULL AND b.label_hash IS NOT NULL
    AND NOT EXISTS (SELECT FROM learned_label h WHERE h.namespace = b.namespace AND h.key = b.key AND h.home = b.home)
  ORDER BY b.namespace, b.key, b.home, a.label)";

constexpr const char* heal_from_keys = R"(
  INSERT INTO learned_label SELECT DISTINCT ON (t.namespace, t.key, t.home) t.namespace, t.key, t.home, a.label, a.canonical_hash
  FROM unnest($1, $2, $3, $4) AS t (namespace, key, home, namesake)
  JOIN name a ON a.namespace = t.namespace AND a.key = t.namesake AND a.label IS NOT NULL
  WHERE NOT EXISTS (SELECT FROM learned_label h WHERE h.namespace = t.namespace AND h.key = t.key AND h.home = t.home)
  ORDER BY t.namespace, t.key, t.home)";

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
  session.run(heal_from_keys, Params{}.texts(namespaces).keys(keys).texts(homes).keys(namesakes));
}

/// The parent's full name, of whichever home knows it.
constexpr const char* place_names = R"(
  INSERT INTO learned_place SELECT DISTINCT ON (c.namespace, c.key, c.home) c.namespace, c.key, c.home,
         CASE WHEN p.suffix IS NULL OR p.suffix = '' THEN p.label ELSE p.label || '\x2e'::bytea || p.suffix END, p.depth + 1
  FROM (SELECT c.namespace, c.key, c.home, c.parent FROM frontier f
        JOIN name c ON c.namespace = f.namespace AND c.key = f.key AND c.home = f.home
        WHERE c.depth IS NULL AND c.parent IS NOT NULL
        UNION
        SELECT c.namespace, c.key, c.home, c.parent FROM frontier f
        JOIN name c ON c.namespace = f.namespace AND c.parent = f.key
        WHERE c.depth IS NULL AND c.parent IS NOT NULL) c
  JOIN name p ON p.namespace = c.namespace AND p.key = c.parent
  WHERE p.label IS NOT NULL AND p.depth IS NOT NULL AND p.depth < 32000
  ORDER BY c.namespace, c.key, c.home, p.home)";

/// How what is learned is written to a table of names: for good into all that is kept of the name.
void write(Session& session, const std::string& table) {
  const std::string present = table == "name_base" ? " AND NOT n.absent" : "";
  session.script(
      "UPDATE " + table +
      " n SET label = h.label, canonical_hash = h.canonical_hash, label_hash = CASE WHEN n.depth <= 2 THEN "
      "NULL ELSE n.label_hash END FROM learned_label h WHERE n.namespace = h.namespace AND n.key = h.key AND "
      "n.home = h.home AND n.label IS NULL" +
      present);
  session.script(
      "UPDATE " + table +
      " n SET suffix = p.suffix, depth = p.depth, label_hash = CASE WHEN n.label IS NOT NULL AND p.depth <= "
      "2 "
      "THEN NULL ELSE n.label_hash END FROM learned_place p WHERE n.namespace = p.namespace AND n.key = "
      "p.key AND "
      "n.home = p.home AND n.depth IS NULL" +
      present);
}

constexpr const char* learners =
    "SELECT namespace, key, home FROM learned_label UNION SELECT namespace, key, home FROM learned_place";

/// As patches of a block, so that they go with it; of the weakest origin, so that they only fill in.
void remember(Session& session, const BlockTag& tag) {
  keep_bases(session, learners);
  const Params params = Params{}.text(tag.source).int64(to_bigint(tag.block));
  session.run(R"(
      INSERT INTO provisional_patch AS p (source, block, namespace, key, home, label, canonical_hash, origin)
      SELECT $1, $2, namespace, key, home, label, canonical_hash, 'snapshot' FROM learned_label
      ON CONFLICT (source, block, namespace, key, home) DO UPDATE SET
        label = coalesce(p.label, excluded.label), canonical_hash = coalesce(p.canonical_hash, excluded.canonical_hash))",
              params);
  session.run(R"(
      INSERT INTO provisional_patch AS p (source, block, namespace, key, home, parent, suffix, depth, origin)
      SELECT $1, $2, l.namespace, l.key, l.home, n.parent, l.suffix, l.depth, 'snapshot' FROM learned_place l
      JOIN name n ON n.namespace = l.namespace AND n.key = l.key AND n.home = l.home
      ON CONFLICT (source, block, namespace, key, home) DO UPDATE SET
        parent = coalesce(p.parent, excluded.parent), suffix = coalesce(p.suffix, excluded.suffix),
        depth = coalesce(p.depth, excluded.depth))",
              params);
}

/// Writes what is in `learned_label` and `learned_place`; those names are the next frontier. False when there
/// are none.
bool apply(Session& session, const std::optional<BlockTag>& tag) {
  session.script("DELETE FROM frontier");
  if (session.run(std::string{"INSERT INTO frontier "} + learners).affected() == 0) return false;
  if (tag) {
    remember(session, *tag);
  } else if (any_bases(session)) {
    write(session, "name_base");
    write(session, "provisional_patch");
  }
  write(session, "name");
  session.script(
      "INSERT INTO spread_name SELECT * FROM frontier; DELETE FROM learned_label; DELETE FROM learned_place");
  return true;
}

void place_frontier(Session& session) {
  session.script("INSERT INTO frontier SELECT namespace, key, home FROM learned_label");
  session.script(place_names);
}

/// Goes on from the frontier until nothing more follows. True when anything did.
bool spread_frontier(Session& session, const std::optional<BlockTag>& tag) {
  for (bool any = false;; any = true) {
    session.script(heal_by_hash);
    heal_by_key(session);
    place_frontier(session);
    if (!apply(session, tag)) return any;
  }
}

}  // namespace

bool any_unspelled(Session& session) { return !session.run(find_unspelled).empty(); }

void make_spread(Session& session) { session.script(create_tables); }

bool spread(Session& session, const std::string& rows, const std::optional<BlockTag>& tag) {
  const bool labels = any_unspelled(session);
  if (!labels && session.run(find_unplaced).empty()) return false;
  make_spread(session);
  session.script("DELETE FROM frontier");
  session.script("INSERT INTO frontier SELECT DISTINCT namespace, key, home FROM (" + rows + ") s");
  if (labels) session.script(heal_namesakes(rows));
  return spread_frontier(session, tag);
}

namespace {

/// The words with their hashes: of EVM labels, and of Handshake's names.
void stage_words(Session& session, std::span<const std::string> words) {
  session.script(
      "CREATE TEMPORARY TABLE IF NOT EXISTS word (label bytea, canonical_hash bigint, keccak bytea, sha3 "
      "bytea) ON "
      "COMMIT DELETE ROWS; DELETE FROM word");
  std::vector<std::string> labels;
  std::vector<std::int64_t> canonical;
  std::vector<NameKey> keccaks, sha3s;
  for (const std::string& word : words) {
    labels.push_back(word);
    canonical.push_back(static_cast<std::int64_t>(canonical_hash(canonical_label(word))));
    keccaks.push_back({keccak256(word)});
    sha3s.push_back(handshake_key(word));
  }
  session.run("INSERT INTO word SELECT * FROM unnest($1, $2, $3, $4)",
              Params{}.blobs(labels).int64s(canonical).keys(keccaks).keys(sha3s));
}

constexpr const char* heal_by_word = R"(
  INSERT INTO learned_label SELECT n.namespace, n.key, n.home, w.label, w.canonical_hash
  FROM word w JOIN name n ON n.label_hash = w.keccak AND n.label IS NULL)";

constexpr const char* heal_handshake = R"(
  INSERT INTO learned_label SELECT n.namespace, n.key, n.home, w.label, w.canonical_hash
  FROM word w JOIN name n ON n.namespace = 'hns' AND n.key = w.sha3 AND n.label IS NULL)";

}  // namespace

std::uint64_t spell(Session& session, std::span<const std::string> words) {
  if (words.empty() || !any_unspelled(session)) return 0;
  make_spread(session);
  stage_words(session, words);
  std::uint64_t rows = session.run(heal_by_word).affected();
  rows += session.run(heal_handshake).affected();
  session.script("DELETE FROM frontier; INSERT INTO frontier SELECT namespace, key, home FROM learned_label");
  spread_frontier(session, std::nullopt);
  return rows;
}

}  // namespace splitroot::db
