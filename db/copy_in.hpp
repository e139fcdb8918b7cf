#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "db/session.hpp"

namespace splitroot::db {

/// COPY … FROM STDIN in binary format (PostgreSQL, chapter "COPY", binary format): rows go out in buffers of
/// 256 KB. Destroyed before finish(), the COPY is given up.
class CopyIn {
 public:
  /// `target`: table and columns, `staged_name (a, b)`.
  CopyIn(Session& session, const std::string& target, std::int16_t columns);
  ~CopyIn();
  CopyIn(const CopyIn&) = delete;
  CopyIn& operator=(const CopyIn&) = delete;

  /// Starts a row; then one call a column, in order.
  void row();

  void null();
  void octets(std::string_view value);
  void text(std::string_view value);
  void text(const std::string& value) { text(std::string_view{value}); }
  void int16(std::int16_t value);
  void int32(std::int32_t value);
  void int64(std::int64_t value);
  void boolean(bool value);
  void time(Timestamp value);
  void texts(std::span<const std::string> values);

  /// Empty text is stored as NULL.
  void text_or_null(std::string_view value) { value.empty() ? null() : text(value); }
  void text(const std::optional<std::string>& value) { value ? text(std::string_view{*value}) : null(); }
  void count(std::optional<std::uint64_t> value) { value ? int64(to_bigint(*value)) : null(); }
  void boolean(std::optional<bool> value) { value ? boolean(*value) : null(); }
  void time(std::optional<Timestamp> value) { value ? time(*value) : null(); }

  /// Throws Failure when the server refused a row.
  void finish();


 private:
  friend bool copied_unless_taken(Session&, const std::string&, std::int16_t,
                                  const std::function<void(CopyIn&)>&);
  bool finish_unless_taken();
  std::unique_ptr<pg_result, void (*)(pg_result*)> end();
  void send();

  Session& session_;
  std::int16_t columns_;
  std::string buffer_;
  bool open_ = true;
};

/// Copies the rows that `write` writes. False, with nothing done, where one's key is taken.
bool copied_unless_taken(Session& session, const std::string& target, std::int16_t columns,
                         const std::function<void(CopyIn&)>& write);

}  // namespace splitroot::db
