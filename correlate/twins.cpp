#include "correlate/twins.hpp"

#include <algorithm>

namespace splitroot::correlate {
namespace {

const StandingRecord* delegation(const IndexedString& string) {
  const auto found = std::find_if(string.standings.begin(), string.standings.end(),
                                  [](const auto& record) { return record.standing == Standing::delegated; });
  return found == string.standings.end() ? nullptr : &*found;
}

bool claimed_by_the_tld(const NameRecord& tld, const IndexedString& string) {
  if (!tld.claimed) return false;
  const StandingRecord* delegated = delegation(string);
  if (delegated == nullptr) return false;
  return !delegated->since || !tld.first.time || *delegated->since <= *tld.first.time;
}

bool applies(const TwinRule& rule, const NameRecord& tld, const IndexedString& string) {
  if (rule.ns != tld.ns) return false;
  if (rule.name == "*") return delegation(string) != nullptr;
  return rule.name == string.canonical;
}

}  // namespace

std::optional<TwinVerdict> TwinTable::find(const NameRecord& tld, const IndexedString& string) const {
  if (claimed_by_the_tld(tld, string)) {
    return TwinVerdict{State::twin, "claimed on Handshake by the TLD itself, with a DNSSEC proof"};
  }
  const auto rule =
      std::find_if(rules_.begin(), rules_.end(), [&](const auto& row) { return applies(row, tld, string); });
  if (rule == rules_.end()) return std::nullopt;
  return TwinVerdict{rule->state, rule->reason};
}

}  // namespace splitroot::correlate
