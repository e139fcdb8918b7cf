#include "core/name.hpp"

#include <algorithm>

#include "core/display.hpp"
#include "core/hex.hpp"
#include "core/huge_pages.hpp"

namespace splitroot {
namespace {

template <class T>
void take(std::optional<T>& into, std::optional<T>& from) {
  if (from) into = std::move(from);
}

template <class T>
void fill(std::optional<T>& into, std::optional<T>& from) {
  if (!into) take(into, from);
}

// As a merge in the database decides of a patch that applies (db/name_merge_sql.cpp), so that it makes no
// difference where events add up.

void apply(NameDetail& state, NameDetail& event) {
  fill(state.label_hash, event.label_hash);
  take(state.resolver, event.resolver);
  take(state.manager, event.manager);
  take(state.fuses, event.fuses);
  if (event.state) {
    // Heights that follow from a state come with it, or with their absence.
    state.auction_ends = event.auction_ends;
    state.lapses_at = event.lapses_at;
  } else {
    take(state.auction_ends, event.auction_ends);
    take(state.lapses_at, event.lapses_at);
  }
  take(state.state, event.state);
}

void apply(NameEvent& state, NameEvent&& event) {
  fill(state.label, event.label);
  fill(state.parent, event.parent);
  take(state.place, event.place);
  take(state.holder, event.holder);
  take(state.status, event.status);
  take(state.resolves, event.resolves);
  take(state.claimed, event.claimed);
  take(state.registered_at, event.registered_at);
  take(state.expires_at, event.expires_at);
  apply(state.detail, event.detail);
  state.evidence = std::move(event.evidence);
}

}  // namespace

NameKey child_node(const NameKey& parent, const Hash256& label_hash) {
  std::string octets{view(parent.bytes)};
  octets += view(label_hash);
  return {keccak256(octets)};
}

NameKey namehash(std::string_view name) {
  NameKey node;
  while (!name.empty()) {
    const auto dot = name.rfind('.');
    const auto label = dot == std::string_view::npos ? name : name.substr(dot + 1);
    node = child_node(node, keccak256(label));
    name = dot == std::string_view::npos ? std::string_view{} : name.substr(0, dot);
  }
  return node;
}

NameKey handshake_key(std::string_view label) { return {sha3_256(label)}; }

bool newer(Serial a, Serial b) {
  const std::uint32_t distance = a.value - b.value;
  return distance != 0 && distance < 0x80000000U;
}

std::string full_name(const RawLabel& label, const Place& place) {
  return place.suffix.empty() ? label.bytes : label.bytes + "." + place.suffix;
}

NameStatus effective_status(NameStatus status, std::optional<Timestamp> expires_at, Lapse lapse,
                            Timestamp at) {
  if (status != NameStatus::active || !expires_at || at < *expires_at) return status;
  if (at < *expires_at + lapse.grace) return NameStatus::grace;
  if (at < *expires_at + lapse.grace + lapse.premium) return NameStatus::premium;
  return NameStatus::released;
}

NameStatus effective_status(const NameRecord& name, Lapse lapse, Timestamp at) {
  const auto reached = [&](std::optional<std::uint64_t> end) {
    return end && name.height && *name.height >= *end;
  };
  const bool in_auction = name.status == NameStatus::auction;
  const bool ends = in_auction || name.status == NameStatus::active || name.status == NameStatus::revoked;
  if (ends && reached(name.detail.lapses_at)) return NameStatus::released;
  if (in_auction && reached(name.detail.auction_ends)) return NameStatus::active;
  return effective_status(name.status, name.expires_at, lapse, at);
}

std::optional<Timestamp> next_status_change(NameStatus status, std::optional<Timestamp> expires_at,
                                            Lapse lapse, Timestamp at) {
  if (status != NameStatus::active || !expires_at) return std::nullopt;
  for (const Timestamp next :
       {*expires_at, *expires_at + lapse.grace, *expires_at + lapse.grace + lapse.premium}) {
    if (next > at) return next;
  }
  return std::nullopt;
}

std::string display_name(const NameRecord& name) {
  const std::string label =
      name.label ? display_label(name.label->bytes) : "[" + to_hex(view(name.key.bytes)) + "]";
  if (!name.place || name.place->suffix.empty()) return label;
  return label + "." + display_text(name.place->suffix);
}

namespace {

using Order = std::vector<std::pair<NameKey, std::size_t>>;

/// Keys, sorted, with the place of each in `list`: an event itself is half a kilobyte to move.
template <class List, class KeyOf>
Order by_key(const List& list, KeyOf key_of) {
  Order order;
  reserve_large(order, list.size());
  for (const auto& one : list) order.emplace_back(key_of(one), order.size());
  // Often they come so.
  if (!std::is_sorted(order.begin(), order.end())) std::sort(order.begin(), order.end());
  return order;
}

/// How many keys there are in a list sorted by them.
std::size_t distinct(const Order& sorted) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) count += i == 0 || sorted[i].first != sorted[i - 1].first;
  return count;
}

}  // namespace

std::vector<NamePatch> collapse(std::vector<NameEvent> events) {
  const Order order = by_key(events, [](const NameEvent& event) { return event.key; });
  std::vector<NamePatch> patches;
  reserve_large(patches, distinct(order));
  for (const auto& [key, at] : order) {
    NameEvent& event = events[at];
    if (patches.empty() || patches.back().state.key != key) {
      Evidence first = event.evidence;
      patches.push_back({std::move(event), std::move(first)});
    } else {
      apply(patches.back().state, std::move(event));
    }
  }
  return patches;
}

std::vector<NamePatch> collapse(std::vector<NamePatch> patches) {
  const Order order = by_key(patches, [](const NamePatch& patch) { return patch.state.key; });
  std::vector<NamePatch> out;
  reserve_large(out, distinct(order));
  for (const auto& [key, at] : order) {
    if (out.empty() || out.back().state.key != key)
      out.push_back(std::move(patches[at]));
    else
      apply(out.back().state, std::move(patches[at].state));
  }
  return out;
}

}  // namespace splitroot
