#include "collectors/handshake/heal.hpp"

namespace splitroot::collectors::handshake {
namespace {

using boost::asio::awaitable;

constexpr std::size_t keys_at_once = 500;

NameEvent spelled(const NameKey& key, std::string label) {
  NameEvent event;
  event.key = key;
  event.label = RawLabel{std::move(label)};
  event.place = Place{};
  event.evidence.chain = "handshake";
  return event;
}

}  // namespace

awaitable<Result<void>> heal(Chain& chain, BatchSink& sink, BlockRange range, Timestamp time) {
  NameKey after{};
  for (;;) {
    const auto keys = co_await sink.unspelled("hns", after, keys_at_once);
    if (!keys) co_return keys.error();
    if (keys->empty()) co_return Result<void>{};
    after = keys->back();
    const auto labels = co_await chain.labels(*keys);
    if (!labels) co_return labels.error();
    NameBatch batch;
    batch.source = batch.ns = "hns";
    batch.position = range;
    batch.block_time = time;
    for (std::size_t i = 0; i < keys->size(); ++i) {
      const auto& label = (*labels)[i];
      if (label && handshake_key(*label) == (*keys)[i]) batch.events.push_back(spelled((*keys)[i], *label));
    }
    if (batch.events.empty()) continue;
    auto taken = co_await sink.accept(std::move(batch));
    if (!taken) co_return taken;
  }
}

}  // namespace splitroot::collectors::handshake
