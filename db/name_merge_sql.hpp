#pragma once
#include <string>

namespace splitroot::db {

/// Columns of `name` in the order staging sends them; the staging table has `batch` before them.
extern const char* const staged_columns;

extern const char* const create_staging_sql;

/// How often the most frequent key is staged: so many rounds a merge takes.
extern const char* const count_rounds_sql;

/// Updates the names that are stored already and writes `name.changed`. `round` counts from 1.
std::string update_names_sql(int rounds, int round);

/// Adds the names that are not stored yet, in key order, and writes `name.seen`.
std::string insert_names_sql(int rounds, int round);

}  // namespace splitroot::db
