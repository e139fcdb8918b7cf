#include "collectors/icann/pipeline/summary.hpp"

#include <algorithm>
#include <set>

namespace splitroot::collectors {
namespace {

bool contends(const ApplicationEntry& entry, const std::string& round) {
  switch (entry.standing) {
    case Standing::temporary_delegation:
    case Standing::contracted:
    case Standing::confirmed:
    case Standing::applied:
    case Standing::on_hold:
      return entry.round == round;
    default:
      return false;
  }
}

}  // namespace

std::map<std::string, std::vector<std::size_t>> contention_by_string(const ApplicationBatch& batch) {
  std::map<std::string, std::vector<std::size_t>> sets;
  std::set<std::pair<std::string, std::string>>
      counted;  // an application may have several entries of one string
  for (std::size_t i = 0; i < batch.entries.size(); ++i) {
    const ApplicationEntry& entry = batch.entries[i];
    const std::string& application = entry.id.empty() ? entry.applicant : entry.id;
    if (contends(entry, batch.round) && counted.emplace(entry.ldh, application).second)
      sets[entry.ldh].push_back(i);
  }
  std::erase_if(sets, [&](const auto& set) {
    const auto is_named = [&](std::size_t i) { return !batch.entries[i].contention_set.empty(); };
    return set.second.size() < 2 || std::all_of(set.second.begin(), set.second.end(), is_named);
  });
  return sets;
}

std::map<std::string, std::size_t> unknown_statuses(const ApplicationBatch& batch) {
  std::map<std::string, std::size_t> words;
  for (const ApplicationEntry& entry : batch.entries) {
    const auto known = entry.detail.find("status-known");
    const auto status = entry.detail.find("status");
    if (known != entry.detail.end() && known->second == "no" && status != entry.detail.end())
      ++words[status->second];
  }
  return words;
}

}  // namespace splitroot::collectors
