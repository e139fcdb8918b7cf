#include "ingest/list_drift.hpp"

#include <unordered_map>

#include "correlate/list_drift.hpp"
#include "ingest/versions.hpp"

namespace splitroot::ingest {
namespace {

std::unordered_map<std::string, CollisionRecord> recorded(Reader& reader) {
  Reader::CollisionFilter filter;
  filter.classes = {Class::stale_list};
  std::unordered_map<std::string, CollisionRecord> out;
  reader.visit_collisions(filter, [&out](CollisionRecord record) {
    std::string id = record.id;
    out.emplace(std::move(id), std::move(record));
  });
  return out;
}

}  // namespace

std::uint64_t reconcile_lists(UnitOfWork& work, Timestamp at) {
  auto before = recorded(work);
  Versions versions;
  for (CollisionRecord& drift : correlate::list_drifts(work.standings(std::nullopt), at)) {
    const auto known = before.extract(drift.id);
    versions.put(known ? &known.mapped() : nullptr, std::move(drift));
  }
  for (auto& [id, record] : before) {
    if (record.finding.state != State::closed)
      versions.close(std::move(record), "the list and the DNS agree again", at);
  }
  return versions.write(work);
}

}  // namespace splitroot::ingest
