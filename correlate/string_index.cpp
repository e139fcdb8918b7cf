#include "correlate/string_index.hpp"

#include <algorithm>

#include "core/label.hpp"
#include "correlate/outcomes.hpp"

namespace splitroot::correlate {

StringIndex::StringIndex(std::vector<StandingRecord> standings, Timestamp at) {
  settle_outcomes(standings);
  for (const StandingRecord& standing : standings) {
    if (!holds(standing, at)) continue;
    std::string canonical = canonical_label(standing.ldh);
    const auto [found, fresh] = by_canonical_.try_emplace(canonical, strings_.size());
    if (fresh) strings_.push_back({standing.ldh, std::move(canonical), {}});
    strings_[found->second].standings.push_back(standing);
  }
  for (IndexedString& string : strings_) {
    std::stable_sort(string.standings.begin(), string.standings.end(), [](const auto& a, const auto& b) {
      return std::tie(a.standing, a.source) < std::tie(b.standing, b.source);
    });
  }
}

const IndexedString* StringIndex::find(std::string_view canonical) const {
  const auto found = by_canonical_.find(canonical);
  return found == by_canonical_.end() ? nullptr : &strings_[found->second];
}

}  // namespace splitroot::correlate
