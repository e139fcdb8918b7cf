#pragma once
#include <functional>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace splitroot::collectors::test {

/// Zone files of five columns separated by tabs: owner, TTL, class, type, data.

using Random = std::mt19937;
using Lines = std::vector<std::string>;

constexpr std::size_t ttl_column = 1;
constexpr std::size_t type_column = 3;
constexpr std::size_t data_column = 4;

inline Lines fields_of(const std::string& line) {
  Lines fields;
  std::istringstream in{line};
  for (std::string field; std::getline(in, field, '\t');) {
    if (!field.empty()) fields.push_back(field);
  }
  return fields;
}

inline std::string line_of(const Lines& fields) {
  std::string line;
  for (const std::string& field : fields) line += (line.empty() ? "" : "\t") + field;
  return line;
}

inline std::size_t draw(Random& random, std::size_t size) { return random() % size; }

/// A line of that type whose data has `part`.
inline std::size_t pick(const Lines& lines, Random& random, const std::string& type,
                        const std::string& part = "") {
  for (;;) {
    const std::size_t at = draw(random, lines.size());
    const Lines fields = fields_of(lines[at]);
    const bool fits = fields.size() == 5 && fields[type_column] == type;
    if (fits && fields[data_column].find(part) != std::string::npos) return at;
  }
}

/// Changes one column of a line.
inline void edit(Lines& lines, std::size_t at, std::size_t column,
                 const std::function<void(std::string&)>& change) {
  Lines fields = fields_of(lines[at]);
  change(fields[column]);
  lines[at] = line_of(fields);
}

}  // namespace splitroot::collectors::test
