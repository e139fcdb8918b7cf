#include "db/source_rows.hpp"

namespace splitroot::db {
namespace {

/// Per source: what was read last (a chain's furthest range, else a list's latest live reading, else its latest), how
/// much there is, and how it fares. Imports of history move no position that was read live.
constexpr const char* select_sources = R"(
  SELECT s.source, p.range_from, coalesce(p.verified::text, o.position, ''), coalesce(p.verified_hash, ''),
         coalesce(CASE WHEN s.final_to IS NULL THEN p.final ELSE p.verified <= s.final_to END, o.source IS NOT NULL),
         coalesce(p.as_of, o.as_of),
         CASE WHEN p.source IS NOT NULL THEN 'live' ELSE coalesce(o.origin, 'live') END,
         s.names_added + coalesce(l.strings, 0) + coalesce(k.labels, 0), coalesce(u.names, 0), coalesce(m.entries, 0),
         concat_ws('; ', nullif(s.trouble, ''), nullif(s.alarm, '')), s.checked_at,
         s.kind, s.namespace, s.fetched, s.final_to, s.head, coalesce(s.head_hash, ''), s.head_time, s.reported_at,
         coalesce(d.entries, 0), s.events, s.first_event_at, s.last_event_at, s.last_registration_at, s.alarm
  FROM source s
  LEFT JOIN LATERAL (SELECT * FROM source_position WHERE source = s.source ORDER BY verified DESC LIMIT 1) p ON true
  LEFT JOIN LATERAL (SELECT * FROM observation WHERE source = s.source AND withdrawn IS NULL
                     ORDER BY origin = 'live' DESC, as_of DESC, id DESC LIMIT 1) o ON true
  LEFT JOIN (SELECT source, count(*) AS strings FROM standing WHERE recorded_to IS NULL GROUP BY source) l
         ON l.source = s.source
  LEFT JOIN (SELECT observation, count(*) AS labels FROM leakage GROUP BY observation) k ON k.observation = o.id
  LEFT JOIN (SELECT namespace, count(*) AS names FROM name WHERE label IS NULL GROUP BY namespace) u
         ON u.namespace = s.namespace AND s.namespace <> ''
  LEFT JOIN (SELECT source, count(*) AS entries FROM malformed GROUP BY source) m ON m.source = s.source
  LEFT JOIN (SELECT source, count(*) AS entries FROM discrepancy GROUP BY source) d ON d.source = s.source
  ORDER BY s.source)";

std::optional<BlockMark> read_head(const Row& row, int first) {
  const auto number = row.maybe_count(first);
  const auto time = row.maybe_time(first + 2);
  if (!number || !time) return std::nullopt;
  return BlockMark{*number, row.text(first + 1), *time};
}

SourcePosition read_source(const Row& row) {
  SourcePosition out;
  out.source = row.text(0);
  out.from = row.maybe_count(1);
  out.position = row.text(2);
  out.hash = row.text(3);
  out.final = row.flag(4);
  out.as_of = row.maybe_time(5);
  out.origin = row.word<Origin>(6);
  out.rows = row.count(7);
  out.unknown_labels = row.count(8);
  out.malformed = row.count(9);
  out.trouble = row.text(10);
  out.checked_at = row.maybe_time(11);
  out.kind = row.text(12);
  out.ns = row.text(13);
  out.fetched = row.maybe_count(14);
  out.final_to = row.maybe_count(15);
  out.head = read_head(row, 16);
  out.reported_at = row.maybe_time(19);
  out.discrepancies = row.count(20);
  out.activity = {row.count(21), row.maybe_time(22), row.maybe_time(23), row.maybe_time(24)};
  out.alarm = row.text(25);
  return out;
}

void add_ranges(Session& session, std::vector<SourcePosition>& sources) {
  const Rows rows = session.run(
      "SELECT source, range_from, fetched, verified, verified_hash FROM source_position ORDER BY source, "
      "verified");
  auto source = sources.begin();
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    while (source != sources.end() && source->source < row.text(0)) ++source;
    if (source == sources.end() || source->source != row.text(0)) continue;
    source->ranges.push_back({row.count(1), row.count(2), row.count(3), row.text(4)});
  }
}

void add_endpoints(Session& session, std::vector<SourcePosition>& sources) {
  const Rows rows = session.run(
      "SELECT source, endpoint, healthy, trouble, requests, failures, block_window, head FROM "
      "source_endpoint "
      "ORDER BY source, endpoint");
  auto source = sources.begin();
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    while (source != sources.end() && source->source < row.text(0)) ++source;
    if (source == sources.end() || source->source != row.text(0)) continue;
    source->endpoints.push_back({row.text(1), row.flag(2), row.text(3), row.count(4), row.count(5),
                                 row.count(6), row.maybe_count(7)});
  }
}

}  // namespace

std::vector<SourcePosition> sources(Session& session) {
  const Rows rows = session.run(select_sources);
  std::vector<SourcePosition> out;
  for (int i = 0; i < rows.size(); ++i) out.push_back(read_source(rows[i]));
  add_ranges(session, out);
  add_endpoints(session, out);
  return out;
}

std::vector<Discrepancy> discrepancies(Session& session, const std::string& source, std::size_t most) {
  const Rows rows = session.run(R"(
      SELECT source, block_from, block_to, kind, reason, endpoint, answer, other, other_answer, recorded_at
      FROM discrepancy WHERE $1 = '' OR source = $1 ORDER BY recorded_at DESC, source, digest LIMIT $2)",
                                Params{}.text(source).int64(to_bigint(most)));
  std::vector<Discrepancy> out;
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    out.push_back({row.text(0), row.count(1), row.count(2), row.text(3), row.text(4), row.text(5),
                   row.octets(6), row.text(7), row.octets(8), row.maybe_time(9)});
  }
  return out;
}

}  // namespace splitroot::db
