#pragma once
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "core/ports/store.hpp"
#include "correlate/engine.hpp"
#include "serve/moment.hpp"

namespace splitroot::serve {

/// What collided at a moment that is not now. The engine decides anew over the strings as they stood then; of
/// names only what their dates bear out: one that is not known to have existed then is left out, and of one
/// that has changed since, status and resolution are unknown. With `known_at`, only findings that were
/// recorded by then.
class Past {
 public:
  Past(Reader& reader, const correlate::Rules& rules, Moment moment);

  /// Findings of these names, in no order.
  std::vector<CollisionRecord> findings_of(std::vector<NameRecord> names);

  /// How reserved lists differed from the DNS world (class `stale-list`).
  std::vector<CollisionRecord> list_drifts();

  /// Findings that the filter lets through, of all names that ever had one. Time grows with the findings on
  /// record.
  void visit(const Reader::CollisionFilter& filter, const std::function<void(CollisionRecord)>& visit);

 private:
  std::vector<NameRecord> others_of(const NameRecord& name, const std::vector<NameRecord>& others) const;
  bool was_recorded(const std::string& id);
  void load_recorded();

  Reader& reader_;
  Moment moment_;
  std::vector<StandingRecord> standings_;
  correlate::Engine engine_;
  std::optional<std::set<std::string>> recorded_;
};

/// The name as far as it is known of that moment: of one that has changed since, status and resolution are
/// unknown. nullopt: it is not known to have existed then.
std::optional<NameRecord> as_it_was(NameRecord name, Timestamp at);

/// Findings that the filter lets through: as recorded, or as they were at another moment (then without a
/// limit, a cursor or `since`, and in no order).
void visit_findings(Reader& reader, const Reader::CollisionFilter& filter, const Moment& moment,
                    const correlate::Rules& rules, const std::function<void(CollisionRecord)>& visit);

}  // namespace splitroot::serve
