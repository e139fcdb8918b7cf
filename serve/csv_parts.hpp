#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "core/display.hpp"
#include "core/time.hpp"

namespace splitroot::serve {

// Pieces the CSV renderers share. What is not known is an empty field.

inline std::string csv_line(std::initializer_list<std::string_view> fields) {
  std::string line;
  for (const std::string_view& field : fields) {
    if (&field != fields.begin()) line += ',';
    line += csv_field(field);
  }
  return line + '\n';
}

inline std::string time_text(std::optional<Timestamp> time) { return time ? to_rfc3339(*time) : ""; }
inline std::string number_text(std::optional<std::uint64_t> number) {
  return number ? std::to_string(*number) : "";
}
inline std::string bool_text(std::optional<bool> value) { return !value ? "" : *value ? "true" : "false"; }

}  // namespace splitroot::serve
