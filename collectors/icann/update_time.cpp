#include "collectors/icann/update_time.hpp"

#include <string>

namespace splitroot::collectors {

std::optional<Timestamp> parse_update_time(std::string_view text) {
  if (const auto time = parse_time(text)) return time;
  constexpr std::size_t offset_digits = 4;
  if (text.size() <= offset_digits) return std::nullopt;
  std::string with_colon{text};
  return parse_time(with_colon.insert(text.size() - offset_digits + 2, ":"));
}

}  // namespace splitroot::collectors
