#include "db/session.hpp"

#include <pqxx/pqxx>

#include "core/hex.hpp"
#include "core/log.hpp"
#include "db/errors.hpp"
#include "db/link.hpp"
#include "db/statement.hpp"

namespace splitroot::db {
namespace {

/// Type OID of bytea (pg_type.dat).
constexpr pqxx::oid bytea = static_cast<pqxx::oid>(Type::bytea);

/// What every session needs, whatever the server's or the role's defaults are. Cursors are read to their end,
/// so they are planned for all rows; JIT costs more than our statements take.
constexpr const char* settings = R"(
  SET client_encoding = 'UTF8';
  SET timezone = 'UTC';
  SET datestyle = 'ISO';
  SET bytea_output = 'hex';
  SET jit = off;
  SET cursor_tuple_fraction = 1.0;
  SET statement_timeout = 0;
  SET idle_in_transaction_session_timeout = 0;
  SET temp_buffers = '32MB';
  SET client_min_messages = warning)";

void log_notice(void*, const PGresult* result) {
  const char* text = PQresultErrorMessage(result);
  log::debug(std::string{"PostgreSQL: "} + (text == nullptr ? "" : text));
}

std::string_view diagnostic(const PGresult* result, int field) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, field);
  return text == nullptr ? std::string_view{} : std::string_view{text};
}

/// The server's own words out of what libpqxx passes on: without the severity in front and the lines of
/// context.
std::string primary_message(std::string_view what) {
  if (const auto colon = what.find(":  "); colon != std::string_view::npos && colon < 10)
    what.remove_prefix(colon + 3);
  return std::string{what.substr(0, what.find('\n'))};
}

template <class Kind>
bool is(const pqxx::sql_error& error) {
  return dynamic_cast<const Kind*>(&error) != nullptr;
}

/// SQLSTATE of an error. libpqxx 6 drops the code where it has a class of its own for it.
std::string sqlstate_of(const pqxx::sql_error& error) {
  if (!error.sqlstate().empty()) return error.sqlstate();
  if (is<pqxx::disk_full>(error)) return "53100";
  if (is<pqxx::out_of_memory>(error)) return "53200";
  if (is<pqxx::insufficient_resources>(error)) return "53000";
  if (is<pqxx::insufficient_privilege>(error)) return "42501";
  if (is<pqxx::undefined_table>(error)) return "42P01";
  if (is<pqxx::undefined_column>(error)) return "42703";
  if (is<pqxx::syntax_error>(error)) return "42601";
  if (is<pqxx::integrity_constraint_violation>(error)) return "23000";
  if (is<pqxx::data_exception>(error)) return "22000";
  if (is<pqxx::feature_not_supported>(error)) return "0A000";
  return {};
}

}  // namespace

/// The connection, and the one libpqxx transaction that lives as long: a nontransaction, for BEGIN and COMMIT
/// are statements of ours (their kind differs between readers and units of work).
class Session::Link {
 public:
  Link(const Conninfo& info, const std::string& application)
      : connection_(info.url(), application), statements_(connection_) {
    PQsetNoticeReceiver(connection_.handle(), log_notice, nullptr);
  }
  PGconn* handle() const { return connection_.handle(); }

  /// Why the connection ended: libpq knows it better than libpqxx, where it says anything.
  std::string last_words(const char* otherwise) const {
    const std::string_view said = handle() == nullptr ? "" : PQerrorMessage(handle());
    return said.empty() ? otherwise : std::string{said};
  }

  pqxx::result execute(const TypedStatement& statement) {
    if (statement.values.empty()) return statements_.exec(statement.sql);
    std::vector<pqxx::binarystring> values;
    values.reserve(statement.values.size());
    for (const std::string& value : statement.values) values.emplace_back(value);
    return statements_.exec_params(statement.sql, pqxx::prepare::make_dynamic_params(values));
  }

 private:
  Connection connection_;
  pqxx::nontransaction statements_;
};

bool Row::null(int column) const { return (*result_)[static_cast<unsigned>(index_)][column].is_null(); }

std::string Row::octets(int column) const {
  const pqxx::field field = (*result_)[static_cast<unsigned>(index_)][column];
  const std::string_view text{field.c_str(), field.size()};
  if (field.type() != bytea || text.empty()) return std::string{text};
  const auto bytes = from_hex(text.substr(2));  // bytea_output = 'hex': \x0102
  if (!bytes) throw Failure({Fault::internal, "the server does not write bytea as hex"});
  return *bytes;
}

std::int64_t Row::integer(int column) const {
  return (*result_)[static_cast<unsigned>(index_)][column].as<std::int64_t>();
}

bool Row::flag(int column) const { return (*result_)[static_cast<unsigned>(index_)][column].as<bool>(); }

Timestamp Row::time(int column) const {
  const std::string written =
      octets(column) + ":00";  // `2026-01-05 00:00:00+00` lacks the minutes of the offset
  if (const auto time = parse_time(written)) return *time;
  throw Failure({Fault::internal, "the server writes the time '" + written + "'"});
}

std::vector<std::string> Row::texts(int column) const {
  std::vector<std::string> out;
  const pqxx::field field = (*result_)[static_cast<unsigned>(index_)][column];
  pqxx::array_parser parser = field.as_array();
  for (auto item = parser.get_next(); item.first != pqxx::array_parser::done; item = parser.get_next()) {
    if (item.first == pqxx::array_parser::string_value) out.push_back(std::move(item.second));
  }
  return out;
}

NameKey Row::key(int column) const {
  const std::string bytes = octets(column);
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
  throw Failure({Fault::database, "the database holds " + std::string{result_->column_name(column)} + " '" +
                                      text(column) + "', unknown to this version: update splitroot"});
}

int Rows::size() const { return static_cast<int>(result_->size()); }

std::uint64_t Rows::affected() const { return result_->affected_rows(); }

Session::Session(Conninfo info, const std::string& application) : info_(std::move(info)) {
  try {
    link_ = std::make_unique<Link>(info_, application);
  } catch (const pqxx::failure& failure) {
    throw Failure(database_error("", info_.scrubbed(failure.what()), info_.description()));
  }
  script(settings);
}

Session::~Session() = default;
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;

pg_conn* Session::handle() const { return link_->handle(); }

void Session::commit() {
  const bool failed_before = PQtransactionStatus(handle()) == PQTRANS_INERROR;
  script("COMMIT");
  if (!failed_before) return;
  throw Failure({Fault::internal, "a unit of work that had failed was to be committed; it was rolled back"});
}

bool Session::in_transaction() const { return PQtransactionStatus(handle()) != PQTRANS_IDLE; }

bool Session::broken() const { return PQstatus(handle()) != CONNECTION_OK; }
int Session::server_version() const { return PQserverVersion(handle()); }

Rows Session::run(const std::string& sql, const Params& params) {
  try {
    return Rows{std::make_shared<const pqxx::result>(link_->execute(typed(sql, params)))};
  } catch (const pqxx::sql_error& error) {
    throw Failure(database_error(sqlstate_of(error), info_.scrubbed(primary_message(error.what())),
                                 info_.description()));
  } catch (const pqxx::broken_connection& error) {
    throw Failure(
        database_error("08006", info_.scrubbed(link_->last_words(error.what())), info_.description()));
  } catch (const pqxx::transaction_rollback& error) {
    throw Failure(
        database_error("40000", info_.scrubbed(primary_message(error.what())), info_.description()));
  } catch (const pqxx::failure& error) {
    throw Failure({Fault::internal, std::string{"libpqxx: "} + error.what(), false});
  } catch (const pqxx::pqxx_exception& misuse) {
    throw Failure({Fault::internal, std::string{"libpqxx: "} + misuse.base().what(), false});
  }
}

namespace {

/// The plan is kept while tables grow: finding each row by its key is right at any size, scanning or hashing
/// them only today.
constexpr const char* plan_by_key =
    "SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off";
constexpr const char* plan_freely =
    "SET LOCAL enable_seqscan = on; SET LOCAL enable_hashjoin = on; SET LOCAL enable_mergejoin = on";

}  // namespace

Rows Session::repeat(const std::string& sql, int state) {
  auto known = prepared_.find({sql, state});
  if (known == prepared_.end()) {
    const std::string name = "splitroot_" + std::to_string(prepared_.size() + 1);
    script("PREPARE " + name + " AS " + sql);
    known = prepared_.emplace(std::pair{sql, state}, name).first;
  }
  script(plan_by_key);
  Rows rows = run("EXECUTE " + known->second);
  script(plan_freely);
  return rows;
}

void Session::script(const std::string& sql) { run(sql, {}); }

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

void Session::fail(const pg_result* result) const {
  const std::string_view state = diagnostic(result, PG_DIAG_SQLSTATE);
  const std::string_view primary = diagnostic(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string message{primary.empty() ? std::string_view{PQerrorMessage(handle())} : primary};
  throw Failure(database_error(state, info_.scrubbed(message), info_.description()));
}

}  // namespace splitroot::db
