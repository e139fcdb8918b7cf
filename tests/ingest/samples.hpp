#pragma once
#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "../db/test_server.hpp"
#include "ingest/ingest.hpp"

namespace splitroot::ingest::test {

inline Timestamp day(int number) { return parse_time("2026-01-01").value() + std::chrono::days{number}; }

inline NameEvent event_of(const std::string& ns, const std::string& label, const std::string& parent,
                          std::uint64_t block, NameStatus status = NameStatus::active) {
  NameEvent event;
  const std::string name = parent.empty() ? label : label + "." + parent;
  event.key = ns == "hns" ? handshake_key(label) : namehash(name);
  event.label = RawLabel{label};
  event.place = parent.empty() ? Place{} : Place{namehash(parent), parent, 2};
  event.holder = "0x01";
  event.status = status;
  event.evidence = {ns, block, "0x" + std::to_string(block), day(static_cast<int>(block))};
  return event;
}

inline NameBatch batch_of(const std::string& ns, std::uint64_t block, std::vector<NameEvent> events) {
  NameBatch batch;
  batch.source = ns;
  batch.ns = ns;
  batch.events = std::move(events);
  batch.position = {0, block, block, "0x" + std::to_string(block)};
  batch.block_time = day(static_cast<int>(block));
  return batch;
}

/// A reading of `strings` on `date`; `source` iana-root makes them delegations.
inline StandingBatch reading_of(const std::string& source, int date, const std::set<std::string>& strings,
                                Standing standing = Standing::delegated) {
  StandingBatch batch;
  batch.source = source;
  batch.as_of = day(date);
  for (const std::string& ldh : strings) batch.entries.push_back({ldh, standing, {}, {}, {}});
  batch.reading = {std::to_string(date), source + std::to_string(date) + std::to_string(strings.size()),
                   strings.size()};
  return batch;
}

/// An ingest over an empty database of its own.
struct Bench {
  explicit Bench(std::shared_ptr<const ChangeListener> listener = nullptr)
      : url(db::fresh_schema()), store(db::open(url)), ingest(*store, settings(), std::move(listener)) {}

  static Settings settings() {
    return {correlate::TwinTable{}, {{"ens", {std::chrono::days{90}, std::chrono::days{21}}}}, false};
  }

  /// Current findings by id: state, severity and dates.
  /// Those that rest on names: what lists lack is found whoever holds the name.
  std::map<std::string, Finding> findings() const {
    std::map<std::string, Finding> out;
    store->read()->visit_collisions({}, [&](const CollisionRecord& record) {
      if (record.finding.kind == Kind::overlap) out[record.id] = record.finding;
    });
    return out;
  }
  std::map<std::string, Finding> standing_findings() const {
    auto out = findings();
    std::erase_if(out, [](const auto& entry) { return entry.second.state == State::closed; });
    return out;
  }
  /// What is recorded of all strings, without the times of recording.
  std::vector<std::string> standing_texts() const {
    std::vector<std::string> out;
    const auto day_of = [](std::optional<Timestamp> time) { return time ? to_date(*time) : std::string{"-"}; };
    for (const StandingRecord& record : store->read()->standings(std::nullopt)) {
      out.push_back(record.ldh + " " + std::string{text(record.standing)} + " " + day_of(record.since_after) + " " +
                    day_of(record.since) + " " + day_of(record.until_after) + " " + day_of(record.until));
    }
    std::sort(out.begin(), out.end());
    return out;
  }
  std::size_t changes() const {
    std::size_t count = 0;
    store->read()->visit_changes(0, [&](const Change&) { ++count; });
    return count;
  }

  std::string url;
  std::unique_ptr<Store> store;
  Ingest ingest;
};

}  // namespace splitroot::ingest::test
