#include "db/leakage_rows.hpp"

#include <array>
#include <charconv>
#include <vector>

#include "db/observation_rows.hpp"

namespace splitroot::db {
namespace {

/// As PostgreSQL reads it; empty for what is not told.
template <class Number>
std::string number_text(const std::optional<Number>& number) {
  if (!number) return {};
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), *number).ptr;
  return {digits.data(), end};
}

std::optional<double> maybe_double(const Row& row, int column) {
  if (row.null(column)) return std::nullopt;
  const std::string text = row.text(column);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

LeakageEntry read_entry(const Row& row, int first) {
  LeakageEntry entry;
  entry.label = row.octets(first);
  entry.rank = row.maybe_count(first + 1);
  entry.magnitude = maybe_double(row, first + 2);
  entry.unique_clients = row.maybe_count(first + 3);
  entry.query_volume = row.maybe_count(first + 4);
  if (!row.null(first + 5)) entry.delegated = row.flag(first + 5);
  return entry;
}

}  // namespace

std::optional<LeakageReading> leakage(Session& session, const std::string& label, Timestamp at) {
  const Rows rows = session.run(R"(
      SELECT o.source, o.as_of, o.entries, l.label, l.rank, l.magnitude::text, l.unique_clients, l.query_volume, l.delegated
      FROM (SELECT * FROM observation WHERE source = 'icann-magnitude' AND withdrawn IS NULL AND as_of <= $2
            ORDER BY as_of DESC, id DESC LIMIT 1) o
      LEFT JOIN leakage l ON l.observation = o.id AND l.label = $1)",
                                Params{}.bytes(label).time(at));
  if (rows.empty()) return std::nullopt;
  const Row row = rows[0];
  LeakageReading reading{row.text(0), row.time(1), row.count(2), {}};
  if (!row.null(3)) reading.entry = read_entry(row, 3);
  return reading;
}

void record_leakage(Session& session, const LeakageBatch& batch) {
  Observation observation;
  observation.as_of = batch.as_of;
  observation.origin = batch.origin;
  observation.reading = batch.reading;
  const auto id = to_bigint(record_observation(session, batch.source, observation));
  session.run("DELETE FROM leakage WHERE observation = $1", Params{}.int64(id));
  std::vector<std::string> labels, ranks, magnitudes, clients, volumes, delegated;
  for (const LeakageEntry& entry : batch.entries) {
    labels.push_back(entry.label);
    ranks.push_back(number_text(entry.rank));
    magnitudes.push_back(number_text(entry.magnitude));
    clients.push_back(number_text(entry.unique_clients));
    volumes.push_back(number_text(entry.query_volume));
    delegated.emplace_back(!entry.delegated ? "" : *entry.delegated ? "true" : "false");
  }
  session.run(R"(
      INSERT INTO leakage (observation, label, rank, magnitude, unique_clients, query_volume, delegated)
      SELECT $1, label, nullif(rank, '')::bigint, nullif(magnitude, '')::double precision, nullif(clients, '')::bigint,
             nullif(volume, '')::bigint, nullif(delegated, '')::boolean
      FROM unnest($2, $3, $4, $5, $6, $7) AS a (label, rank, magnitude, clients, volume, delegated))",
              Params{}
                  .int64(id)
                  .blobs(labels)
                  .texts(ranks)
                  .texts(magnitudes)
                  .texts(clients)
                  .texts(volumes)
                  .texts(delegated));
}

}  // namespace splitroot::db
