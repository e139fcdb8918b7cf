#include "db/statement.hpp"

#include <map>

#include "core/result.hpp"

namespace splitroot::db {
namespace {

std::string_view type_name(Type type) {
  switch (type) {
    case Type::boolean:
      return "boolean";
    case Type::bytea:
      return "bytea";
    case Type::int8:
      return "bigint";
    case Type::int2:
      return "smallint";
    case Type::int4:
      return "integer";
    case Type::text:
      return "text";
    case Type::bytea_array:
      return "bytea[]";
    case Type::text_array:
      return "text[]";
    case Type::int8_array:
      return "bigint[]";
    case Type::timestamptz:
      return "timestamptz";
    case Type::timestamptz_array:
      return "timestamptz[]";
  }
  return "text";
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

TypedStatement typed(const std::string& sql, const Params& params) {
  TypedStatement out;
  std::map<std::size_t, std::size_t> numbers;  // of a parameter here, by its number there
  for (std::size_t at = 0; at < sql.size();) {
    if (sql[at] != '$' || at + 1 == sql.size() || !is_digit(sql[at + 1])) {
      out.sql += sql[at++];
      continue;
    }
    std::size_t number = 0;
    for (++at; at < sql.size() && is_digit(sql[at]); ++at)
      number = number * 10 + static_cast<std::size_t>(sql[at] - '0');
    if (number == 0 || number > params.size()) {
      throw Failure({Fault::internal, "a statement asks for parameter " + std::to_string(number) + " of " +
                                          std::to_string(params.size())});
    }
    const Params::Value& value = params.values()[number - 1];
    if (value.octets) {
      const auto [known, fresh] = numbers.try_emplace(number, numbers.size() + 1);
      if (fresh) out.values.push_back(*value.octets);
      out.sql += "$" + std::to_string(known->second);
    } else {
      out.sql += "NULL";
    }
    out.sql += "::";
    out.sql += type_name(value.type);
  }
  return out;
}

}  // namespace splitroot::db
