#include "db/errors.hpp"

#include <algorithm>
#include <array>

namespace splitroot::db {
namespace {

/// SQLSTATEs (PostgreSQL, appendix A) that call for more than their text. A state of two characters is a
/// class; the first entry that fits speaks.
struct Known {
  std::string_view state;
  Fault fault;
  bool retry;
  std::string_view advice;
};

constexpr std::array<Known, 16> known{{
    {"53100", Fault::disk, true,
     "the disk of the database is full: free space there, then run the same again"},
    {"58030", Fault::disk, true, "the database cannot read or write its disk"},
    {"53300", Fault::database, true,
     "all connections are in use: raise max_connections or end other clients"},
    {"42501", Fault::database, false,
     "the role lacks a right: use a role that owns the schema, or GRANT what is missing (reading needs "
     "SELECT on "
     "all tables)"},
    {"25006", Fault::database, false, "this database only reads (a standby?): give the URL of the primary"},
    {"42P01", Fault::database, false, "the schema is missing or older: run `splitroot db migrate`"},
    {"42703", Fault::database, false, "the schema is of another version: run `splitroot db migrate`"},
    {"3D000", Fault::database, false, "create it (createdb), or correct the URL"},
    {"28", Fault::database, false, "check user and password of the URL and pg_hba.conf of the server"},
    {"08", Fault::database, true, "check that the server runs and the URL is right"},
    {"40", Fault::database, true, "another transaction was in the way"},
    {"53", Fault::database, true, "the server is short of a resource"},
    {"55", Fault::database, true, ""},
    {"57", Fault::database, true, ""},
    {"22", Fault::internal, false, "this is a bug: the statement did not fit its data"},
    {"23", Fault::internal, false, "this is a bug, or two writers at once"},
}};

std::string one_line(std::string_view message) {
  while (!message.empty() && message.back() == '\n') message.remove_suffix(1);
  std::string out{message};
  std::replace_if(
      out.begin(), out.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return out;
}

/// libpq gives no SQLSTATE for a refused connection, so its words decide whether waiting can help.
Error no_connection(std::string_view message, std::string_view where) {
  constexpr std::array refusals{"authentication failed", "does not exist", "no pg_hba.conf entry",
                                "password supplied", "invalid"};
  const bool refused = std::any_of(refusals.begin(), refusals.end(), [message](std::string_view words) {
    return message.find(words) != std::string_view::npos;
  });
  return {Fault::database,
          "no connection to " + std::string{where} + ": " + one_line(message) +
              (refused ? "; correct the URL or the server's pg_hba.conf"
                       : "; check that the server runs and that the URL is right"),
          !refused};
}

}  // namespace

Error database_error(std::string_view sqlstate, std::string_view message, std::string_view where) {
  if (sqlstate.empty()) return no_connection(message, where);
  const auto entry =
      std::find_if(known.begin(), known.end(), [&](const Known& k) { return sqlstate.starts_with(k.state); });
  std::string out = "PostgreSQL (" + std::string{where} + ", SQLSTATE " + std::string{sqlstate} + "): ";
  out += one_line(message);
  if (entry == known.end()) return {Fault::database, std::move(out), false};
  if (!entry->advice.empty()) out += "; " + std::string{entry->advice};
  return {entry->fault, std::move(out), entry->retry};
}

}  // namespace splitroot::db
