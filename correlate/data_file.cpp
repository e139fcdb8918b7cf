#include "correlate/data_file.hpp"

#include <algorithm>
#include <sstream>

#include "core/label.hpp"

namespace splitroot::correlate {

Result<void> read_rows(std::span<const EmbeddedFile> files, std::string_view name,
                       const std::vector<std::string>& columns, const TakeRow& take) {
  const auto file =
      std::find_if(files.begin(), files.end(), [&](const auto& one) { return one.name == name; });
  if (file == files.end()) return input_error(std::string{name} + ": no such data file is compiled in");
  std::istringstream in{std::string{file->content}};
  auto table = CsvTable::open(in, std::string{name}, columns);
  if (!table) return table.error();
  for (;;) {
    const auto more = table->next();
    if (!more) return more.error();
    if (!*more) return {};
    if (auto error = take(*table)) return *error;
  }
}

std::optional<Error> check_ldh(const CsvTable& row, std::string_view column) {
  const auto ldh = to_ldh(row[column]);
  if (!ldh) return row.error(column, ldh.error().message);
  if (*ldh != row[column]) return row.error(column, "the label is spelled '" + *ldh + "' in the DNS");
  return std::nullopt;
}

}  // namespace splitroot::correlate
