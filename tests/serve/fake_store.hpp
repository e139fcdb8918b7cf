#pragma once
#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "core/ports/store.hpp"

namespace splitroot::serve {

/// What a fake database holds. `down` makes every read fail as a lost PostgreSQL does.
struct FakeData {
  std::vector<NameRecord> names;
  std::vector<StandingRecord> standings;
  std::vector<CollisionRecord> collisions;  ///< by id
  std::vector<SourcePosition> sources;
  std::vector<Discrepancy> discrepancies;
  std::vector<Deadline> deadlines;
  std::optional<LeakageReading> leakage;
  Reader::Exposure exposure;
  Reader::Delivered delivered{3, 5, 1};
  std::atomic<bool> down = false;
  std::atomic<int> opened = 0;
};

/// A store over `data`, read-only.
std::unique_ptr<Store> make_fake_store(std::shared_ptr<FakeData> data);

Timestamp day(const char* date);

/// A TLD (depth 1) of a namespace, keyed as that namespace keys it.
StandingRecord make_standing(const std::string& ldh, Standing standing, const std::string& source,
                             std::optional<Timestamp> since, std::optional<Timestamp> until);
NameRecord make_tld(const std::string& ns, const std::string& label);

/// `label.parent`, holder and expiry set.
NameRecord make_name(const std::string& ns, const std::string& label, const std::string& parent);

/// An open finding of `name` against a string of the DNS, with its id.
CollisionRecord make_collision(const NameRecord& name, const std::string& ldh, Standing standing,
                               Severity severity);

/// music, wallet, box and some hostile labels, over five sources.
std::shared_ptr<FakeData> sample_data();

}  // namespace splitroot::serve
