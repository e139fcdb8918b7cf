#include "db/source_rows.hpp"

#include <algorithm>

namespace splitroot::db {
namespace {

struct StoredRange {
  BlockRange range;
  Timestamp as_of;
  bool is_final;
};

/// Takes out the ranges that overlap or adjoin `range`, but for the one it replaces.
std::vector<StoredRange> take_touching(Session& session, const std::string& source, const BlockRange& range) {
  const Rows rows =
      session.run(R"(
      DELETE FROM source_position
      WHERE source = $1 AND range_from <= $3 + 1 AND verified + 1 >= $2
      RETURNING range_from, fetched, verified, verified_hash, as_of, final)",
                  Params{}.text(source).int64(to_bigint(range.from)).int64(to_bigint(range.verified)));
  std::vector<StoredRange> out;
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    if (row.count(0) == range.from) continue;
    out.push_back({{row.count(0), row.count(1), row.count(2), row.text(3)}, row.time(4), row.flag(5)});
  }
  return out;
}

StoredRange united(StoredRange moved, const std::vector<StoredRange>& others) {
  for (const StoredRange& other : others) {
    const BlockRange both{std::min(moved.range.from, other.range.from),
                          std::max(moved.range.fetched, other.range.fetched), 0, ""};
    if (other.range.verified > moved.range.verified) moved = other;
    moved.range.from = both.from;
    moved.range.fetched = both.fetched;
  }
  return moved;
}

std::string malformed_digest(const Malformed& entry) {
  std::string all = std::to_string(entry.where.size()) + ":" + entry.where;
  all += std::to_string(entry.reason.size()) + ":" + entry.reason + entry.raw;
  return std::string{view(sha256(all))};
}

}  // namespace

ChainPosition position(Session& session, const std::string& source) {
  ChainPosition out;
  const Rows ranges = session.run(
      "SELECT range_from, fetched, verified, verified_hash FROM source_position WHERE source = $1 "
      "ORDER BY verified",
      Params{}.text(source));
  for (int i = 0; i < ranges.size(); ++i) {
    const Row row = ranges[i];
    out.ranges.push_back({row.count(0), row.count(1), row.count(2), row.text(3)});
  }
  if (out.ranges.empty()) return out;
  out.final_to = last_final_block(session, source).value_or(out.ranges.back().verified);
  const Rows blocks =
      session.run("SELECT block, hash, block_time FROM provisional_block WHERE source = $1 ORDER BY block",
                  Params{}.text(source));
  for (int i = 0; i < blocks.size(); ++i)
    out.provisional.push_back({blocks[i].count(0), blocks[i].text(1), blocks[i].time(2)});
  return out;
}

void move_position(Session& session, const std::string& source, const BlockRange& range, Timestamp as_of,
                   bool is_final) {
  const StoredRange stored = united({range, as_of, is_final}, take_touching(session, source, range));
  session.run(R"(
      INSERT INTO source_position (source, range_from, fetched, verified, verified_hash, as_of, final)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (source, range_from) DO UPDATE SET
        fetched = excluded.fetched, verified = excluded.verified, verified_hash = excluded.verified_hash,
        as_of = excluded.as_of, final = excluded.final)",
              Params{}
                  .text(source)
                  .int64(to_bigint(stored.range.from))
                  .int64(to_bigint(stored.range.fetched))
                  .int64(to_bigint(stored.range.verified))
                  .text(stored.range.verified_hash)
                  .time(stored.as_of)
                  .boolean(stored.is_final));
  if (is_final) move_final(session, source, range.verified);
}

void cut_position(Session& session, const std::string& source, const BlockMark& to) {
  const Params above = Params{}.text(source).int64(to_bigint(to.number));
  session.run("DELETE FROM source_position WHERE source = $1 AND range_from > $2", above);
  session.run(R"(
      UPDATE source_position SET verified = $2, fetched = $2, verified_hash = $3, as_of = $4
      WHERE source = $1 AND verified > $2)",
              Params{}.text(source).int64(to_bigint(to.number)).text(to.hash).time(to.time));
}

void move_final(Session& session, const std::string& source, std::uint64_t block) {
  session.run(R"(
      INSERT INTO source AS s (source, final_to) VALUES ($1, $2)
      ON CONFLICT (source) DO UPDATE SET final_to = excluded.final_to
      WHERE coalesce(s.final_to < excluded.final_to, true))",
              Params{}.text(source).int64(to_bigint(block)));
}

std::optional<std::uint64_t> last_final_block(Session& session, const std::string& source) {
  const Rows rows = session.run("SELECT final_to FROM source WHERE source = $1", Params{}.text(source));
  return rows.empty() ? std::nullopt : rows[0].maybe_count(0);
}

bool any_provisional(Session& session, const std::string& source, std::uint64_t block) {
  return session
      .run("SELECT EXISTS (SELECT FROM provisional_block WHERE source = $1 AND block <= $2)",
           Params{}.text(source).int64(to_bigint(block)))[0]
      .flag(0);
}

void keep_malformed(Session& session, const std::string& source, std::span<const Malformed> malformed) {
  std::vector<std::string> digests, locations, reasons, raws;
  std::vector<std::int64_t> blocks;
  for (const Malformed& entry : malformed) {
    digests.push_back(malformed_digest(entry));
    locations.push_back(entry.where);
    reasons.push_back(entry.reason);
    raws.push_back(entry.raw);
    blocks.push_back(entry.block ? to_bigint(*entry.block) : -1);
  }
  if (digests.empty()) return;
  session.run(
      R"(
      INSERT INTO malformed (source, digest, location, reason, raw, block)
      SELECT $1, digest, location, reason, raw, nullif(block, -1)
      FROM unnest($2, $3, $4, $5, $6) AS found (digest, location, reason, raw, block) ON CONFLICT DO NOTHING)",
      Params{}.text(source).blobs(digests).texts(locations).texts(reasons).blobs(raws).int64s(blocks));
}

void declare_source(Session& session, const std::string& source, const std::string& kind,
                    const std::string& ns) {
  session.run(R"(
      INSERT INTO source (source, kind, namespace) VALUES ($1, $2, $3)
      ON CONFLICT (source) DO UPDATE SET kind = excluded.kind, namespace = excluded.namespace
      WHERE (source.kind, source.namespace) IS DISTINCT FROM (excluded.kind, excluded.namespace))",
              Params{}.text(source).text(kind).text(ns));
}

void note_reading(Session& session, const std::string& source, std::int64_t names_added) {
  session.run(R"(
      INSERT INTO source AS s (source, names_added, checked_at) VALUES ($1, $2, now())
      ON CONFLICT (source) DO UPDATE SET names_added = s.names_added + excluded.names_added,
                                         checked_at = excluded.checked_at)",
              Params{}.text(source).int64(names_added));
}

}  // namespace splitroot::db
