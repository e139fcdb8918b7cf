#include "db/standing_rows.hpp"

#include <set>
#include <tuple>

#include "db/change_rows.hpp"
#include "db/detail.hpp"

namespace splitroot::db {
namespace {

std::vector<StandingRecord> read_standings(const Rows& rows) {
  std::vector<StandingRecord> out;
  for (int i = 0; i < rows.size(); ++i) out.push_back(read_standing(rows[i]));
  return out;
}

/// What is on record now can use the indexes of what is; so the two are two statements.
std::string select_standings(const std::string& condition) {
  return "SELECT " + std::string{standing_columns} + " FROM standing s WHERE " + condition +
         " ORDER BY s.ldh, s.id";
}

constexpr const char* recorded_now = "s.recorded_to IS NULL";
constexpr const char* recorded_then =
    "s.recorded_from <= $1 AND (s.recorded_to IS NULL OR s.recorded_to > $1)";

std::string note_change(const std::string& kind_expression, const std::string& detail_expression) {
  return " INSERT INTO change (kind, standing, source, detail) SELECT " + kind_expression + ", id, $1, " +
         detail_expression;
}

std::string code(ChangeKind kind) { return std::to_string(change_code(kind)); }

void close(Session& session, const std::string& source, std::span<const StandingRecord> outdated,
           std::span<const StandingRecord> added) {
  const auto identity = [](const StandingRecord& record) {
    return std::tuple{record.ldh, record.standing, record.application};
  };
  std::set<std::tuple<std::string, Standing, std::string>> successors;
  for (const StandingRecord& record : added) successors.insert(identity(record));
  std::vector<std::int64_t> ids, is_news;
  for (const StandingRecord& record : outdated) {
    ids.push_back(to_bigint(record.id));
    is_news.push_back(!successors.contains(identity(record)));
  }
  session.run(R"(
      WITH closed AS (
        UPDATE standing s SET recorded_to = now() FROM unnest($2, $3) AS o (id, is_news)
        WHERE s.id = o.id AND s.recorded_to IS NULL AND s.source = $1
        RETURNING s.id, s.standing, o.is_news))" +
                  note_change(code(ChangeKind::standing_changed),
                              "'no longer ' || standing FROM closed WHERE is_news = 1 ORDER BY id"),
              Params{}.text(source).int64s(ids).int64s(is_news));
}

void add(Session& session, const std::string& source, std::span<const StandingRecord> added,
         const std::vector<bool>& is_news) {
  std::vector<std::string> strings, words, details, first_readings, ended_readings, applications;
  std::vector<std::optional<Timestamp>> since, until, since_after, until_after, first_seen;
  std::vector<std::int64_t> kinds;
  for (std::size_t i = 0; i < added.size(); ++i) {
    const StandingRecord& record = added[i];
    strings.push_back(record.ldh);
    words.emplace_back(text(record.standing));
    details.push_back(detail_json(record.detail));
    first_readings.push_back(record.first_reading);
    ended_readings.push_back(record.ended_reading);
    applications.push_back(record.application);
    since.push_back(record.since);
    until.push_back(record.until);
    since_after.push_back(record.since_after);
    until_after.push_back(record.until_after);
    first_seen.push_back(record.first_seen);
    kinds.push_back(change_code(is_news[i] ? ChangeKind::standing_changed : ChangeKind::standing_dated));
  }
  // Ids are given in the order of the rows, so that the change of each finds its kind by rank.
  session.run(R"(
      WITH given AS (
        SELECT * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WITH ORDINALITY
          AS a (ldh, standing, since, until, detail, since_after, until_after, first_seen, first_reading, ended_reading,
                application, kind, place)),
      added AS (
        INSERT INTO standing (source, ldh, standing, since, until, detail, since_after, until_after, first_seen,
                              first_reading, ended_reading, application)
        SELECT $1, ldh, standing, since, until, detail::jsonb, since_after, until_after, first_seen, first_reading,
               ended_reading, application
        FROM given ORDER BY place
        RETURNING id, standing),
      ranked AS (SELECT id, standing, row_number() OVER (ORDER BY id) AS place FROM added))" +
                  note_change("g.kind", "r.standing FROM ranked r JOIN given g USING (place) ORDER BY id"),
              Params{}
                  .text(source)
                  .texts(strings)
                  .texts(words)
                  .times(since)
                  .times(until)
                  .texts(details)
                  .times(since_after)
                  .times(until_after)
                  .times(first_seen)
                  .texts(first_readings)
                  .texts(ended_readings)
                  .texts(applications)
                  .int64s(kinds));
}

}  // namespace

const std::string_view standing_columns =
    "s.ldh, s.standing, s.source, s.since, s.until, s.detail::text, s.recorded_from, s.since_after, "
    "s.until_after, "
    "s.first_seen, s.first_reading, s.ended_reading, s.id, s.application";

StandingRecord read_standing(const Row& row, int first) {
  StandingRecord record;
  record.ldh = row.text(first);
  record.standing = row.word<Standing>(first + 1);
  record.source = row.text(first + 2);
  record.since = row.maybe_time(first + 3);
  record.until = row.maybe_time(first + 4);
  record.detail = read_detail(row.octets(first + 5));
  record.recorded_at = row.time(first + 6);
  record.since_after = row.maybe_time(first + 7);
  record.until_after = row.maybe_time(first + 8);
  record.first_seen = row.maybe_time(first + 9);
  record.first_reading = row.text(first + 10);
  record.ended_reading = row.text(first + 11);
  record.id = row.count(first + 12);
  record.application = row.text(first + 13);
  return record;
}

std::vector<StandingRecord> standings(Session& session, const std::optional<std::string>& ldh,
                                      std::optional<Timestamp> known_at) {
  Params params;
  std::string condition = recorded_now;
  if (known_at) {
    condition = recorded_then;
    params.time(known_at);
  }
  if (ldh) {
    params.text(*ldh);
    condition += " AND s.ldh = $" + std::to_string(params.size());
  }
  return read_standings(session.run(select_standings(condition), params));
}

std::vector<StandingRecord> standings_of_source(Session& session, const std::string& source) {
  return read_standings(
      session.run(select_standings(std::string{recorded_now} + " AND s.source = $1"), Params{}.text(source)));
}

void record_standings(Session& session, const std::string& source, std::span<const StandingRecord> outdated,
                      std::span<const StandingRecord> added, const std::vector<bool>& is_news) {
  if (!outdated.empty()) close(session, source, outdated, added);
  if (!added.empty()) add(session, source, added, is_news);
}

}  // namespace splitroot::db
