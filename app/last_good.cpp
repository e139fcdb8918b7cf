#include "app/last_good.hpp"

namespace splitroot::app {

std::string last_good(Reader& reader, const std::string& source) {
  const auto readings = reader.observations(source);
  if (readings.empty()) return "";
  const Observation& last = readings.back();
  return "; the last good one, of " + to_date(last.as_of) + ", has " + std::to_string(last.reading.entries) +
         " entries, and stays";
}

}  // namespace splitroot::app
