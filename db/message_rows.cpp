#include "db/message_rows.hpp"

namespace splitroot::db {

std::vector<RuleRecord> rules(Session& session) {
  const Rows rows = session.run("SELECT name, rule::text FROM alert_rule ORDER BY name");
  std::vector<RuleRecord> out;
  for (int i = 0; i < rows.size(); ++i) out.push_back({rows[i].text(0), rows[i].text(1)});
  return out;
}

void replace_rules(Session& session, std::span<const RuleRecord> rules) {
  std::vector<std::string> names, texts;
  for (const RuleRecord& rule : rules) {
    names.push_back(rule.name);
    texts.push_back(rule.json);
  }
  session.run("DELETE FROM alert_rule WHERE name <> ALL ($1)", Params{}.texts(names));
  session.run(R"(
      INSERT INTO alert_rule AS r (name, rule) SELECT name, rule::json FROM unnest($1, $2) AS given (name, rule)
      ON CONFLICT (name) DO UPDATE SET rule = excluded.rule, applied_at = now()
      WHERE r.rule::text <> excluded.rule::text)",
              Params{}.texts(names).texts(texts));
}

void enqueue(Session& session, std::span<const OutboxItem> items) {
  std::vector<std::string> ids, rules, targets, bodies, subjects;
  std::vector<std::int64_t> retractions;
  std::vector<std::optional<Timestamp>> due;
  for (const OutboxItem& item : items) {
    ids.push_back(item.id);
    rules.push_back(item.rule);
    targets.push_back(item.target);
    bodies.push_back(item.body);
    due.emplace_back(item.due);
    subjects.push_back(item.subject);
    retractions.push_back(item.is_retraction ? 1 : 0);
  }
  if (ids.empty()) return;
  session.run(R"(
      INSERT INTO outbox (id, rule, target, body, due, subject, is_retraction)
      SELECT id, rule, target, body, due, subject, retraction = 1
      FROM unnest($1, $2, $3, $4, $5, $6, $7) AS m (id, rule, target, body, due, subject, retraction)
      ON CONFLICT DO NOTHING)",
              Params{}.texts(ids).texts(rules).texts(targets).texts(bodies).times(due).texts(subjects).int64s(
                  retractions));
}

std::vector<OutboxItem> due_messages(Session& session, Timestamp at, std::size_t most) {
  const Rows rows = session.run(R"(
      SELECT id, rule, target, body, attempts, due FROM outbox
      WHERE delivered_at IS NULL AND due <= $1 ORDER BY due, id LIMIT $2)",
                                Params{}.time(at).int64(to_bigint(most)));
  std::vector<OutboxItem> out;
  for (int i = 0; i < rows.size(); ++i) {
    const Row row = rows[i];
    out.push_back(
        {row.text(0), row.text(1), row.text(2), row.text(3), static_cast<int>(row.integer(4)), row.time(5)});
  }
  return out;
}

void mark_delivered(Session& session, const std::string& id, Timestamp at) {
  session.run(R"(
      WITH marked AS (UPDATE outbox SET delivered_at = $2, last_error = NULL
                      WHERE id = $1 AND delivered_at IS NULL RETURNING id)
      INSERT INTO delivery (outbox_id, attempted_at, ok) SELECT id, $2, true FROM marked)",
              Params{}.text(id).time(at));
}

void mark_failed(Session& session, const std::string& id, const std::string& reason, Timestamp next_attempt) {
  session.run(R"(
      WITH marked AS (UPDATE outbox SET attempts = attempts + 1, due = $3, last_error = $2
                      WHERE id = $1 AND delivered_at IS NULL RETURNING id)
      INSERT INTO delivery (outbox_id, ok, detail) SELECT id, false, $2 FROM marked)",
              Params{}.text(id).text(reason).time(next_attempt));
}

std::optional<Timestamp> next_due(Session& session) {
  return session.run("SELECT min(due) FROM outbox WHERE delivered_at IS NULL")[0].maybe_time(0);
}

Reader::Delivered delivery_counts(Session& session) {
  const Rows rows = session.run(R"(
      SELECT count(*) FILTER (WHERE delivered_at IS NULL), count(delivered_at),
             (SELECT count(*) FROM delivery WHERE NOT ok)
      FROM outbox)");
  return {rows[0].count(0), rows[0].count(1), rows[0].count(2)};
}

}  // namespace splitroot::db
