#include "db/standing_rows.hpp"

#include <set>

#include "core/json.hpp"
#include "db/change_rows.hpp"

namespace splitroot::db {
namespace {

std::string detail_json(const std::map<std::string, std::string>& detail) {
  rapidjson::StringBuffer buffer;
  JsonWriter out{buffer};
  out.StartObject();
  for (const auto& [key, value] : detail)
    put(out, storable_text(key), std::string_view{storable_text(value)});
  out.EndObject();
  return std::string{text_of(buffer)};
}

std::map<std::string, std::string> read_detail(std::string_view json) {
  const auto document = parse_json(json, "column standing.detail").value();
  std::map<std::string, std::string> detail;
  for (const auto& [key, value] : document.GetObject()) {
    if (value.IsString()) detail.emplace(text_of(key), text_of(value));
  }
  return detail;
}

std::vector<StandingRecord> read_standings(const Rows& rows) {
  std::vector<StandingRecord> out;
  for (int i = 0; i < rows.size(); ++i) out.push_back(read_standing(rows[i]));
  return out;
}

std::string select_standings(const std::string& condition) {
  return "SELECT " + std::string{standing_columns} + " FROM standing s WHERE s.recorded_to IS NULL" +
         condition + " ORDER BY s.ldh, s.id";
}

/// Standings as parameters $2 … $6 of one statement: ldh, standing, since, until, detail.
void add_columns(Params& params, std::span<const StandingRecord> records) {
  std::vector<std::string> strings, words, details;
  std::vector<std::optional<Timestamp>> since, until;
  for (const StandingRecord& record : records) {
    strings.push_back(record.ldh);
    words.emplace_back(text(record.standing));
    since.push_back(record.since);
    until.push_back(record.until);
    details.push_back(detail_json(record.detail));
  }
  params.texts(strings).texts(words).times(since).times(until).texts(details);
}

std::string note_change(const std::string& detail_expression) {
  return " INSERT INTO change (kind, standing, source, detail) SELECT " +
         std::to_string(change_code(ChangeKind::standing_changed)) + ", id, $1, " + detail_expression;
}

void close(Session& session, const std::string& source, std::span<const StandingRecord> outdated,
           std::span<const StandingRecord> added) {
  std::set<std::pair<std::string, Standing>> successors;
  for (const StandingRecord& record : added) successors.emplace(record.ldh, record.standing);
  std::vector<std::int64_t> is_news;
  for (const StandingRecord& record : outdated)
    is_news.push_back(!successors.contains({record.ldh, record.standing}));
  Params params;
  add_columns(params.text(source), outdated);
  session.run(R"(
      WITH closed AS (
        UPDATE standing s SET recorded_to = now()
        FROM unnest($2, $3, $4, $5, $6, $7) AS o (ldh, standing, since, until, detail, is_news)
        WHERE s.recorded_to IS NULL AND s.source = $1 AND s.ldh = o.ldh AND s.standing = o.standing
              AND s.since IS NOT DISTINCT FROM o.since AND s.until IS NOT DISTINCT FROM o.until
              AND s.detail = o.detail::jsonb
        RETURNING s.id, s.standing, o.is_news))" +
                  note_change("'no longer ' || standing FROM closed WHERE is_news = 1 ORDER BY id"),
              params.int64s(is_news));
}

void add(Session& session, const std::string& source, std::span<const StandingRecord> added) {
  Params params;
  add_columns(params.text(source), added);
  session.run(R"(
      WITH added AS (
        INSERT INTO standing (source, ldh, standing, since, until, detail)
        SELECT $1, ldh, standing, since, until, detail::jsonb
        FROM unnest($2, $3, $4, $5, $6) AS a (ldh, standing, since, until, detail)
        RETURNING id, standing))" +
                  note_change("standing FROM added ORDER BY id"),
              params);
}

}  // namespace

const std::string_view standing_columns =
    "s.ldh, s.standing, s.source, s.since, s.until, s.detail::text, s.recorded_from";

StandingRecord read_standing(const Row& row, int first) {
  StandingRecord record;
  record.ldh = row.text(first);
  record.standing = row.word<Standing>(first + 1);
  record.source = row.text(first + 2);
  record.since = row.maybe_time(first + 3);
  record.until = row.maybe_time(first + 4);
  record.detail = read_detail(row.octets(first + 5));
  record.recorded_at = row.time(first + 6);
  return record;
}

std::vector<StandingRecord> current_standings(Session& session, const std::optional<std::string>& ldh) {
  if (!ldh) return read_standings(session.run(select_standings("")));
  return read_standings(session.run(select_standings(" AND s.ldh = $1"), Params{}.text(ldh)));
}

std::vector<StandingRecord> standings_of_source(Session& session, const std::string& source) {
  return read_standings(session.run(select_standings(" AND s.source = $1"), Params{}.text(source)));
}

void record_standings(Session& session, const std::string& source, std::span<const StandingRecord> outdated,
                      std::span<const StandingRecord> added) {
  if (!outdated.empty()) close(session, source, outdated, added);
  if (!added.empty()) add(session, source, added);
}

std::optional<Reader::LastReading> last_reading(Session& session, const std::string& source) {
  const Rows rows = session.run(R"(
      SELECT as_of, origin, position, digest, entries FROM observation WHERE source = $1
      ORDER BY as_of DESC, recorded_at DESC LIMIT 1)",
                                Params{}.text(source));
  if (rows.empty()) return std::nullopt;
  const Row row = rows[0];
  return Reader::LastReading{row.time(0), row.word<Origin>(1), {row.text(2), row.text(3), row.count(4)}};
}

void record_reading(Session& session, const std::string& source, Timestamp as_of, Origin origin,
                    const Reading& reading) {
  session.run(R"(
      INSERT INTO observation (source, as_of, origin, position, digest, entries) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT DO NOTHING)",
              Params{}
                  .text(source)
                  .time(as_of)
                  .text(text(origin))
                  .text(reading.position)
                  .text(reading.digest)
                  .int64(to_bigint(reading.entries)));
}

}  // namespace splitroot::db
