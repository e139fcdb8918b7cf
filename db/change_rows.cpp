#include "db/change_rows.hpp"

#include <algorithm>
#include <array>

#include "db/collision_rows.hpp"
#include "db/name_rows.hpp"
#include "db/standing_rows.hpp"

namespace splitroot::db {
namespace {

struct Code {
  ChangeKind kind;
  std::int16_t number;
};

/// Stored numbers: never changed, never reused.
constexpr std::array<Code, 12> codes{{
    {ChangeKind::name_seen, 1},
    {ChangeKind::name_changed, 2},
    {ChangeKind::collision_opened, 3},
    {ChangeKind::collision_changed, 4},
    {ChangeKind::collision_closed, 5},
    {ChangeKind::standing_changed, 6},
    {ChangeKind::source_unhealthy, 7},
    {ChangeKind::source_recovered, 8},
    {ChangeKind::name_retracted, 9},
    {ChangeKind::collision_retracted, 10},
    {ChangeKind::source_notice, 11},
    {ChangeKind::standing_dated, 12},
}};

ChangeKind kind_of(std::int64_t number) {
  const auto code = std::find_if(codes.begin(), codes.end(), [number](Code c) { return c.number == number; });
  if (code == codes.end()) {
    throw Failure({Fault::database, "the database holds changes of kind " + std::to_string(number) +
                                        ", unknown to this version: update splitroot"});
  }
  return code->kind;
}

constexpr int own_columns = 9;

bool is_retraction(ChangeKind kind) {
  return kind == ChangeKind::name_retracted || kind == ChangeKind::collision_retracted;
}

std::string select_changes() {
  return "SELECT ch.sequence, ch.recorded_at, ch.kind, ch.source, ch.detail, n.key IS NOT NULL, "
         "c.version IS NOT NULL, s.id IS NOT NULL, ch.is_final, " +
         std::string{name_columns} + ", " + std::string{collision_columns} + ", " +
         std::string{standing_columns} +
         " FROM change ch"
         " LEFT JOIN name n ON n.namespace = ch.namespace AND n.key = ch.key AND n.home = ch.home"
         " LEFT JOIN collision c ON c.version = ch.collision"
         " LEFT JOIN standing s ON s.id = ch.standing"
         " WHERE ch.sequence > $1 ORDER BY ch.sequence";
}

Change read_change(const Row& row) {
  Change change;
  change.sequence = row.count(0);
  change.recorded_at = row.time(1);
  change.kind = kind_of(row.integer(2));
  change.source = row.text(3);
  change.detail = row.text(4);
  change.is_final = row.flag(8);
  if (row.flag(5) && change.kind != ChangeKind::name_retracted) change.name = read_name(row, own_columns);
  if (row.flag(6)) {
    change.collision = read_collision(row, own_columns + name_column_count);
    change.severity_before = parse_word<Severity>(change.detail);
  }
  if (row.flag(7))
    change.standing = read_standing(row, own_columns + name_column_count + collision_column_count);
  return change;
}

/// The name of which nothing is left, as it was.
std::optional<NameRecord> retracted_name(Session& session, std::uint64_t sequence) {
  const Rows rows =
      session.run("SELECT " + std::string{name_columns} + " FROM name_retracted n WHERE n.sequence = $1",
                  Params{}.int64(to_bigint(sequence)));
  return rows.empty() ? std::nullopt : std::optional{read_name(rows[0])};
}

/// The first message of each rule and target that told of the subject since it was last taken back.
std::vector<Change::Told> told_of(Session& session, const std::string& subject) {
  const Rows rows = session.run(R"(
      SELECT DISTINCT ON (rule, target) rule, target, id FROM outbox o
      WHERE subject = $1 AND NOT is_retraction
        AND NOT EXISTS (SELECT FROM outbox r WHERE r.subject = $1 AND r.is_retraction AND r.rule = o.rule
                                               AND r.target = o.target AND r.enqueued_at >= o.enqueued_at)
      ORDER BY rule, target, enqueued_at, id)",
                                Params{}.text(subject));
  std::vector<Change::Told> told;
  for (int i = 0; i < rows.size(); ++i) told.push_back({rows[i].text(0), rows[i].text(1), rows[i].text(2)});
  return told;
}

void complete_retraction(Session& session, Change& change) {
  if (change.kind == ChangeKind::name_retracted) change.name = retracted_name(session, change.sequence);
  change.told = told_of(session, subject_of(change));
}

}  // namespace

std::int16_t change_code(ChangeKind kind) {
  return std::find_if(codes.begin(), codes.end(), [kind](Code c) { return c.kind == kind; })->number;
}

void visit_changes(Session& session, std::uint64_t after, const std::function<void(Change)>& visit) {
  session.visit(select_changes(), Params{}.int64(to_bigint(after)), [&](const Row& row) {
    Change change = read_change(row);
    if (is_retraction(change.kind)) {
      complete_retraction(session, change);
    } else if (change.name && !change.name->home.empty()) {
      const NameKey key = change.name->key;
      change.name = names_by_key(session, change.name->ns, std::span{&key, 1}).front();
    }
    visit(std::move(change));
  });
}

std::uint64_t last_change(Session& session) {
  return session.run("SELECT coalesce(max(sequence), 0) FROM change")[0].count(0);
}

}  // namespace splitroot::db
