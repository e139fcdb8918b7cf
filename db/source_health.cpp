#include "db/change_rows.hpp"
#include "db/source_rows.hpp"

namespace splitroot::db {
namespace {

struct Complaints {
  std::string trouble;
  std::string alarm;
};

Complaints complaints_of(Session& session, const std::string& source) {
  const Rows rows = session.run("SELECT trouble, alarm FROM source WHERE source = $1", Params{}.text(source));
  if (rows.empty()) return {};
  return {rows[0].text(0), rows[0].text(1)};
}

void tell(Session& session, const std::string& source, ChangeKind kind, const std::string& detail) {
  session.run("INSERT INTO change (kind, source, detail) VALUES ($1::bigint, $2, $3)",
              Params{}.int64(change_code(kind)).text(source).text(detail));
}

}  // namespace

/// An error's words differ from one attempt to the next, so only its coming and going is news.
void record_health(Session& session, const std::string& source, const std::string& trouble) {
  const Complaints before = complaints_of(session, source);
  session.run(R"(
      INSERT INTO source (source, trouble, checked_at) VALUES ($1, $2, now())
      ON CONFLICT (source) DO UPDATE SET trouble = excluded.trouble, checked_at = excluded.checked_at)",
              Params{}.text(source).text(trouble));
  if (before.trouble.empty() == trouble.empty()) return;
  if (!trouble.empty()) return tell(session, source, ChangeKind::source_unhealthy, trouble);
  if (before.alarm.empty()) tell(session, source, ChangeKind::source_recovered, "");
}

void record_alarm(Session& session, const std::string& source, const std::string& alarm) {
  const Complaints before = complaints_of(session, source);
  if (before.alarm == alarm) return;
  session.run(R"(
      INSERT INTO source (source, alarm) VALUES ($1, $2)
      ON CONFLICT (source) DO UPDATE SET alarm = excluded.alarm)",
              Params{}.text(source).text(alarm));
  if (!alarm.empty()) return tell(session, source, ChangeKind::source_unhealthy, alarm);
  if (before.trouble.empty()) tell(session, source, ChangeKind::source_recovered, "");
}

void note_activity(Session& session, const std::string& source, const Activity& of_batch) {
  session.run(R"(
      INSERT INTO source AS s (source, events, first_event_at, last_event_at, last_registration_at)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (source) DO UPDATE SET
        events = s.events + excluded.events,
        first_event_at = least(s.first_event_at, excluded.first_event_at),
        last_event_at = greatest(s.last_event_at, excluded.last_event_at),
        last_registration_at = greatest(s.last_registration_at, excluded.last_registration_at))",
              Params{}
                  .text(source)
                  .int64(to_bigint(of_batch.events))
                  .time(of_batch.first_event)
                  .time(of_batch.last_event)
                  .time(of_batch.last_registration));
}

}  // namespace splitroot::db
