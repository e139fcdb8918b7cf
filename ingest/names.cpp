#include <algorithm>

#include "ingest/activity.hpp"
#include "ingest/pass.hpp"

namespace splitroot::ingest {
namespace {

/// Takes the leading part of a list in chain order that belongs to the block.
template <class Item>
std::vector<Item> take_block(std::vector<Item>& items, std::size_t& next, std::uint64_t block) {
  std::vector<Item> out;
  for (; next < items.size() && items[next].evidence.block == block; ++next)
    out.push_back(std::move(items[next]));
  return out;
}

template <class Item>
void require_end(const NameBatch& batch, const std::vector<Item>& items, std::size_t next) {
  if (next == items.size()) return;
  throw Failure{{Fault::internal,
                 batch.source + ": a provisional batch with something of a block it does not name", false}};
}

/// Stages the events block by block, so that each block can be taken back alone. Returns all patches.
std::vector<NamePatch> stage_provisional(UnitOfWork& work, NameBatch& batch) {
  std::vector<NamePatch> all;
  std::size_t events = 0;
  std::size_t records = 0;
  for (const BlockMark& block : batch.provisional) {
    auto patches = collapse(take_block(batch.events, events, block.number));
    work.stage_provisional(batch.source, batch.ns, batch.home, block, patches);
    const auto held = take_block(batch.records, records, block.number);
    work.keep_records(batch.source, batch.ns, batch.home, block.number, held);
    std::move(patches.begin(), patches.end(), std::back_inserter(all));
  }
  require_end(batch, batch.events, events);
  require_end(batch, batch.records, records);
  return all;
}

std::vector<NamePatch> stage_final(UnitOfWork& work, NameBatch& batch) {
  auto patches = collapse(std::move(batch.events));
  work.stage(batch.ns, batch.home, Origin::live, std::nullopt, patches);
  work.keep_records(batch.source, batch.ns, batch.home, std::nullopt, batch.records);
  return patches;
}

}  // namespace

Result<Counts> Ingest::take(NameBatch batch) {
  return guarded([&] {
    Pass pass{*this};
    UnitOfWork& work = pass.work();
    const Activity activity = activity_of(batch);
    std::vector<NameRecord> taken_back;
    if (batch.rewind_to) taken_back = work.rewind(batch.source, *batch.rewind_to);
    if (batch.final_to) work.settle(batch.source, *batch.final_to);
    const auto patches = batch.is_final ? stage_final(work, batch) : stage_provisional(work, batch);
    pass.counts.names = work.merge();
    work.keep_malformed(batch.source, batch.malformed);
    work.record_notices(batch.source, batch.notices);
    work.move_position(batch.source, batch.position, batch.block_time, batch.is_final);
    auto candidates = candidates_of(work, pass.engine(), batch.ns, patches);
    add_also_changed(work, pass.engine(), candidates);
    add_taken_back(work, taken_back, candidates);
    for (auto& [ns, key] : work.ripe_names(now())) candidates[ns].insert(key);
    pass.reconcile(candidates, pass.engine(), now());
    if (activity.events > 0) work.note_activity(batch.source, activity);
    work.record_health(batch.source, "");
    return pass.finish();
  });
}

}  // namespace splitroot::ingest
