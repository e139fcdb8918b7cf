#pragma once
#include <string>
#include <string_view>

#include "core/result.hpp"

namespace splitroot::db {

/// What PostgreSQL reported, as our own error: who can mend it, whether a repetition may help, what to do.
/// `sqlstate` is empty when the connection itself failed. `where` describes the database
/// (Conninfo::description).
Error database_error(std::string_view sqlstate, std::string_view message, std::string_view where);

}  // namespace splitroot::db
