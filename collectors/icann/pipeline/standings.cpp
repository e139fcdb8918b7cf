#include "collectors/icann/pipeline/standings.hpp"

namespace splitroot::collectors {
namespace {

std::string by_blanks(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : " ") + word;
  return out;
}

StandingEntry standing_entry(ApplicationEntry application) {
  StandingEntry entry;
  entry.ldh = std::move(application.ldh);
  entry.standing = application.standing;
  entry.since = application.since;
  entry.application = application.id.empty() ? application.applicant : application.id;
  entry.detail = std::move(application.detail);
  const std::pair<const char*, std::string> named[] = {
      {"round", std::move(application.round)},
      {"applicant", std::move(application.applicant)},
      {"replacement", std::move(application.replacement)},
      {"contention-set", std::move(application.contention_set)},
      {"variants", by_blanks(application.variants)}};
  for (const auto& [key, value] : named) {
    if (!value.empty()) entry.detail.insert_or_assign(key, value);
  }
  if (const auto until = entry.detail.find("until"); until != entry.detail.end()) {
    entry.until = parse_time(until->second);
  }
  return entry;
}

}  // namespace

StandingBatch round_standings(ApplicationBatch batch) {
  StandingBatch out{std::move(batch.source), batch.as_of, batch.origin, std::move(batch.reading), {}};
  out.entries.reserve(batch.entries.size());
  for (ApplicationEntry& application : batch.entries)
    out.entries.push_back(standing_entry(std::move(application)));
  return out;
}

}  // namespace splitroot::collectors
