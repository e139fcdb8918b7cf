#include "collectors/files/list_reading.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/hash.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors {

Error error_at_line(std::string_view origin_name, std::size_t line, std::string_view what) {
  return input_error(std::string{origin_name} + ":" + std::to_string(line) + ":1: " + std::string{what});
}

std::optional<Error> cut_off(std::string_view text, std::string_view origin_name) {
  if (text.ends_with('\n')) return std::nullopt;
  const auto line = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  return error_at_line(origin_name, line,
                       text.empty() ? "an empty file" : "the last line has no end: the file was cut off");
}

Result<Timestamp> told_date(const CsvTable& table, std::string_view origin_name,
                            std::optional<Timestamp> as_of) {
  if (as_of) return *as_of;
  const std::string_view remark = table.remark("as-of");
  if (remark.empty()) return undated(origin_name);
  if (const auto time = parse_time(remark)) return *time;
  return error_at_line(origin_name, 1, "remark as-of: '" + display_text(remark) + "' is no date");
}

Error undated(std::string_view origin_name) {
  return error_at_line(origin_name, 1, "nothing in this list says of when it is: give its date with --as-of");
}

Result<void> FirstLines::add(const std::string& label, std::size_t line) {
  const auto [first, is_new] = lines_.emplace(label, line);
  if (is_new) return {};
  return input_error(display_text(label) + " stands on line " + std::to_string(first->second) + " already");
}

StandingBatch file_batch(std::string source, Timestamp as_of, std::string position, std::string_view text,
                         std::vector<StandingEntry> entries) {
  StandingBatch batch;
  batch.source = std::move(source);
  batch.as_of = as_of;
  batch.origin = Origin::file;
  batch.reading.position = std::move(position);
  batch.reading.digest = to_hex(view(sha256(text)));
  batch.reading.entries = entries.size();
  batch.entries = std::move(entries);
  return batch;
}

}  // namespace splitroot::collectors
