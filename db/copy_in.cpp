#include "db/copy_in.hpp"

#include <libpq-fe.h>

namespace splitroot::db {
namespace {

constexpr std::size_t buffer_size = 256 * 1024;
constexpr std::string_view signature{"PGCOPY\n\377\r\n\0", 11};

}  // namespace

CopyIn::CopyIn(Session& session, const std::string& target, std::int16_t columns)
    : session_(session), columns_(columns) {
  session_.script("COPY " + target + " FROM STDIN (FORMAT binary)");
  buffer_.reserve(buffer_size + buffer_size / 4);
  buffer_ = signature;
  append_int32(buffer_, 0);  // no flags
  append_int32(buffer_, 0);  // no header extension
}

CopyIn::~CopyIn() {
  if (!open_) return;
  PQputCopyEnd(session_.handle(), "given up");
  while (PGresult* rest = PQgetResult(session_.handle())) PQclear(rest);
}

void CopyIn::row() {
  if (buffer_.size() >= buffer_size) send();
  append_int16(buffer_, columns_);
}

void CopyIn::null() { append_int32(buffer_, -1); }

void CopyIn::octets(std::string_view value) {
  append_int32(buffer_, static_cast<std::int32_t>(value.size()));
  buffer_ += value;
}

void CopyIn::text(std::string_view value) { octets(storable_text(value)); }

void CopyIn::int16(std::int16_t value) {
  append_int32(buffer_, sizeof value);
  append_int16(buffer_, value);
}

void CopyIn::int32(std::int32_t value) {
  append_int32(buffer_, sizeof value);
  append_int32(buffer_, value);
}

void CopyIn::int64(std::int64_t value) {
  append_int32(buffer_, sizeof value);
  append_int64(buffer_, value);
}

void CopyIn::boolean(bool value) {
  append_int32(buffer_, 1);
  buffer_.push_back(value ? '\1' : '\0');
}

void CopyIn::time(Timestamp value) { int64(to_wire_time(value)); }

void CopyIn::texts(std::span<const std::string> values) {
  octets(wire_array(Type::text, storable_texts(values)));
}

void CopyIn::send() {
  if (PQputCopyData(session_.handle(), buffer_.data(), static_cast<int>(buffer_.size())) != 1) {
    open_ = false;
    session_.fail(nullptr);
  }
  buffer_.clear();
}

std::unique_ptr<pg_result, void (*)(pg_result*)> CopyIn::end() {
  append_int16(buffer_, -1);  // trailer
  send();
  open_ = false;
  if (PQputCopyEnd(session_.handle(), nullptr) != 1) session_.fail(nullptr);
  std::unique_ptr<pg_result, void (*)(pg_result*)> result{PQgetResult(session_.handle()), &PQclear};
  while (PGresult* rest = PQgetResult(session_.handle())) PQclear(rest);
  return result;
}

void CopyIn::finish() {
  const auto result = end();
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) session_.fail(result.get());
}

/// False: the transaction has failed, back to its last savepoint.
bool CopyIn::finish_unless_taken() {
  constexpr std::string_view unique_violation = "23505";
  const auto result = end();
  if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) return true;
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  if (state == nullptr || state != unique_violation) session_.fail(result.get());
  return false;
}

bool copied_unless_taken(Session& session, const std::string& target, std::int16_t columns,
                         const std::function<void(CopyIn&)>& write) {
  session.script("SAVEPOINT copying");
  CopyIn copy{session, target, columns};
  write(copy);
  const bool copied = copy.finish_unless_taken();
  session.script(copied ? "RELEASE SAVEPOINT copying"
                        : "ROLLBACK TO SAVEPOINT copying; RELEASE SAVEPOINT copying");
  return copied;
}

}  // namespace splitroot::db
