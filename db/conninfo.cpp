#include "db/conninfo.hpp"

#include <libpq-fe.h>

#include <memory>

namespace splitroot::db {
namespace {

std::string& append_part(std::string& out, std::string_view word, const std::string& value) {
  if (!value.empty()) out.append(out.empty() ? "" : " ").append(word).append(" ").append(value);
  return out;
}

}  // namespace

Result<Conninfo> Conninfo::parse(const std::string& url) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options{
      PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree};
  if (!options || url.find('\0') != std::string::npos) {
    return usage_error(
        "the database URL cannot be read: it must look like postgresql://user@host:5432/database, with "
        "special "
        "characters of a password percent-encoded (@ is %40, : is %3A, / is %2F, % is %25)");
  }
  Conninfo info;
  info.url_ = url;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val == nullptr) continue;
    const std::string_view keyword{option->keyword};
    if (keyword == "host" || (keyword == "hostaddr" && info.host_.empty())) info.host_ = option->val;
    if (keyword == "dbname") info.database_ = option->val;
    if (keyword == "user") info.user_ = option->val;
    if (keyword == "password") info.password_ = option->val;
  }
  return info;
}

std::string Conninfo::description() const {
  std::string out;
  append_part(out, "database", database_);
  append_part(out, "at", host_);
  append_part(out, "as", user_);
  return out.empty() ? "the database" : out;
}

std::string Conninfo::scrubbed(std::string message) const {
  if (password_.empty()) return message;
  for (auto at = message.find(password_); at != std::string::npos; at = message.find(password_, at + 3)) {
    message.replace(at, password_.size(), "***");
  }
  return message;
}

}  // namespace splitroot::db
