#pragma once
#include <string>
#include <vector>

#include "db/values.hpp"

namespace splitroot::db {

/// A statement with its parameters pinned to their types: `$1` becomes `$1::bytea`, one that is NULL becomes
/// `NULL::bytea`. libpqxx tells the server no types, and every parameter travels in binary format, which fits
/// only the type it was made for.
struct TypedStatement {
  std::string sql;
  std::vector<std::string> values;  ///< of the parameters that are left, in order
};

TypedStatement typed(const std::string& sql, const Params& params);

}  // namespace splitroot::db
