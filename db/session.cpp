#include "db/session.hpp"

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <string_view>

#include "core/log.hpp"
#include "db/errors.hpp"

namespace splitroot::db {
namespace {

constexpr int binary = 1;

/// What every session needs, whatever the server's or the role's defaults are. Cursors are read to their end,
/// so they are planned for all rows; JIT costs more than our statements take.
constexpr const char* settings = R"(
  SET client_encoding = 'UTF8';
  SET timezone = 'UTC';
  SET jit = off;
  SET cursor_tuple_fraction = 1.0;
  SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  SET temp_buffers = '32MB';
  SET client_min_messages = warning)";

std::shared_ptr<pg_conn> connect(const Conninfo& info, const std::string& application) {
  // Later words win over earlier ones, so the URL overrides what stands before it.
  const std::array keywords{"connect_timeout", "keepalives_idle", "dbname", "fallback_application_name",
                            static_cast<const char*>(nullptr)};
  const std::array values{"15", "60", info.url().c_str(), application.c_str(),
                          static_cast<const char*>(nullptr)};
  constexpr int expand_dbname = 1;
  return {PQconnectdbParams(keywords.data(), values.data(), expand_dbname), &PQfinish};
}

void log_notice(void*, const PGresult* result) {
  const char* text = PQresultErrorMessage(result);
  log::debug(std::string{"PostgreSQL: "} + (text == nullptr ? "" : text));
}

bool succeeded(const PGresult* result) {
  switch (PQresultStatus(result)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_COPY_IN:
    case PGRES_EMPTY_QUERY:
      return true;
    default:
      return false;
  }
}

std::string_view diagnostic(const PGresult* result, int field) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, field);
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

}  // namespace

bool Row::null(int column) const { return PQgetisnull(result_, index_, column) == 1; }

std::string_view Row::octets(int column) const {
  return {PQgetvalue(result_, index_, column),
          static_cast<std::size_t>(PQgetlength(result_, index_, column))};
}

std::int64_t Row::integer(int column) const { return read_integer(octets(column)); }
bool Row::flag(int column) const { return integer(column) != 0; }
Timestamp Row::time(int column) const { return from_wire_time(integer(column)); }

NameKey Row::key(int column) const {
  const std::string_view bytes = octets(column);
  if (bytes.size() != sizeof(Hash256)) {
    throw Failure({Fault::database, "the database holds a key of " + std::to_string(bytes.size()) +
                                        " octets instead of 32: it was written by something else"});
  }
  return {hash_of_bytes(bytes)};
}

std::optional<std::string> Row::maybe_text(int column) const {
  return null(column) ? std::nullopt : std::optional{text(column)};
}
std::optional<std::uint64_t> Row::maybe_count(int column) const {
  return null(column) ? std::nullopt : std::optional{count(column)};
}
std::optional<bool> Row::maybe_flag(int column) const {
  return null(column) ? std::nullopt : std::optional{flag(column)};
}
std::optional<Timestamp> Row::maybe_time(int column) const {
  return null(column) ? std::nullopt : std::optional{time(column)};
}

void Row::unknown_word(int column) const {
  throw Failure({Fault::database, "the database holds " + std::string{PQfname(result_, column)} + " '" +
                                      text(column) + "', unknown to this version: update splitroot"});
}

int Rows::size() const { return PQntuples(result_.get()); }

std::uint64_t Rows::affected() const {
  const std::string_view digits{PQcmdTuples(result_.get())};
  std::uint64_t rows = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), rows);
  return rows;
}

Session::Session(Conninfo info, const std::string& application)
    : info_(std::move(info)), connection_(connect(info_, application)) {
  if (broken()) fail(nullptr);
  PQsetNoticeReceiver(handle(), log_notice, nullptr);
  script(settings);
}

void Session::commit() {
  const auto result = checked(PQexec(handle(), "COMMIT"));
  if (std::string_view{PQcmdStatus(result.get())} == "COMMIT") return;
  throw Failure({Fault::internal, "a unit of work that had failed was to be committed; it was rolled back"});
}

bool Session::in_transaction() const { return PQtransactionStatus(handle()) != PQTRANS_IDLE; }

bool Session::broken() const { return PQstatus(handle()) != CONNECTION_OK; }
int Session::server_version() const { return PQserverVersion(handle()); }

Rows Session::run(const std::string& sql, const Params& params) {
  std::vector<Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const Params::Value& value : params.values()) {
    types.push_back(static_cast<Oid>(value.type));
    values.push_back(value.octets ? value.octets->data() : nullptr);
    lengths.push_back(value.octets ? static_cast<int>(value.octets->size()) : 0);
  }
  const std::vector<int> formats(params.size(), binary);
  return Rows{checked(PQexecParams(handle(), sql.c_str(), static_cast<int>(params.size()), types.data(),
                                   values.data(), lengths.data(), formats.data(), binary))};
}

void Session::script(const std::string& sql) { checked(PQexec(handle(), sql.c_str())); }

void Session::visit(const std::string& query, const Params& params,
                    const std::function<void(const Row&)>& visit) {
  const std::string cursor = "splitroot_" + std::to_string(++cursors_);
  run("DECLARE " + cursor + " NO SCROLL CURSOR FOR " + query, params);
  for (;;) {
    const Rows rows = run("FETCH 1000 FROM " + cursor);
    if (rows.empty()) break;
    for (int i = 0; i < rows.size(); ++i) visit(rows[i]);
  }
  run("CLOSE " + cursor);
}

std::shared_ptr<pg_result> Session::checked(pg_result* result) const {
  std::shared_ptr<pg_result> owned{result, &PQclear};
  if (!succeeded(result)) fail(result);
  return owned;
}

void Session::fail(const pg_result* result) const {
  const std::string_view state = diagnostic(result, PG_DIAG_SQLSTATE);
  const std::string_view primary = diagnostic(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string message{primary.empty() ? std::string_view{PQerrorMessage(handle())} : primary};
  throw Failure(database_error(state, info_.scrubbed(message), info_.description()));
}

}  // namespace splitroot::db
