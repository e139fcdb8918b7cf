#include "core/deadline.hpp"

namespace splitroot {

const Deadline* next_deadline(std::span<const Deadline> deadlines, Timestamp moment, std::string_view round,
                              std::optional<std::string_view> ldh) {
  const Deadline* next = nullptr;
  for (const Deadline& each : deadlines) {
    const bool counts = (round.empty() || each.round == round) && (!ldh || !each.ldh || *each.ldh == *ldh);
    if (counts && each.at > moment && (next == nullptr || each.at < next->at)) next = &each;
  }
  return next;
}

}  // namespace splitroot
