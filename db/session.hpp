#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/name.hpp"
#include "core/vocabulary.hpp"
#include "db/conninfo.hpp"
#include "db/values.hpp"

struct pg_conn;
struct pg_result;

namespace pqxx {
class result;
}

namespace splitroot::db {

/// One row of an answer. Valid as long as the Rows it came from; columns count from 0.
class Row {
 public:
  Row(const pqxx::result* result, int index) : result_(result), index_(index) {}

  bool null(int column) const;
  std::string octets(int column) const;  ///< of text or bytea; empty where NULL
  std::int64_t integer(int column) const;
  std::uint64_t count(int column) const { return static_cast<std::uint64_t>(integer(column)); }
  bool flag(int column) const;
  Timestamp time(int column) const;
  NameKey key(int column) const;

  std::vector<std::string> texts(int column) const;
  std::string text(int column) const { return octets(column); }
  std::optional<std::string> maybe_text(int column) const;
  std::optional<std::uint64_t> maybe_count(int column) const;
  std::optional<bool> maybe_flag(int column) const;
  std::optional<Timestamp> maybe_time(int column) const;

  /// The word of a closed list. Throws Failure when this version does not know it.
  template <class Word>
  Word word(int column) const {
    const auto known = parse_word<Word>(octets(column));
    if (!known) unknown_word(column);
    return *known;
  }

 private:
  [[noreturn]] void unknown_word(int column) const;

  const pqxx::result* result_;
  int index_;
};

/// The answer to one statement.
class Rows {
 public:
  explicit Rows(std::shared_ptr<const pqxx::result> result) : result_(std::move(result)) {}
  int size() const;
  bool empty() const { return size() == 0; }
  Row operator[](int index) const { return {result_.get(), index}; }

  /// Rows written by INSERT, UPDATE or DELETE.
  std::uint64_t affected() const;

 private:
  std::shared_ptr<const pqxx::result> result_;
};

/// One connection. libpqxx stands behind it; COPY speaks libpq over the same connection (copy_in.cpp).
/// Everything throws Failure. A connection that is lost stays lost: its transaction must not go on silently.
class Session {
 public:
  /// Connects; `application` is what pg_stat_activity shows.
  explicit Session(Conninfo info, const std::string& application = "splitroot");

  /// One statement, with parameters.
  Rows run(const std::string& sql, const Params& params = {});

  /// One statement without parameters that comes again and again over few rows: planned once a session and
  /// `state` of the tables (any number that tells when a plan is out of date), where planning takes longer
  /// than doing.
  Rows repeat(const std::string& sql, int state);

  /// Several statements, without parameters.
  void script(const std::string& sql);

  /// Rows of a query, a thousand at a time, through a cursor of the open transaction; `visit` may use the
  /// session.
  void visit(const std::string& query, const Params& params, const std::function<void(const Row&)>& visit);

  /// Commits the open transaction. A transaction that failed before is a Failure, not a silent rollback.
  void commit();

  ~Session();
  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;

  bool broken() const;
  bool in_transaction() const;
  int server_version() const;  ///< 150004 is 15.4
  const Conninfo& info() const { return info_; }
  pg_conn* handle() const;

  /// Throws what the connection's last failure means.
  [[noreturn]] void fail(const pg_result* result) const;

 private:
  class Link;

  Conninfo info_;
  std::unique_ptr<Link> link_;
  unsigned cursors_ = 0;
  std::map<std::pair<std::string, int>, std::string>
      prepared_;  ///< names by statement; they outlive transactions
};

}  // namespace splitroot::db
