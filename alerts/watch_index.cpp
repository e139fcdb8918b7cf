#include "alerts/watch_index.hpp"

namespace splitroot::alerts {

void WatchIndex::add(std::uint32_t rule, const std::vector<WatchedString>& strings) {
  all_.push_back({rule, Hit::no_string});
  if (strings.empty()) without_strings_.push_back({rule, Hit::no_string});
  for (std::uint32_t i = 0; i < strings.size(); ++i) {
    Map& map = strings[i].below ? below_ : exact_;
    map[strings[i].canonical].push_back({rule, i});
  }
}

void WatchIndex::without_strings(std::vector<Hit>& hits) const {
  hits.insert(hits.end(), without_strings_.begin(), without_strings_.end());
}

void WatchIndex::all(std::vector<Hit>& hits) const { hits.insert(hits.end(), all_.begin(), all_.end()); }

void WatchIndex::append(const Map& map, const std::string& canonical, std::vector<Hit>& hits) {
  if (map.empty()) return;
  const auto found = map.find(canonical);
  if (found != map.end()) hits.insert(hits.end(), found->second.begin(), found->second.end());
}

}  // namespace splitroot::alerts
