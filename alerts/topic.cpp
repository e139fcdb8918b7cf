#include "alerts/topic.hpp"

#include <algorithm>
#include <array>

namespace splitroot::alerts {
namespace {

constexpr std::array<std::string_view, topic_count> spellings{"name", "collision", "standing", "source"};

}  // namespace

std::string_view text(Topic topic) { return spellings[static_cast<std::size_t>(topic)]; }

std::optional<Topic> parse_topic(std::string_view word) {
  const auto found = std::find(spellings.begin(), spellings.end(), word);
  if (found == spellings.end()) return std::nullopt;
  return static_cast<Topic>(found - spellings.begin());
}

std::string topic_list() {
  std::string out;
  for (const auto word : spellings) out += (out.empty() ? "" : ", ") + std::string{word};
  return out;
}

}  // namespace splitroot::alerts
