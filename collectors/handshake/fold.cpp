#include "collectors/handshake/fold.hpp"

#include <algorithm>
#include <span>
#include <tuple>

#include "collectors/handshake/bech32.hpp"
#include "collectors/handshake/records.hpp"
#include "core/hex.hpp"
#include "core/huge_pages.hpp"

namespace splitroot::collectors::handshake {
namespace {

/// What a run of touches adds up to, beside the state.
struct Run {
  std::optional<RawLabel> label;
  bool frees = false;             ///< an opening: nobody holds it
  const Touch* holder = nullptr;  ///< the touch whose owner holds it since
  std::optional<Timestamp> registered_at;
  const Touch* records = nullptr;  ///< the last touch that set or ended the name's records
};

/// Where a touch goes. Sorted in place of the touches, which are six times as large.
struct Turn {
  std::uint32_t block;  ///< 0 where blocks are not told apart
  NameKey key;
  std::uint32_t index;
  const Touch* touch;

  auto place() const { return std::tie(block, key, index); }
  bool same_run(const Turn& other) const { return block == other.block && key == other.key; }
};

std::size_t count(const Touches& touches) {
  std::size_t sum = 0;
  for (const auto& run : touches) sum += run.size();
  return sum;
}

/// Touches by name, each name's in chain order; block by block where `by_block`.
std::vector<Turn> in_order(const Touches& touches, bool by_block) {
  std::vector<Turn> order;
  reserve_large(order, count(touches));
  for (const auto& run : touches)
    for (const Touch& touch : run)
      order.push_back({by_block ? touch.action.block : 0, touch.key, static_cast<std::uint32_t>(order.size()),
                       &touch});
  std::ranges::sort(order, {}, &Turn::place);
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
    tell(out_.events.emplace_back(), last, std::move(run), *state, history);
    out_.events.back().is_first = !known;
    if (run.records != nullptr) tell_records(*run.records, !known);
  }

 private:
  void add(Run& run, std::optional<NameState>& state, const Touch& touch) {
    const auto& action = touch.action;
    apply(state, action, folding_.rules, folding_.whole);
    if (!touch.label.empty()) run.label = RawLabel{touch.label};
    if (action.type == CovenantType::open) {
      run.frees = true;
      run.holder = nullptr;
    }
    if (state->owner == action.output) run.holder = &touch;
    if (action.type == CovenantType::register_name) run.registered_at = touch.time;
    if (!touch.resource.empty() || action.type == CovenantType::revoke) run.records = &touch;
  }

  std::optional<std::string> holder(const Run& run) const {
    if (run.holder == nullptr) return run.frees ? std::optional<std::string>{""} : std::nullopt;
    const TouchOwner& owner = run.holder->owner;
    return bech32_address(folding_.address_prefix, owner.version, owner.hash());
  }

  static Evidence evidence(const Touch& touch) {
    return {"handshake", touch.action.block, to_hex(view(touch.action.output.transaction)), touch.time};
  }

  void tell_first(const Touch& touch, const Run& run) {
    NameEvent& event = out_.events.emplace_back();
    event.key = touch.key;
    event.place = Place{};
    event.label = run.label;
    event.evidence = evidence(touch);
    event.is_first = true;
  }

  void tell(NameEvent& event, const Touch& last, Run run, const NameState& state,
            const StateHistory& history) const {
    event.key = last.key;
    event.place = Place{};
    event.label = std::move(run.label);
    event.holder = holder(run);
    event.registered_at = run.registered_at;
    event.status = status(state, last.action.block);
    if (!state.partial || state.data) event.resolves = state.resolves;
    if (!state.partial || state.claimed != 0) event.claimed = state.claimed != 0;
    event.detail.state = encode(history);
    event.detail.auction_ends = auction_ends(state, folding_.rules);
    event.detail.lapses_at = lapses_at(state, folding_.rules);
    event.evidence = evidence(last);
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
  void tell_records(const Touch& touch, bool is_first) {
    RecordEvent event;
    event.key = touch.key;
    event.type = "dns";
    std::string kept = kept_records(touch.resource);
    if (!kept.empty()) event.value = std::move(kept);
    event.is_whole = true;
    event.is_first = is_first;
    event.evidence = evidence(touch);
    out_.records.push_back(std::move(event));
  }

  StatesByName& states_;
  const Folding& folding_;
  Folded& out_;
};

}  // namespace

Folded fold(const Touches& touches, StatesByName& states, const Folding& folding) {
  const auto order = in_order(touches, !folding.is_final);
  Folded out;
  reserve_large(out.events, order.size());
  Folder folder{states, folding, out};
  std::vector<const Touch*> run;
  for (std::size_t i = 0; i < order.size(); ++i) {
    run.push_back(order[i].touch);
    if (i + 1 < order.size() && order[i].same_run(order[i + 1])) continue;
    folder.fold(run);
    run.clear();
  }
  return out;
}

}  // namespace splitroot::collectors::handshake
