#include "db/name_rows.hpp"

#include <algorithm>

#include "core/homes.hpp"

namespace splitroot::db {
namespace {

Evidence read_evidence(const Row& row, int first) {
  return {row.text(first), row.maybe_count(first + 1), row.text(first + 2), row.maybe_time(first + 3)};
}

std::optional<RawLabel> read_label(const Row& row, int column) {
  return row.null(column) ? std::nullopt : std::optional{RawLabel{row.text(column)}};
}

std::optional<Place> read_place(const Row& row, int parent, int suffix, int depth) {
  if (row.null(depth)) return std::nullopt;
  const auto key = row.null(parent) ? std::nullopt : std::optional{row.key(parent)};
  return Place{key, row.text(suffix), static_cast<int>(row.integer(depth))};
}

NameDetail read_detail(const Row& row, int first) {
  NameDetail detail;
  if (!row.null(first)) detail.label_hash = row.key(first).bytes;
  detail.resolver = row.maybe_text(first + 1);
  detail.manager = row.maybe_text(first + 2);
  if (const auto fuses = row.maybe_count(first + 3)) detail.fuses = static_cast<std::uint32_t>(*fuses);
  detail.state = row.maybe_text(first + 4);
  detail.auction_ends = row.maybe_count(first + 5);
  detail.lapses_at = row.maybe_count(first + 6);
  return detail;
}

/// Names whose rows are of several homes, put together.
std::vector<NameRecord> together(std::vector<NameRecord> rows) {
  if (std::all_of(rows.begin(), rows.end(), [](const NameRecord& row) { return row.home.empty(); }))
    return rows;
  std::sort(rows.begin(), rows.end(),
            [](const auto& a, const auto& b) { return std::tie(a.ns, a.key) < std::tie(b.ns, b.key); });
  return combine_all_homes(std::move(rows));
}

std::vector<NameRecord> read_names(const Rows& rows) {
  std::vector<NameRecord> names;
  names.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) names.push_back(read_name(rows[i]));
  return together(std::move(names));
}

std::string select_names(std::string_view where) {
  return "SELECT " + std::string{name_columns} + " FROM name n WHERE " + std::string{where};
}

/// Every row of the names one of whose rows `m` meets the condition.
std::string all_homes_of(const std::string& condition) {
  return "(n.namespace, n.key) IN (SELECT m.namespace, m.key FROM name m WHERE " + condition + ")";
}

std::vector<std::int64_t> as_bigints(std::span<const std::uint64_t> hashes) {
  std::vector<std::int64_t> out;
  out.reserve(hashes.size());
  for (const std::uint64_t hash : hashes) out.push_back(static_cast<std::int64_t>(hash));  // the same 64 bits
  return out;
}

}  // namespace

const std::string_view name_columns =
    "n.namespace, n.key, n.label, n.parent, n.suffix, n.depth, coalesce(nullif(n.holder, ''), "
    "nullif(n.manager, '')), coalesce(n.status, 'unknown'), n.resolves, n.claimed, "
    "n.registered_at, n.expires_at, n.first_chain, n.first_block, n.first_tx, n.first_time, "
    "n.last_chain, n.last_block, n.last_tx, n.last_time, n.origin, n.as_of, n.home, "
    "n.label_hash, n.resolver, n.manager, n.fuses, n.state, n.auction_ends, n.lapses_at, "
    // Handshake alone has statuses that heights change; with no word of the row, this is asked once a query.
    "(SELECT max(verified) FROM source_position WHERE source = 'hns')";

NameRecord read_name(const Row& row, int first) {
  NameRecord name;
  name.ns = row.text(first);
  name.key = row.key(first + 1);
  name.label = read_label(row, first + 2);
  name.place = read_place(row, first + 3, first + 4, first + 5);
  name.holder = row.maybe_text(first + 6);
  name.status = row.word<NameStatus>(first + 7);
  name.resolves = row.maybe_flag(first + 8);
  name.claimed = row.maybe_flag(first + 9).value_or(false);
  name.registered_at = row.maybe_time(first + 10);
  name.expires_at = row.maybe_time(first + 11);
  name.first = read_evidence(row, first + 12);
  name.last = read_evidence(row, first + 16);
  name.origin = row.word<Origin>(first + 20);
  name.as_of = row.maybe_time(first + 21);
  if (!row.null(first + 3)) name.parent = row.key(first + 3);
  name.home = row.text(first + 22);
  name.detail = read_detail(row, first + 23);
  if (name.detail.auction_ends || name.detail.lapses_at) name.height = row.maybe_count(first + 30);
  return name;
}

std::vector<NameRecord> names_by_key(Session& session, const std::string& ns, std::span<const NameKey> keys) {
  if (keys.empty()) return {};
  return read_names(
      session.run(select_names("n.namespace = $1 AND n.key = ANY ($2)"), Params{}.text(ns).keys(keys)));
}

std::vector<NameRecord> names_by_hash(Session& session, std::span<const std::uint64_t> hashes) {
  if (hashes.empty()) return {};
  return read_names(session.run(select_names(all_homes_of("m.canonical_hash = ANY ($1) AND m.depth <= 2")),
                                Params{}.int64s(as_bigints(hashes))));
}

std::vector<NameRecord> other_tlds(Session& session, const std::string& ns,
                                   std::span<const std::uint64_t> hashes) {
  if (hashes.empty()) return {};
  return read_names(session.run(
      select_names(
          all_homes_of("m.canonical_hash = ANY ($1) AND m.depth <= 2 AND m.depth = 1 AND m.namespace <> $2")),
      Params{}.int64s(as_bigints(hashes)).text(ns)));
}

std::optional<std::set<std::uint64_t>> hashes_of_other_tlds(Session& session, const std::string& ns,
                                                            std::size_t most) {
  // Handshake's are all its names, read by their key; the others have an index.
  const Rows rows = session.run(R"(
      (SELECT canonical_hash FROM name
       WHERE parent IS NULL AND depth = 1 AND namespace <> 'hns' AND namespace <> $1 AND label IS NOT NULL
       ORDER BY namespace LIMIT $2)
      UNION ALL
      (SELECT canonical_hash FROM name WHERE namespace = 'hns' AND $1 <> 'hns' AND depth = 1 AND label IS NOT NULL
       ORDER BY namespace, key LIMIT $2))",
                                Params{}.text(ns).int64(static_cast<std::int64_t>(most) + 1));
  if (static_cast<std::size_t>(rows.size()) > most) return std::nullopt;
  std::set<std::uint64_t> hashes;
  for (int i = 0; i < rows.size(); ++i) hashes.insert(static_cast<std::uint64_t>(rows[i].integer(0)));
  return hashes;
}

void visit_labels_of(Session& session, const std::string& ns, std::span<const NameKey> keys,
                     const std::function<void(const NameKey&, std::string_view label, int depth)>& visit) {
  if (keys.empty()) return;
  const Rows rows = session.run(
      "SELECT key, label, depth FROM name WHERE namespace = $1 AND key = ANY ($2) AND label IS NOT NULL AND "
      "depth IS NOT NULL",
      Params{}.text(ns).keys(keys));
  for (int i = 0; i < rows.size(); ++i)
    visit(rows[i].key(0), rows[i].octets(1), static_cast<int>(rows[i].integer(2)));
}

void visit_names(Session& session, const Reader::NameFilter& filter,
                 const std::function<void(NameRecord)>& visit) {
  std::string where = "n.namespace = $1";
  Params params;
  params.text(filter.ns);
  if (filter.parent) {
    params.bytes(view(filter.parent->bytes));
    where += " AND n.parent = $" + std::to_string(params.size());
  }
  if (filter.since) {
    params.time(filter.since);
    const std::string since = "$" + std::to_string(params.size());
    where += " AND (coalesce(n.last_time, n.as_of) >= " + since +
             " OR (n.home <> '' AND EXISTS (SELECT FROM name m WHERE m.namespace = n.namespace AND m.key = "
             "n.key AND "
             "coalesce(m.last_time, m.as_of) >= " +
             since + ")))";
  }
  std::vector<NameRecord> homes;
  const auto flush = [&] {
    if (!homes.empty()) visit(combine_homes(std::move(homes)));
    homes.clear();
  };
  session.visit(select_names(where + " ORDER BY n.namespace, n.key"), params, [&](const Row& row) {
    NameRecord next = read_name(row);
    if (!homes.empty() && homes.front().key != next.key) flush();
    homes.push_back(std::move(next));
  });
  flush();
}

std::vector<NameKey> unspelled(Session& session, const std::string& ns, const NameKey& after,
                               std::size_t most) {
  const Rows rows = session.run(
      "SELECT DISTINCT n.key FROM name n WHERE n.namespace = $1 AND n.label IS NULL AND n.key > $2 AND NOT "
      "EXISTS "
      "(SELECT FROM name m WHERE m.namespace = n.namespace AND m.key = n.key AND m.label IS NOT NULL) "
      "ORDER BY n.key LIMIT $3",
      Params{}.text(ns).bytes(view(after.bytes)).int64(to_bigint(most)));
  std::vector<NameKey> keys;
  for (int i = 0; i < rows.size(); ++i) keys.push_back(rows[i].key(0));
  return keys;
}

void visit_labels(Session& session, const std::function<void(std::string_view ns, const NameKey&,
                                                             std::string_view label, int depth)>& visit) {
  session.visit("SELECT namespace, key, label, depth FROM name WHERE depth <= 2 AND label IS NOT NULL", {},
                [&visit](const Row& row) {
                  visit(row.octets(0), row.key(1), row.octets(2), static_cast<int>(row.integer(3)));
                });
}

/// A name of several homes counts once, as active when any home is.
Reader::Exposure exposure(Session& session, const std::string& ns, const NameKey& tld, Timestamp at) {
  const Rows rows = session.run(R"(
      WITH homes AS (
        SELECT key, bool_or(coalesce(status, 'unknown') NOT IN ('grace', 'premium', 'released', 'revoked', 'burnt')
                            AND (expires_at IS NULL OR expires_at > $3)) AS active
        FROM name WHERE namespace = $1 AND parent = $2 AND home <> '' GROUP BY key
      )
      SELECT count(*) + (SELECT count(*) FROM homes),
             count(*) FILTER (WHERE coalesce(status, 'unknown') NOT IN ('grace', 'premium', 'released', 'revoked', 'burnt')
                                    AND (expires_at IS NULL OR expires_at > $3))
               + (SELECT count(*) FILTER (WHERE active) FROM homes)
      FROM name n
      WHERE namespace = $1 AND parent = $2 AND home = '' AND NOT EXISTS (SELECT FROM homes h WHERE h.key = n.key))",
                                Params{}.text(ns).bytes(view(tld.bytes)).time(at));
  return {ns, tld, rows[0].count(0), rows[0].count(1)};
}

}  // namespace splitroot::db
