#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"

namespace splitroot::collectors {

/// A row of the root zone database, as found.
struct RootDbRow {
  std::string a_label;
  std::string display;  ///< U-label, with a dot before it
  std::string type;
  std::string manager;
  std::size_t line = 0;  ///< on which the row begins
};

/// The rows of the page https://www.iana.org/domains/root/db, unchecked but for their UTF-8: every table row
/// with cells. It has three of them: a link to `/domains/root/db/LABEL.html` around the U-label, the type,
/// the manager. Comments are passed over, tags inside a cell dropped, character references decoded. Anything
/// else, and a page that ends within its table, is an error (input) with its line.
Result<std::vector<RootDbRow>> root_db_rows(std::string_view page, std::string_view origin_name);

}  // namespace splitroot::collectors
