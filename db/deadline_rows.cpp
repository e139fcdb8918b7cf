#include "db/deadline_rows.hpp"

#include <map>

namespace splitroot::db {
namespace {

/// What is known of a round is on record no longer, unless it is of a later day than `as_of`.
void close(Session& session, const std::string& round, Timestamp as_of) {
  const Rows known = session.run("SELECT max(as_of) FROM deadline WHERE recorded_to IS NULL AND round = $1",
                                 Params{}.text(round));
  if (!known[0].null(0) && known[0].time(0) > as_of) {
    throw Failure{input_error("the dates of round " + round + " are known as of " +
                              to_date(known[0].time(0)) + "; this list is of " + to_date(as_of) +
                              ", and older: nothing is changed")};
  }
  session.run("UPDATE deadline SET recorded_to = now() WHERE recorded_to IS NULL AND round = $1",
              Params{}.text(round));
}

}  // namespace

std::vector<Deadline> deadlines(Session& session) {
  const Rows rows = session.run(
      "SELECT round, milestone, at, ldh, source_url, as_of FROM deadline WHERE recorded_to IS NULL "
      "ORDER BY at, round, milestone, ldh NULLS FIRST");
  std::vector<Deadline> out;
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    Deadline& deadline =
        out.emplace_back(Deadline{row.text(0), row.text(1), row.time(2), {}, row.text(4), row.time(5)});
    if (!row.null(3)) deadline.ldh = row.text(3);
  }
  return out;
}

void replace_deadlines(Session& session, std::span<const Deadline> deadlines) {
  std::map<std::string, Timestamp> rounds;
  for (const Deadline& deadline : deadlines) rounds.emplace(deadline.round, deadline.as_of);
  for (const auto& [round, as_of] : rounds) close(session, round, as_of);
  for (const Deadline& deadline : deadlines) {
    session.run(
        "INSERT INTO deadline (round, milestone, at, ldh, source_url, as_of) VALUES ($1, $2, $3, $4, $5, $6)",
        Params{}
            .text(deadline.round)
            .text(deadline.milestone)
            .time(deadline.at)
            .text(deadline.ldh)
            .text(deadline.source_url)
            .time(deadline.as_of));
  }
}

}  // namespace splitroot::db
