#include "model_chain.hpp"

#include <algorithm>

namespace splitroot::ingest::test {
namespace {

/// A name of the model: its label, and its parent's full name.
struct ModelName {
  std::string label;
  std::string parent;
};

const std::vector<ModelName> names{{"eth", ""},          {"music", "eth"},           {"alpha", "eth"},
                                   {"Beta", "eth"},      {"alpha", "music.eth"},     {"pay", "music.eth"},
                                   {"pay", "alpha.eth"}, {"music", "pay.alpha.eth"}, {"music", ""}};

Timestamp time_of(std::uint64_t block) {
  return Timestamp{std::chrono::seconds{1'700'000'000 + 100 * static_cast<std::int64_t>(block)}};
}

NameKey key_of(const ModelName& name) {
  return namehash(name.parent.empty() ? name.label : name.label + "." + name.parent);
}

Place place_of(const ModelName& name) {
  if (name.parent.empty()) return {};
  const auto dots = std::count(name.parent.begin(), name.parent.end(), '.');
  return {namehash(name.parent), name.parent, static_cast<int>(dots) + 2};
}

template <class Item>
void append_all(std::vector<Item>& to, const std::vector<Item>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

}  // namespace

NameEvent ModelChain::event(std::uint64_t block) {
  const ModelName& name = names[dice(names.size())];
  NameEvent out;
  out.key = key_of(name);
  out.evidence = {home_, block, "0x" + std::to_string(made_) + std::to_string(dice(100)), time_of(block)};
  const bool placed = name.parent.empty() || name.parent == "eth";
  const auto what = dice(8);
  if (what < 3) {  // registered, or a subname spelled
    out.label = RawLabel{name.label};
    if (placed) out.place = place_of(name);
    out.status = NameStatus::active;
    out.registered_at = time_of(block);
  } else if (what < 5) {  // known by hash
    if (placed) out.place = place_of(name);
    if (!placed) out.parent = namehash(name.parent);
    if (!name.parent.empty()) out.detail.label_hash = keccak256(name.label);
  } else if (what == 5) {
    out.status = dice(2) == 0 ? NameStatus::burnt : NameStatus::active;
  } else if (what == 6) {
    out.detail.resolver = std::vector<std::string>{"", "r1", "r2"}[dice(3)];
  }
  if (dice(2) == 0) out.holder = "0x" + std::to_string(dice(5));
  return out;
}

RecordEvent ModelChain::record(std::uint64_t block) {
  RecordEvent out;
  out.key = key_of(names[dice(4)]);
  out.resolver = std::vector<std::string>{"", "r1", "r2"}[dice(3)];
  out.type = std::vector<std::string>{"addr.60", "contenthash", "name"}[dice(3)];
  out.clears = dice(6) == 0;
  if (!out.clears && dice(4) != 0) out.value = std::string(1, static_cast<char>(dice(256)));
  out.evidence = {home_, block, "0x" + std::to_string(made_), time_of(block)};
  return out;
}

void ModelChain::grow() {
  const std::uint64_t number = blocks_.size();
  ModelBlock block{
      {number, "0x" + std::to_string(number) + "-" + std::to_string(++made_), time_of(number)}, {}, {}, {}};
  for (auto events = dice(4); events > 0; --events) block.events.push_back(event(number));
  for (auto records = dice(3); records > 1; --records) block.records.push_back(record(number));
  if (dice(8) == 0) block.malformed.push_back({"block " + block.mark.hash, "cut", "x", number});
  blocks_.push_back(std::move(block));
}

std::vector<ModelBlock> ModelChain::cut(std::size_t length) {
  const auto first = blocks_.begin() + static_cast<std::ptrdiff_t>(length);
  std::vector<ModelBlock> gone(first, blocks_.end());
  blocks_.erase(first, blocks_.end());
  return gone;
}

NameBatch ModelChain::batch(std::size_t from, std::size_t to, bool is_final) const {
  NameBatch batch;
  batch.source = "model-" + home_;
  batch.ns = "ens";
  batch.home = home_;
  batch.is_final = is_final;
  for (std::size_t number = from; number <= to; ++number) {
    const ModelBlock& block = blocks_[number];
    append_all(batch.events, block.events);
    append_all(batch.records, block.records);
    append_all(batch.malformed, block.malformed);
    if (!is_final) batch.provisional.push_back(block.mark);
  }
  batch.position = {from, to, to, blocks_[to].mark.hash};
  batch.block_time = blocks_[to].mark.time;
  return batch;
}

}  // namespace splitroot::ingest::test
