#include "db/observation_rows.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>

#include "db/detail.hpp"

namespace splitroot::db {
namespace {

bool precedes(const Sighting& a, const Sighting& b) {
  const auto said = [](const Sighting& seen) {
    return std::tie(seen.ldh, seen.standing, seen.application, seen.first, seen.last, seen.since, seen.until,
                    seen.detail);
  };
  return said(a) < said(b);
}

std::vector<Sighting> only_in(std::span<const Sighting> a, std::span<const Sighting> b) {
  std::vector<Sighting> left{a.begin(), a.end()};
  std::vector<Sighting> right{b.begin(), b.end()};
  std::sort(left.begin(), left.end(), precedes);
  std::sort(right.begin(), right.end(), precedes);
  std::vector<Sighting> out;
  std::set_difference(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(out),
                      precedes);
  return out;
}

void remove(Session& session, const std::string& source, const std::vector<Sighting>& gone) {
  if (gone.empty()) return;
  std::vector<std::string> strings, words, applications;
  std::vector<std::int64_t> first;
  for (const Sighting& seen : gone) {
    strings.push_back(seen.ldh);
    words.emplace_back(text(seen.standing));
    applications.push_back(seen.application);
    first.push_back(to_bigint(seen.first));
  }
  session.run(R"(
      DELETE FROM sighting s USING unnest($2, $3, $4, $5) AS g (ldh, standing, application, first)
      WHERE s.source = $1 AND s.ldh = g.ldh AND s.standing = g.standing AND s.application = g.application
        AND s.first = g.first)",
              Params{}.text(source).texts(strings).texts(words).texts(applications).int64s(first));
}

void add(Session& session, const std::string& source, const std::vector<Sighting>& fresh) {
  if (fresh.empty()) return;
  std::vector<std::string> strings, words, details, applications;
  std::vector<std::optional<Timestamp>> since, until;
  std::vector<std::int64_t> first, last;
  for (const Sighting& seen : fresh) {
    strings.push_back(seen.ldh);
    words.emplace_back(text(seen.standing));
    since.push_back(seen.since);
    until.push_back(seen.until);
    details.push_back(detail_json(seen.detail));
    first.push_back(to_bigint(seen.first));
    last.push_back(to_bigint(seen.last));
    applications.push_back(seen.application);
  }
  session.run(R"(
      INSERT INTO sighting (source, ldh, standing, since, until, detail, first, last, application)
      SELECT $1, ldh, standing, since, until, detail::jsonb, first, last, application
      FROM unnest($2, $3, $4, $5, $6, $7, $8, $9)
        AS a (ldh, standing, since, until, detail, first, last, application))",
              Params{}
                  .text(source)
                  .texts(strings)
                  .texts(words)
                  .times(since)
                  .times(until)
                  .texts(details)
                  .int64s(first)
                  .int64s(last)
                  .texts(applications));
}

}  // namespace

std::vector<Observation> observations(Session& session, const std::string& source) {
  const Rows rows = session.run(R"(
      SELECT id, as_of, origin, position, digest, entries, verification, verification_reason, accepted
      FROM observation WHERE source = $1 AND withdrawn IS NULL
      ORDER BY as_of, CASE WHEN position ~ '^[0-9]{1,18}$' THEN position::bigint END, id)",
                                Params{}.text(source));
  std::vector<Observation> out;
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    Observation& reading = out.emplace_back();
    reading.id = row.count(0);
    reading.as_of = row.time(1);
    reading.origin = row.word<Origin>(2);
    reading.reading = {row.text(3), row.text(4), row.count(5)};
    if (!row.null(6)) reading.reading.verification = row.word<Verification>(6);
    reading.reading.verification_reason = row.text(7);
    reading.accepted = row.flag(8);
  }
  return out;
}

std::vector<Sighting> sightings(Session& session, const std::string& source) {
  const Rows rows = session.run(
      "SELECT ldh, standing, since, until, detail::text, first, last, application FROM sighting WHERE source "
      "= $1 "
      "ORDER BY ldh, first",
      Params{}.text(source));
  std::vector<Sighting> out;
  out.reserve(static_cast<std::size_t>(rows.size()));
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    out.push_back({row.text(0), row.word<Standing>(1), row.maybe_time(2), row.maybe_time(3),
                   read_detail(row.octets(4)), row.count(5), row.count(6), row.text(7)});
  }
  return out;
}

std::uint64_t record_observation(Session& session, const std::string& source,
                                 const Observation& observation) {
  const Reading& reading = observation.reading;
  std::optional<std::string> verification;
  if (reading.verification) verification = text(*reading.verification);
  return session
      .run(R"(
      INSERT INTO observation (source, as_of, origin, position, digest, entries, verification, verification_reason, accepted)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      ON CONFLICT (source, as_of, digest) DO UPDATE SET withdrawn = NULL, accepted = excluded.accepted, recorded_at = now()
      RETURNING id)",
           Params{}
               .text(source)
               .time(observation.as_of)
               .text(text(observation.origin))
               .text(reading.position)
               .text(reading.digest)
               .int64(to_bigint(reading.entries))
               .text(verification)
               .text(reading.verification_reason)
               .boolean(observation.accepted))[0]
      .count(0);
}

void withdraw_observation(Session& session, std::uint64_t id, const std::string& reason) {
  session.run("UPDATE observation SET withdrawn = $2 WHERE id = $1",
              Params{}.int64(to_bigint(id)).text(reason));
}

void replace_sightings(Session& session, const std::string& source, std::span<const Sighting> before,
                       std::span<const Sighting> after) {
  remove(session, source, only_in(before, after));
  add(session, source, only_in(after, before));
}

}  // namespace splitroot::db
