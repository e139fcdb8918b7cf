#include <doctest/doctest.h>

#include "db/database.hpp"
#include "samples.hpp"
#include "test_server.hpp"

namespace splitroot::db {
namespace {

template <class Work>
void in_unit(Store& store, Work work) {
  const auto unit = store.begin();
  work(*unit);
  unit->commit();
}

void record(Store& store, const std::vector<CollisionRecord>& versions, ChangeKind kind) {
  const std::vector<ChangeKind> kinds(versions.size(), kind);
  in_unit(store, [&](UnitOfWork& unit) { unit.record_collisions(versions, kinds); });
}

/// Collisions that pass the filter which `narrow` makes of an open one.
template <class Narrow>
std::vector<CollisionRecord> collisions(Store& store, Narrow narrow) {
  Reader::CollisionFilter filter;
  narrow(filter);
  std::vector<CollisionRecord> out;
  store.read()->visit_collisions(filter,
                                 [&out](CollisionRecord record) { out.push_back(std::move(record)); });
  return out;
}

StandingRecord standing(const std::string& ldh, Standing word, const std::string& applicant = "x") {
  return {ldh, word, "list", at(1'600'000'000), std::nullopt, {{"applicant", applicant}}, {}};
}

}  // namespace

TEST_CASE("collisions keep every field, and their versions") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  CollisionRecord music = collision("music", "music", Severity::critical);
  music.finding.consequence = "stops the application";
  music.finding.resolves = false;
  music.finding.verified_live = true;
  music.finding.valid_to = at(1'750'000'000);
  music.finding.reevaluate_at = at(1'800'000'000);
  music.finding.reason = "reason";
  music.name_raw = std::string("mu\0sic\xff", 7);
  record(*store, {music, collision("kids", "kids", Severity::high)}, ChangeKind::collision_opened);

  const auto found = collisions(*store, [&](auto& f) { f.against_ldh = "music"; });
  REQUIRE(found.size() == 1);
  CHECK(found[0].finding == music.finding);
  CHECK(found[0].id == music.id);
  CHECK(found[0].name == music.name);
  CHECK(found[0].name_raw == music.name_raw);
  CHECK(found[0].evidence == music.evidence);
  CHECK(found[0].recorded_at > at(1'700'000'000));

  const auto opened = store->begin()->last_change();
  CollisionRecord closed = music;
  closed.finding.state = State::closed;
  record(*store, {closed}, ChangeKind::collision_closed);
  CHECK(number(url, "SELECT count(*) FROM collision") == 3);
  CHECK(number(url, "SELECT count(*) FROM collision WHERE recorded_to IS NULL") == 2);
  const auto changes = changes_after(*store->read(), 0);
  REQUIRE(changes.size() == 3);
  CHECK(changes[2].sequence == opened + 1);
  CHECK(changes[2].kind == ChangeKind::collision_closed);
  CHECK(changes[2].collision->finding.state == State::closed);
  for (const Change& change : changes) {
    if (change.kind == ChangeKind::collision_opened) CHECK(change.collision->finding.state == State::open);
  }
}

TEST_CASE("collisions are filtered and paged by id") {
  const auto store = open(fresh_schema());
  std::vector<CollisionRecord> many;
  for (const std::string label : {"a", "b", "c", "d"}) many.push_back(collision(label, label, Severity::low));
  many[0].finding.state = State::twin;
  many[1].finding.against.standing = Standing::applied;
  many[2].finding.level = Level::label;
  many[3].finding.cls = Class::cross_alt;
  many[3].finding.against = {"uns", std::string(4'000, 'z'), std::nullopt};
  for (auto& one : many) one.id = finding_id(one.finding);
  record(*store, many, ChangeKind::collision_opened);

  CHECK(collisions(*store, [](auto&) {}).size() == 4);
  CHECK(collisions(*store, [&](auto& f) { f.namespaces = {"hns", "ens"}; }).size() == 4);
  CHECK(collisions(*store, [&](auto& f) { f.namespaces = {"ens"}; }).empty());
  CHECK(collisions(*store, [&](auto& f) { f.classes = {Class::cross_alt}; }).size() == 1);
  CHECK(collisions(*store, [&](auto& f) { f.levels = {Level::label}; }).size() == 1);
  CHECK(collisions(*store, [&](auto& f) { f.standings = {Standing::applied}; }).size() == 1);
  CHECK(collisions(*store, [&](auto& f) { f.states = {State::twin, State::closed}; }).size() == 1);
  CHECK(collisions(*store, [&](auto& f) { f.since = at(4'000'000'000); }).empty());
  CHECK(collisions(*store, [&](auto& f) { f.id = many[0].id; }).front().name == "a");
  CHECK(collisions(*store, [&](auto& f) { f.against_ldh = std::string(4'000, 'z'); }).size() == 1);
  CHECK(collisions(*store, [&](auto& f) { f.against_ldh = std::string(3'999, 'z'); }).empty());
  CHECK(collisions(*store, [&](auto& f) {
          f.namespaces = {"hns"};
          f.states = {State::open};
          f.id = many[0].id;
        }).empty());

  const auto page = collisions(*store, [&](auto& f) { f.limit = 3; });
  REQUIRE(page.size() == 3);
  CHECK(page[0].id < page[1].id);
  CHECK(collisions(*store, [&](auto& f) {
          f.limit = 3;
          f.after = page[2].id;
        }).size() == 1);
  CHECK(store->read()->collisions_of("hns", std::vector{handshake_key("a"), handshake_key("nope")}).size() ==
        1);
}

TEST_CASE("findings that time has changed are ripe") {
  const auto store = open(fresh_schema());
  CollisionRecord one = collision("a", "a", Severity::low), other = collision("a", "b", Severity::low);
  one.finding.reevaluate_at = other.finding.reevaluate_at = at(1'000);
  record(*store, {one, other, collision("c", "c", Severity::low)}, ChangeKind::collision_opened);
  CHECK(store->read()->ripe_names(at(999)).empty());
  const auto ripe = store->read()->ripe_names(at(1'000));
  REQUIRE(ripe.size() == 1);
  CHECK(ripe[0] == std::pair{std::string{"hns"}, handshake_key("a")});
}

TEST_CASE("standings: added, revised, ended") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  const auto revise = [&](const std::vector<StandingRecord>& outdated,
                          const std::vector<StandingRecord>& added) {
    in_unit(*store, [&](UnitOfWork& unit) { unit.record_standings("list", outdated, added, std::vector<bool>(added.size(), true)); });
  };
  const StandingRecord shop = standing("shop", Standing::applied, "one\"\\");
  const StandingRecord rival = standing("shop", Standing::applied, std::string("NUL \0, \xff", 8));
  revise({}, {shop, rival, standing("web", Standing::delegated)});
  auto all = store->read()->standings(std::nullopt);
  REQUIRE(all.size() == 3);
  CHECK(all[0].ldh == "shop");
  CHECK(all[0].detail == shop.detail);
  CHECK(all[1].detail.at("applicant") == "NUL \\u{0000}, \\xFF");
  CHECK(all[0].since == shop.since);
  CHECK(all[0].until == std::nullopt);
  CHECK(store->read()->standings("shop").size() == 2);
  CHECK(store->read()->standings_of_source("list").size() == 3);
  CHECK(store->read()->standings_of_source("other").empty());

  auto before = store->begin()->last_change();
  revise({all[0]}, {standing("shop", Standing::applied, "renamed")});  // a revision
  auto changes = changes_after(*store->read(), before);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].kind == ChangeKind::standing_changed);
  CHECK(changes[0].standing->detail.at("applicant") == "renamed");
  CHECK(changes[0].source == "list");

  before = changes[0].sequence;
  revise(store->read()->standings("web"), {});
  changes = changes_after(*store->read(), before);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].detail == "no longer delegated");
  CHECK(store->read()->standings("web").empty());
  CHECK(number(url, "SELECT count(*) FROM standing WHERE recorded_to IS NOT NULL") == 2);
}

TEST_CASE("readings: the latest live one is the position, a replay adds nothing, one withdrawn is not believed") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  CHECK(store->read()->observations("iana-root").empty());
  const Observation live{0, at(2'000), Origin::live, {"2026010500", "aa", 1'438}};
  Observation file{0, at(3'000), Origin::file, {"2026020102", "bb", 1'440}};
  file.reading.verification = Verification::verified;
  file.reading.verification_reason = "signed";
  file.accepted = true;
  for (int i = 0; i < 2; ++i) {
    in_unit(*store, [&](UnitOfWork& unit) {
      unit.declare_source("iana-root", "list", "dns");
      unit.record_observation("iana-root", live);
      unit.record_observation("iana-root", file);
    });
  }
  CHECK(number(url, "SELECT count(*) FROM observation") == 2);
  const auto readings = store->read()->observations("iana-root");
  REQUIRE(readings.size() == 2);
  CHECK(readings[0].as_of == at(2'000));
  CHECK(readings[0].origin == Origin::live);
  CHECK(readings[0].reading.position == "2026010500");
  CHECK(readings[0].reading.entries == 1'438);
  CHECK_FALSE(readings[0].reading.verification);
  CHECK(readings[1].reading.verification == Verification::verified);
  CHECK(readings[1].reading.verification_reason == "signed");
  CHECK(readings[1].accepted);
  const auto sources = store->read()->sources();
  REQUIRE(sources.size() == 1);
  CHECK(sources[0].position == "2026010500");
  CHECK(sources[0].final);
  CHECK(sources[0].as_of == at(2'000));
  CHECK(sources[0].checked_at.has_value());
  in_unit(*store, [&](UnitOfWork& unit) { unit.withdraw_observation(readings[0].id, "truncated"); });
  CHECK(store->read()->observations("iana-root").size() == 1);
  CHECK(store->read()->sources()[0].position == "2026020102");
}

TEST_CASE("sightings: only what differs is written, and what is read is what was written") {
  const auto store = open(fresh_schema());
  const Sighting music{"music", Standing::delegated, at(5), std::nullopt, {{"ns", "a.example"}}, 1, 2};
  const Sighting shop{"shop", Standing::retired, std::nullopt, at(9), {}, 2, 2};
  Sighting later = music;
  later.last = 3;
  const auto replace = [&](const std::vector<Sighting>& before, const std::vector<Sighting>& after) {
    in_unit(*store, [&](UnitOfWork& unit) { unit.replace_sightings("list", before, after); });
    CHECK(store->read()->sightings("list") == after);
  };
  replace({}, {music, shop});
  replace({music, shop}, {later, shop});
  replace({later, shop}, {later});
  CHECK(store->read()->sightings("other").empty());
}

TEST_CASE("standings as they were known at a moment") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  const auto known = [&](std::optional<Timestamp> at_moment) { return store->read()->standings("shop", at_moment).size(); };
  in_unit(*store, [&](UnitOfWork& unit) {
    unit.record_standings("list", {}, std::vector{standing("shop", Standing::applied)}, {true});
  });
  CHECK(known(std::nullopt) == 1);
  CHECK(known(at(1'000)) == 0);
  CHECK(known(now() + std::chrono::seconds{1}) == 1);
}

TEST_CASE("positions: ranges that touch become one, a rollback is believed") {
  const auto store = open(fresh_schema());
  const auto move = [&store](BlockRange range, std::int64_t time) {
    in_unit(*store, [&](UnitOfWork& unit) { unit.move_position("ens", range, at(time), true); });
  };
  CHECK(store->read()->position("ens").ranges.empty());
  move({100, 250, 200, "0x200"}, 200);
  CHECK(store->read()->position("ens").ranges.back() == BlockRange{100, 250, 200, "0x200"});
  move({100, 250, 190, "0x190"}, 190);
  CHECK(store->read()->position("ens").ranges.back() == BlockRange{100, 250, 190, "0x190"});
  move({0, 50, 50, "0x50"}, 50);
  CHECK(store->read()->position("ens").ranges.back() == BlockRange{100, 250, 190, "0x190"});
  move({51, 99, 99, "0x99"}, 99);
  CHECK(store->read()->position("ens").ranges.back() == BlockRange{0, 250, 190, "0x190"});
  move({191, 300, 300, "0x300"}, 300);
  CHECK(store->read()->position("ens").ranges.back() == BlockRange{0, 300, 300, "0x300"});
  in_unit(*store, [](UnitOfWork& unit) { unit.declare_source("ens", "chain", "ens"); });
  const auto source = store->read()->sources().front();
  CHECK(source.from == 0);
  CHECK(source.position == "300");
  CHECK(source.hash == "0x300");
  CHECK(source.as_of == at(300));
}

TEST_CASE("sources count what they brought") {
  const auto store = open(fresh_schema());
  NamePatch unknown = patch("hidden", 1);
  unknown.state.label.reset();
  in_unit(*store, [&](UnitOfWork& unit) {
    unit.declare_source("ens", "chain", "ens");
    unit.declare_source("icann", "list", "");
    unit.stage("ens", "", Origin::live, std::nullopt, sorted({patch("a", 1), patch("b", 1), unknown}));
    unit.merge();
    unit.move_position("ens", {0, 1, 1, "0x1"}, at(1), true);
    unit.keep_malformed(
        "ens", std::vector<Malformed>{{"block 1", "cut", std::string("\0\xff", 2)}, {"block 1", "cut", ""}});
    unit.record_standings("icann", {}, std::vector{standing("shop", Standing::applied)}, {true});
  });
  in_unit(*store, [](UnitOfWork& unit) {
    unit.keep_malformed("ens", std::vector<Malformed>{{"block 1", "cut", std::string("\0\xff", 2)}});
  });
  const auto sources = store->read()->sources();
  REQUIRE(sources.size() == 2);
  CHECK(sources[0].source == "ens");
  CHECK(sources[0].rows == 3);
  CHECK(sources[0].unknown_labels == 1);
  CHECK(sources[0].malformed == 2);
  CHECK(sources[1].rows == 1);
  CHECK(sources[1].position.empty());
  CHECK_FALSE(sources[1].final);
  CHECK_FALSE(sources[1].as_of.has_value());
}

TEST_CASE("health is a change only when it turns") {
  const auto store = open(fresh_schema());
  for (const char* trouble : {"", "timeout", "refused \xff", "", ""}) {
    in_unit(*store, [&](UnitOfWork& unit) { unit.record_health("ens", trouble); });
  }
  const auto changes = changes_after(*store->read(), 0);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].kind == ChangeKind::source_unhealthy);
  CHECK(changes[0].source == "ens");
  CHECK(changes[0].detail == "timeout");
  CHECK(changes[1].kind == ChangeKind::source_recovered);
}

TEST_CASE("an alarm is told once, changed again, and recovery when no complaint is left") {
  const auto store = open(fresh_schema());
  const auto alarm = [&store](const char* text) {
    in_unit(*store, [&](UnitOfWork& unit) { unit.record_alarm("ens", text); });
  };
  const auto health = [&store](const char* text) {
    in_unit(*store, [&](UnitOfWork& unit) { unit.record_health("ens", text); });
  };
  alarm("");
  for (const char* text : {"silent", "silent", "silent; behind"}) alarm(text);
  health("timeout");
  CHECK(store->read()->sources().at(0).trouble == "timeout; silent; behind");
  CHECK(store->read()->sources().at(0).alarm == "silent; behind");
  alarm("");
  CHECK(store->read()->sources().at(0).trouble == "timeout");
  health("");
  std::string told;
  for (const Change& change : changes_after(*store->read(), 0))
    told += std::string{text(change.kind)} + " " + change.detail + "\n";
  CHECK(told ==
        "source.unhealthy silent\nsource.unhealthy silent; behind\nsource.unhealthy timeout\n"
        "source.recovered \n");
}

TEST_CASE("activity adds up, whatever the order of the batches") {
  const auto store = open(fresh_schema());
  in_unit(*store, [](UnitOfWork& unit) {
    unit.note_activity("ens", {5, at(300), at(400), at(350)});
    unit.note_activity("ens", {2, at(100), at(200), std::nullopt});
  });
  const Activity activity = store->read()->sources().at(0).activity;
  CHECK(activity.events == 7);
  CHECK(activity.first_event == at(100));
  CHECK(activity.last_event == at(400));
  CHECK(activity.last_registration == at(350));
}

TEST_CASE("rules are replaced as a whole") {
  const auto store = open(fresh_schema());
  const auto replace = [&store](const std::vector<RuleRecord>& rules) {
    in_unit(*store, [&](UnitOfWork& unit) { unit.replace_rules(rules); });
  };
  replace({{"b", R"({"on": ["name"],  "z": 1, "a": 2})"}, {"a", "{}"}});
  auto rules = store->read()->rules();
  REQUIRE(rules.size() == 2);
  CHECK(rules[0].name == "a");
  CHECK(rules[1].json == R"({"on": ["name"],  "z": 1, "a": 2})");
  replace({{"b", "{}"}});
  CHECK(store->read()->rules().size() == 1);
  CHECK(store->read()->rules()[0].json == "{}");
  replace({});
  CHECK(store->read()->rules().empty());
}

TEST_CASE("the outbox: due, failed, delivered, each id once") {
  const auto store = open(fresh_schema());
  const std::vector<OutboxItem> items{{"1", "rule", "webhook:ops", R"({"x":1})", 0, at(100)},
                                      {"2", "rule", "webhook:ops", "{}", 0, at(200)}};
  for (int i = 0; i < 2; ++i) in_unit(*store, [&](UnitOfWork& unit) { unit.enqueue(items); });
  const auto due = [&store](std::int64_t time, std::size_t most) {
    return store->begin()->due_messages(at(time), most);
  };
  CHECK(due(99, 10).empty());
  CHECK(due(500, 1).size() == 1);
  REQUIRE(due(500, 10).size() == 2);
  CHECK(due(500, 10)[0].body == R"({"x":1})");
  CHECK(store->begin()->next_due() == at(100));

  in_unit(*store, [](UnitOfWork& unit) { unit.mark_failed("1", "500 \xff", at(300)); });
  CHECK(store->begin()->next_due() == at(200));
  CHECK(due(300, 10)[1].attempts == 1);
  for (int i = 0; i < 2; ++i) {
    in_unit(*store, [](UnitOfWork& unit) {
      unit.mark_delivered("1", at(300));
      unit.mark_delivered("2", at(300));
    });
  }
  CHECK_FALSE(store->begin()->next_due().has_value());
  const auto counts = store->read()->delivery_counts();
  CHECK(counts.pending == 0);
  CHECK(counts.delivered == 2);
  CHECK(counts.failed_attempts == 1);
  in_unit(*store, [&](UnitOfWork& unit) { unit.enqueue(items); });
  CHECK(due(500, 10).empty());
}

TEST_CASE("two answers that contradict each other are kept once, and told once") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  Discrepancy found{"ens", 10, 20, "bloom", "a log is missing", "a", "\x00\xff", "the bloom", "1", {}};
  found.answer = std::string("\0\xff", 2);
  for (int i = 0; i < 2; ++i) in_unit(*store, [&](UnitOfWork& unit) { unit.record_discrepancy(found); });
  const auto kept = store->read()->discrepancies("ens", 10);
  REQUIRE(kept.size() == 1);
  CHECK(kept[0].answer == found.answer);
  CHECK(kept[0].to == 20);
  const auto changes = changes_after(*store->read(), 0);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].kind == ChangeKind::source_notice);
  CHECK(changes[0].detail == "a log is missing");
  found.to = 21;
  in_unit(*store, [&](UnitOfWork& unit) { unit.record_discrepancy(found); });
  CHECK(store->read()->discrepancies("", 10).size() == 2);
}

TEST_CASE("a report replaces the one before") {
  const auto store = open(fresh_schema());
  SourceReport report{"ens",
                      BlockMark{900, "0x900", at(900)},
                      850,
                      {},
                      {{"a", true, "", 5, 0, 100, 900}, {"b", true, "", 0, 0, 0, {}}}};
  in_unit(*store, [&](UnitOfWork& unit) { unit.record_report(report); });
  in_unit(*store, [&](UnitOfWork& unit) {
    unit.record_report({"ens", {}, {}, {}, {{"a", false, "429 \xff", 9, 4, 50, {}}}});
    unit.record_notices("ens",
                        std::vector<SourceNotice>{{"a controller was removed", {"ethereum", 7, "0xaa", {}}}});
  });
  const auto source = store->read()->sources().front();
  CHECK(source.head == report.head);
  CHECK(source.fetched == 850);
  REQUIRE(source.endpoints.size() == 1);
  CHECK_FALSE(source.endpoints[0].healthy);
  CHECK(source.endpoints[0].window == 50);
  CHECK(changes_after(*store->read(), 0).at(0).detail == "a controller was removed, block 7, tx 0xaa");
}

}  // namespace splitroot::db
