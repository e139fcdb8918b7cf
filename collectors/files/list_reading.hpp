#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/batch.hpp"
#include "core/csv.hpp"
#include "core/result.hpp"

namespace splitroot::collectors {

/// What the parsers of whole lists have in common. Errors (input) name the file, and the line where there is
/// one.

/// An error at the start of a line.
Error error_at_line(std::string_view origin_name, std::size_t line, std::string_view what);

/// The error of a text whose last line has no end, nullopt otherwise.
std::optional<Error> cut_off(std::string_view text, std::string_view origin_name);

/// When a list that does not say so itself was so: as told, else by its remark `# as-of: DATE`.
Result<Timestamp> told_date(const CsvTable& table, std::string_view origin_name,
                            std::optional<Timestamp> as_of);

/// The error of an undated list of which nobody told the date.
Error undated(std::string_view origin_name);

/// Each label once: remembers on which line it came first.
class FirstLines {
 public:
  /// Nothing, or a bare reason: `com stands on line 3 already`.
  Result<void> add(const std::string& label, std::size_t line);

 private:
  std::map<std::string, std::size_t> lines_;
};

/// A list as read from a file; its digest is that of `text`.
StandingBatch file_batch(std::string source, Timestamp as_of, std::string position, std::string_view text,
                         std::vector<StandingEntry> entries);

}  // namespace splitroot::collectors
