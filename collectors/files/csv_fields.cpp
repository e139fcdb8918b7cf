#include "collectors/files/csv_fields.hpp"

#include <array>
#include <charconv>

#include "core/display.hpp"
#include "core/utf8.hpp"

namespace splitroot::collectors {

Result<std::string> text_field(const CsvTable& table, std::string_view column) {
  const std::string_view field = table[column];
  if (is_valid_utf8(field) && field.find('\0') == std::string_view::npos) return std::string{field};
  return table.error(column, "'" + display_text(field) + "' is no UTF-8 text");
}

Result<std::optional<Timestamp>> time_field(const CsvTable& table, std::string_view column) {
  using Time = std::optional<Timestamp>;
  const std::string_view field = table[column];
  if (field.empty()) return Time{};
  if (const auto time = parse_time(field)) return Time{time};
  return table.error(column,
                     "'" + display_text(field) + "' is no date (2026-01-05) or time (2026-01-05T00:00:00Z)");
}

Result<std::optional<std::uint64_t>> number_field(const CsvTable& table, std::string_view column) {
  using Number = std::optional<std::uint64_t>;
  const std::string_view field = table[column];
  if (field.empty()) return Number{};
  std::uint64_t value = 0;
  const char* const end = field.data() + field.size();
  const auto [stop, failure] = std::from_chars(field.data(), end, value);
  if (failure == std::errc{} && stop == end) return Number{value};
  return table.error(column, "'" + display_text(field) + "' is no number");
}

Result<std::string> read_all(std::istream& in, std::string_view origin, std::size_t largest) {
  std::string text;
  std::array<char, 1 << 16> block{};
  while (in.read(block.data(), block.size()), in.gcount() > 0) {
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    if (text.size() > largest) {
      return input_error(std::string{origin} + ": more than " + std::to_string(largest) + " octets");
    }
  }
  if (in.bad() || !in.eof()) return input_error(std::string{origin} + ": cannot be read");
  return text;
}

}  // namespace splitroot::collectors
