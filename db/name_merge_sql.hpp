#pragma once
#include <string>
#include <string_view>

#include "core/vocabulary.hpp"

namespace splitroot::db {

/// Every column of `name`, in the order in which stage_names fills those of `staged_name`.
extern const char* const staged_columns;
extern const char* const create_staging_sql;
extern const char* const count_rounds_sql;

/// `columns` (separated by a comma and a space) with `before` put before each.
std::string each_column(std::string_view columns, std::string_view before);

/// The staged columns as a row of `name` has them: what a row needs and a patch may lack is filled in.
std::string insertable_columns();

/// True where two rows of names (by their aliases) differ in what is news.
std::string differs(const std::string& a, const std::string& b);

/// What to merge, as a query over the staging table in which each key stands once: all of it, where no key
/// stands twice; the batch that choose_batch (name_merge.hpp) has chosen; or the first rows of all keys, then
/// the second ones, and so on.
std::string all_staged();
std::string staged_batch();
std::string staged_round(int round);

/// What a merge writes to the table `change`.
struct Telling {
  bool tells = true;
  bool is_final = true;
  bool spares_rewound = false;  ///< names that were taken back are told of when all is merged
};

struct Inserting {
  bool into_empty = false;   ///< nothing has to be looked up
  bool events_only = false;  ///< what only fills in does not make a name
};

/// Merges into rows that exist, of `name` or `name_base`.
std::string update_names_sql(const std::string& table, const std::string& rows, const Telling& telling);

/// Adds those that do not, to `name`; and to `name_base`, where a base says that there was nothing.
std::string insert_names_sql(const std::string& rows, const Inserting& inserting, const Telling& telling);
std::string revive_bases_sql(const std::string& rows);

}  // namespace splitroot::db
