#include "db/database.hpp"

#include <doctest/doctest.h>

#include "db/connect.hpp"
#include "db/errors.hpp"
#include "db/migrations.hpp"
#include "samples.hpp"
#include "test_server.hpp"

namespace splitroot::db {
namespace {

/// Ends all sessions but the caller's own in the database of `url`, as a crash of the server would.
void end_sessions(const std::string& url) {
  session_at(url).run(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
      "current_database()");
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

Error failure_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const Failure& failure) {
    return failure.error();
  }
  return {Fault::internal, "nothing failed", false};
}

}  // namespace

TEST_CASE("migrations bring an empty database up to date, once") {
  const std::string url = fresh_database();
  const auto none = check_schema(url);
  REQUIRE(none.has_error());
  CHECK(none.error().fault == Fault::database);
  CHECK(contains(none.error().message, "splitroot db migrate"));

  const auto first = migrate(url);
  REQUIRE_MESSAGE(first.has_value(), message_of(first));
  CHECK(first->from == 0);
  CHECK(first->to >= 1);
  CHECK(first->applied.size() == static_cast<std::size_t>(first->to));
  CHECK(check_schema(url).has_value());
  const auto again = migrate(url);
  CHECK(again->from == first->to);
  CHECK(again->applied.empty());
}

TEST_CASE("a past migration that was edited, and a newer schema, are refused") {
  const std::string url = fresh_database();
  const std::vector<EmbeddedFile> one{{"0001_a.sql", "CREATE TABLE a (n int);"}};
  const std::vector<EmbeddedFile> two{one[0],
                                      {"0002_b.sql", "CREATE TABLE b (n int); INSERT INTO b VALUES (1);"}};
  const std::vector<EmbeddedFile> edited{{"0001_a.sql", "CREATE TABLE a (n bigint);"}};
  CHECK(migrate_with(url, one)->to == 1);
  CHECK(contains(check_schema_with(url, two).error().message,
                 "older than this splitroot: run `splitroot db migrate`"));
  const auto report = migrate_with(url, two);
  CHECK(report->from == 1);
  CHECK(report->applied == std::vector<std::string>{"0002_b.sql"});
  for (const auto& error : {migrate_with(url, edited).error(), check_schema_with(url, edited).error()}) {
    CHECK(error.fault == Fault::database);
    CHECK(contains(error.message, "0001_a.sql was applied to this database in another wording"));
  }
  for (const auto& error : {migrate_with(url, one).error(), check_schema_with(url, one).error()}) {
    CHECK(contains(error.message, "newer than this splitroot knows"));
  }
  CHECK(number(url, "SELECT count(*) FROM b") == 1);
}

TEST_CASE("a migration that fails leaves nothing of itself") {
  const std::string url = fresh_database();
  const std::vector<EmbeddedFile> files{{"0001_a.sql", "CREATE TABLE a (n int);"},
                                        {"0002_b.sql", "CREATE TABLE b (n int); SELECT nonsense;"}};
  const auto failed = migrate_with(url, files);
  REQUIRE(failed.has_error());
  CHECK(contains(failed.error().message, "nonsense"));
  CHECK(number(url, "SELECT count(*) FROM schema_migration") == 1);
  CHECK(number(url, "SELECT (to_regclass('b') IS NULL)::int") == 1);
  CHECK(read_migrations(std::vector<EmbeddedFile>{{"0002_b.sql", ""}}).has_error());
  CHECK(read_migrations(std::vector<EmbeddedFile>{{"first.sql", ""}}).has_error());
}

TEST_CASE("servers that cannot serve are named") {
  CHECK(check_server(150'000, "UTF8", "here").has_value());
  CHECK(contains(check_server(140'011, "UTF8", "here").error().message,
                 "PostgreSQL 14; splitroot needs PostgreSQL 15"));
  CHECK(contains(check_server(160'000, "LATIN1", "here").error().message, "encoding LATIN1"));
  session_at(server_url()).script("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0");
  CHECK(contains(open_store(in_database(server_url(), "latin")).error().message, "encoding LATIN1"));
}

TEST_CASE("a database that is not there says so, without the password") {
  const auto nobody = open_store("postgresql://anna:s3cret@%2Fnonexistent:5432/splitroot");
  REQUIRE(nobody.has_error());
  CHECK(nobody.error().fault == Fault::database);
  CHECK(nobody.error().retry);
  CHECK(contains(nobody.error().message, "database splitroot at /nonexistent as anna"));
  CHECK_FALSE(contains(nobody.error().message, "s3cret"));

  for (const char* url :
       {"postgresql://anna:s3cret%zz@host/db", "postgresql://anna:s3cret@[host/db", "s3cret"}) {
    const auto wrong = open_store(url);
    REQUIRE(wrong.has_error());
    CHECK(wrong.error().fault == Fault::usage);
    CHECK_FALSE(contains(wrong.error().message, "s3cret"));
  }
  const auto missing = open_store(in_database(server_url(), "nosuch"));
  CHECK_FALSE(missing.error().retry);
  CHECK(contains(missing.error().message, "nosuch"));
  CHECK(Conninfo::parse("host=x password=s3cret")->scrubbed("the s3cret is s3cret") == "the *** is ***");
}

TEST_CASE("errors of PostgreSQL are told apart by who can mend them") {
  CHECK(database_error("53100", "could not extend file", "here").fault == Fault::disk);
  CHECK(contains(database_error("53100", "x", "here").message, "free space"));
  CHECK(
      contains(database_error("42501", "permission denied for table name", "here").message, "lacks a right"));
  CHECK(contains(database_error("42P01", "x", "here").message, "splitroot db migrate"));
  CHECK(database_error("40001", "x", "here").retry);
  CHECK(database_error("57P01", "x", "here").retry);
  CHECK(database_error("", "server closed the connection", "here").retry);
  CHECK_FALSE(database_error("", "password authentication failed", "here").retry);
  CHECK(database_error("22021", "x", "here").fault == Fault::internal);
  CHECK(database_error("XX000", "line\nline\n", "here").message.find('\n') == std::string::npos);
}

TEST_CASE("a second writer is refused and told who the first is") {
  const std::string url = fresh_schema();
  auto first = WriterLock::take(url, "run");
  REQUIRE_MESSAGE(first.has_value(), message_of(first));
  CHECK((*first)->held());
  const auto second = WriterLock::take(url, "import names");
  REQUIRE(second.has_error());
  CHECK(second.error().fault == Fault::lock);
  CHECK(contains(second.error().message, "splitroot run, process " + std::to_string(getpid()) + " on "));
  CHECK(contains(second.error().message, ", since 20"));
  CHECK(WriterLock::take(fresh_schema(), "run").has_value());  // another database, another lock
  CHECK(open(url)->read()->sources().empty());

  end_sessions(url);
  CHECK_FALSE((*first)->held());
  const auto third = WriterLock::take(url, "collect");
  CHECK(third.has_value());
}

TEST_CASE("a server lost in the middle of a unit of work: nothing happened, the next unit works") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  for (const bool merged : {false, true}) {
    const auto unit = store->begin();
    unit->stage("ens", "", Origin::live, std::nullopt, std::vector{patch("a", 1)});
    if (merged) unit->merge();
    end_sessions(url);
    const Error lost = failure_of([&] {
      unit->merge();
      unit->commit();
    });
    CHECK(lost.fault == Fault::database);
    CHECK(lost.retry);
    CHECK(failure_of([&] { unit->commit(); }).retry);
  }
  CHECK(number(url, "SELECT count(*) FROM name") == 0);
  CHECK(store_names(*store, "ens", {patch("a", 1)}).added == 1);
  end_sessions(url);  // idle sessions are lost as well
  CHECK(store_names(*store, "ens", {patch("b", 1)}).added == 1);
  end_sessions(url);
  CHECK(store->read()->names_by_key("ens", std::vector{patch("b", 1).state.key}).size() == 1);
}

TEST_CASE("a unit of work that failed cannot be committed") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  const auto unit = store->begin();
  unit->stage("ens", "", Origin::live, std::nullopt, std::vector{patch("a", 1)});
  unit->merge();
  CHECK(failure_of([&] {
          unit->replace_rules(std::vector<RuleRecord>{{"x", "no json"}});
        }).fault == Fault::internal);
  CHECK(contains(failure_of([&] { unit->commit(); }).message, "rolled back"));
  CHECK(number(url, "SELECT count(*) FROM name") == 0);
}

TEST_CASE("a key staged twice in one call is refused whole") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  const auto unit = store->begin();
  unit->stage("ens", "", Origin::live, std::nullopt, std::vector{patch("a", 1), patch("a", 2)});
  CHECK(failure_of([&] { unit->merge(); }).fault == Fault::internal);
}

TEST_CASE("a reader sees one snapshot, and cannot write") {
  const std::string url = fresh_schema();
  const auto store = open(url);
  const auto reader = store->read();
  CHECK(reader->sources().empty());
  const auto unit = store->begin();
  unit->declare_source("ens", "chain", "ens");
  CHECK(unit->sources().size() == 1);
  unit->commit();
  CHECK(reader->sources().empty());
  CHECK(store->read()->sources().size() == 1);
}

TEST_CASE("a role that may only read can read, and is told when it writes") {
  const std::string url = fresh_schema();
  const auto owner = open(url);
  store_names(*owner, "ens", {patch("a", 1)});
  session_at(url).script(
      "DO $$ BEGIN CREATE ROLE onlooker LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;"
      "GRANT SELECT ON ALL TABLES IN SCHEMA public TO onlooker");
  Session session = session_at(url);
  session.script("SET ROLE onlooker");
  const Error refused = failure_of([&] { session.run("INSERT INTO alert_rule VALUES ('x', '{}')"); });
  CHECK(contains(refused.message, "lacks a right"));
  // pg_ident lets nobody in as onlooker, so the role comes with the connection's options.
  const std::string onlooker = url + "?options=-c%20role%3Donlooker";
  CHECK(check_schema(onlooker).has_value());
  const auto store = open(onlooker);
  CHECK(store->read()->names_by_key("ens", std::vector{patch("a", 1).state.key}).size() == 1);
  CHECK(store->read()->sources().empty());
  const auto denied = failure_of([&] { store_names(*store, "ens", {patch("b", 1)}); });
  CHECK(denied.fault == Fault::database);
  CHECK(contains(denied.message, "lacks a right"));
}

}  // namespace splitroot::db
