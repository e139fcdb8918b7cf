#include "collectors/handshake/fold.hpp"

#include <algorithm>
#include <span>

#include "collectors/handshake/bech32.hpp"
#include "collectors/handshake/records.hpp"
#include "core/hex.hpp"

namespace splitroot::collectors::handshake {
namespace {

/// What a run of touches adds up to, beside the state.
struct Run {
  std::optional<RawLabel> label;
  std::optional<std::string> holder;
  std::optional<Timestamp> registered_at;
  const Touch* records = nullptr;  ///< the last touch that set or ended the name's records
};

/// Where a touch goes. Sorted in place of the touches, which are six times as large.
struct Turn {
  std::uint32_t block;  ///< 0 where blocks are not told apart
  NameKey key;
  std::uint32_t index;

  auto operator<=>(const Turn&) const = default;
  bool same_run(const Turn& other) const { return block == other.block && key == other.key; }
};

/// Touches by name, each name's in chain order; block by block where `by_block`.
std::vector<Turn> in_order(const std::vector<Touch>& touches, bool by_block) {
  std::vector<Turn> order;
  order.reserve(touches.size());
  for (const Touch& touch : touches)
    order.push_back({by_block ? touch.action.block : 0, touch.key, static_cast<std::uint32_t>(order.size())});
  std::ranges::sort(order);
  return order;
}

class Folder {
 public:
  Folder(StatesByName& states, const Folding& folding, Folded& out)
      : states_(states), folding_(folding), out_(out) {}

  /// Touches of one name, of one block where blocks are told apart.
  void fold(std::span<const Touch* const> touches) {
    const auto& last = *touches.back();
    StateHistory& history = states_[last.key];
    std::optional<NameState> state;
    if (!history.entries.empty()) state = history.latest();
    const bool known = state.has_value();
    Run run;
    for (const Touch* touch : touches) add(run, state, *touch);
    if (!known && touches.size() > 1) tell_first(*touches.front(), run);
    out_.has_unspelled = out_.has_unspelled || (!known && !run.label);
    history.add(last.action.block, *state, folding_.final_to);
    out_.events.push_back(event(last, std::move(run), *state, history));
    out_.events.back().is_first = !known;
    if (run.records != nullptr) tell_records(*run.records);
  }

 private:
  void add(Run& run, std::optional<NameState>& state, const Touch& touch) {
    const auto& action = touch.action;
    apply(state, action, folding_.rules, folding_.whole);
    if (!touch.label.empty()) run.label = RawLabel{touch.label};
    if (action.type == CovenantType::open) run.holder = "";
    if (state->owner == action.output) run.holder = address(touch);
    if (action.type == CovenantType::register_name) run.registered_at = touch.time;
    if (!touch.resource.empty() || action.type == CovenantType::revoke) run.records = &touch;
  }

  std::string address(const Touch& touch) const {
    return bech32_address(folding_.address_prefix, touch.address_version, touch.address_hash);
  }

  static Evidence evidence(const Touch& touch) {
    return {"handshake", touch.action.block, to_hex(view(touch.action.output.transaction)), touch.time};
  }

  void tell_first(const Touch& touch, const Run& run) {
    NameEvent event;
    event.key = touch.key;
    event.place = Place{};
    event.label = run.label;
    event.evidence = evidence(touch);
    event.is_first = true;
    out_.events.push_back(std::move(event));
  }

  NameEvent event(const Touch& last, Run run, const NameState& state, const StateHistory& history) const {
    NameEvent event;
    event.key = last.key;
    event.place = Place{};
    event.label = std::move(run.label);
    event.holder = std::move(run.holder);
    event.registered_at = run.registered_at;
    event.status = status(state, last.action.block);
    if (!state.partial || state.data) event.resolves = state.resolves;
    if (!state.partial || state.claimed != 0) event.claimed = state.claimed != 0;
    event.detail.state = encode(history);
    event.detail.auction_ends = auction_ends(state, folding_.rules);
    event.detail.lapses_at = lapses_at(state, folding_.rules);
    event.evidence = evidence(last);
    return event;
  }

  std::optional<NameStatus> status(const NameState& state, std::uint32_t height) const {
    switch (phase_at(state, height, folding_.rules)) {
      case Phase::revoked:
        return NameStatus::revoked;
      case Phase::opening:
      case Phase::bidding:
      case Phase::reveal:
        return NameStatus::auction;
      default:
        break;
    }
    // A REDEEM alone does not tell what became of the name.
    if (state.partial && !state.owner) return std::nullopt;
    return NameStatus::active;
  }

  /// A resource replaces the one before as a whole; one that holds nothing to keep deletes it.
  void tell_records(const Touch& touch) {
    RecordEvent event;
    event.key = touch.key;
    event.type = "dns";
    std::string kept = kept_records(touch.resource);
    if (!kept.empty()) event.value = std::move(kept);
    event.is_whole = true;
    event.evidence = evidence(touch);
    out_.records.push_back(std::move(event));
  }

  StatesByName& states_;
  const Folding& folding_;
  Folded& out_;
};

}  // namespace

Folded fold(const std::vector<Touch>& touches, StatesByName& states, const Folding& folding) {
  const auto order = in_order(touches, !folding.is_final);
  Folded out;
  out.events.reserve(touches.size());
  Folder folder{states, folding, out};
  std::vector<const Touch*> run;
  for (std::size_t i = 0; i < order.size(); ++i) {
    run.push_back(&touches[order[i].index]);
    if (i + 1 < order.size() && order[i].same_run(order[i + 1])) continue;
    folder.fold(run);
    run.clear();
  }
  return out;
}

}  // namespace splitroot::collectors::handshake
