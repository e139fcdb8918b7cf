#include "db/dictionary.hpp"

#include "core/hash.hpp"
#include "core/label.hpp"
#include "db/spread.hpp"

namespace splitroot::db {
namespace {

constexpr const char* select_unhashed =
    "SELECT namespace, key FROM name WHERE label IS NULL AND label_hash IS NULL AND namespace <> 'hns'";

constexpr const char* select_parents = R"(
  SELECT namespace, parent FROM name
  WHERE label IS NULL AND label_hash IS NULL AND parent IS NOT NULL AND namespace <> 'hns'
  UNION
  SELECT namespace, key FROM name WHERE depth = 1 AND namespace <> 'hns')";

/// The words with their hashes: of EVM labels, and of Handshake's names.
void stage_words(Session& session, std::span<const std::string> words) {
  session.script(
      "CREATE TEMPORARY TABLE IF NOT EXISTS word (label bytea, canonical_hash bigint, keccak bytea, sha3 "
      "bytea) ON "
      "COMMIT DELETE ROWS; DELETE FROM word");
  std::vector<std::int64_t> canonical;
  std::vector<NameKey> keccaks, sha3s;
  for (const std::string& word : words) {
    canonical.push_back(static_cast<std::int64_t>(canonical_hash(canonical_label(word))));
    keccaks.push_back({keccak256(word)});
    sha3s.push_back(handshake_key(word));
  }
  session.run("INSERT INTO word SELECT * FROM unnest($1, $2, $3, $4)",
              Params{}.blobs(words).int64s(canonical).keys(keccaks).keys(sha3s));
}

constexpr const char* heal_by_hash = R"(
  INSERT INTO learned_label SELECT n.namespace, n.key, n.home, w.label, w.canonical_hash, NULL
  FROM word w JOIN name n ON n.label_hash = w.keccak AND n.label IS NULL)";

constexpr const char* heal_handshake = R"(
  INSERT INTO learned_label SELECT n.namespace, n.key, n.home, w.label, w.canonical_hash, NULL
  FROM word w JOIN name n ON n.namespace = 'hns' AND n.key = w.sha3 AND n.label IS NULL)";

constexpr const char* heal_by_key = R"(
  INSERT INTO learned_label SELECT n.namespace, n.key, n.home, w.label, w.canonical_hash, NULL
  FROM unnest($1, $2, $3) AS t (namespace, key, keccak) JOIN word w USING (keccak)
  JOIN name n ON n.namespace = t.namespace AND n.key = t.key AND n.label IS NULL AND n.label_hash IS NULL)";

/// The key tells the parent too.
void write_parents(Session& session, const std::vector<std::string>& namespaces,
                   const std::vector<NameKey>& keys, const std::vector<NameKey>& parents) {
  for (const std::string table : {"name", "name_base", "provisional_patch"}) {
    session.run("UPDATE " + table +
                    " n SET parent = t.parent FROM unnest($1, $2, $3) AS t (namespace, key, parent) WHERE "
                    "n.namespace = t.namespace AND n.key = t.key AND n.parent IS NULL",
                Params{}.texts(namespaces).keys(keys).keys(parents));
  }
}

}  // namespace

Dictionary::Dictionary(Session& session) : session_(session) {
  make_spread(session_);
  session_.visit(select_unhashed, {},
                 [this](const Row& row) { unhashed_[row.text(0)].keys.insert(row.key(1)); });
  if (unhashed_.empty()) return;
  session_.visit(select_parents, {}, [this](const Row& row) {
    const auto found = unhashed_.find(row.text(0));
    if (found != unhashed_.end()) found->second.parents.push_back(row.key(1));
  });
}

void Dictionary::try_keys(std::span<const std::string> words) {
  std::vector<std::string> namespaces;
  std::vector<NameKey> keys, parents, hashes;
  for (const std::string& word : words) {
    const Hash256 hash = keccak256(word);
    for (const auto& [ns, unhashed] : unhashed_) {
      for (const NameKey& parent : unhashed.parents) {
        const NameKey key = child_node(parent, hash);
        if (!unhashed.keys.contains(key)) continue;
        namespaces.push_back(ns);
        keys.push_back(key);
        parents.push_back(parent);
        hashes.push_back({hash});
      }
    }
  }
  if (keys.empty()) return;
  write_parents(session_, namespaces, keys, parents);
  session_.run(heal_by_key, Params{}.texts(namespaces).keys(keys).keys(hashes));
}

std::uint64_t Dictionary::spell(std::span<const std::string> words) {
  if (words.empty()) return 0;
  stage_words(session_, words);
  session_.script(heal_by_hash);
  session_.script(heal_handshake);
  if (!unhashed_.empty()) try_keys(words);
  return spread_labels(session_);
}

}  // namespace splitroot::db
