#include "collectors/handshake/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/display.hpp"

namespace splitroot::collectors::handshake {
namespace {

using boost::asio::awaitable;

Error behind(const Chain& chain, std::uint64_t head, std::uint64_t final_to) {
  return source_error(
      fmt::format("hns: {} is at block {}, below {} up to which blocks were read as final: wait until "
                  "it has synced",
                  chain.node(), head, final_to),
      true);
}

Error below_final(const Chain& chain, const BlockMark& read, std::string_view found) {
  return source_error(
      fmt::format("hns: block {} on {} is {}, but {} was read: the chain was reorganised below what was "
                  "taken as final. Nothing "
                  "more is read, what was read stays. Set more `confirmations` under [source.hns] and "
                  "collect into a new database",
                  read.number, chain.node(), display_text(found), read.hash));
}

/// The blocks that can be compared with the chain's, ascending.
std::vector<BlockMark> comparable(const ChainPosition& position) {
  const auto& range = position.ranges.back();
  if (position.provisional.empty()) return {{range.verified, range.verified_hash, {}}};
  return position.provisional;
}

/// The last final block. One block more than may be undone is held back: a reorganisation as deep as that
/// leaves it in both branches, and one that does not has gone too deep.
std::uint64_t final_block(std::uint64_t head, std::uint64_t confirmations) {
  if (confirmations == 0) return head;
  return head > confirmations ? head - confirmations - 1 : 0;
}

/// Where reading and chain part; nullopt where they do not, be it that the chain ends within what was read.
awaitable<Result<std::optional<BlockMark>>> find_fork(Chain& chain, std::uint64_t head,
                                                      std::vector<BlockMark> marks) {
  std::vector<std::uint64_t> heights;
  for (const auto& mark : marks)
    if (mark.number <= head) heights.push_back(mark.number);
  const auto hashes = co_await chain.hashes(heights);
  if (!hashes) co_return hashes.error();
  std::size_t same = 0;
  while (same < hashes->size() && (*hashes)[same] == marks[same].hash) ++same;
  std::optional<BlockMark> fork;
  if (same == hashes->size() || (*hashes)[same].empty()) co_return fork;
  if (same == 0) co_return below_final(chain, marks[0], (*hashes)[0]);
  fork = marks[same - 1];
  co_return fork;
}

/// The common case costs one question.
awaitable<Result<bool>> still_there(Chain& chain, const BlockRange& range, std::uint64_t head) {
  if (head < range.verified) co_return false;
  std::vector<std::uint64_t> heights{range.verified};
  const auto hashes = co_await chain.hashes(std::move(heights));
  if (!hashes) co_return hashes.error();
  co_return hashes->front() == range.verified_hash;
}

Result<void> check_from(const PlanSettings& settings, const BlockRange& range) {
  if (!settings.from || *settings.from >= range.from) return {};
  return usage_error(
      fmt::format("hns: from = {} lies before block {}, where reading began; earlier blocks can only be read "
                  "into a new database",
                  *settings.from, range.from));
}

void rewind(Plan& plan, const BlockMark& fork) {
  plan.rewind_to = fork;
  plan.range.verified = plan.range.fetched = fork.number;
  plan.range.verified_hash = fork.hash;
  plan.time = fork.time;
  plan.next = fork.number + 1;
}

}  // namespace

awaitable<Result<Plan>> make_plan(Chain& chain, Tip tip, ChainPosition position, PlanSettings settings) {
  Plan plan;
  plan.last = std::min(tip.height, settings.to.value_or(tip.height));
  plan.final_to = final_block(tip.height, settings.confirmations);
  if (position.ranges.empty()) {
    plan.first_reading = true;
    plan.range.from = plan.next = settings.from.value_or(0);
    co_return plan;
  }
  plan.range = position.ranges.back();
  plan.next = plan.range.verified + 1;
  if (!position.provisional.empty()) plan.time = position.provisional.back().time;
  if (auto sound = check_from(settings, plan.range); !sound) co_return sound.error();
  if (tip.height < std::min(position.final_to, plan.range.verified))
    co_return behind(chain, tip.height, position.final_to);
  plan.settles = !position.provisional.empty() && position.provisional.front().number <= plan.final_to;
  plan.final_to = std::max(plan.final_to, position.final_to);
  const auto unchanged = co_await still_there(chain, plan.range, tip.height);
  if (!unchanged) co_return unchanged.error();
  if (*unchanged) co_return plan;
  auto marks = comparable(position);
  const auto fork = co_await find_fork(chain, tip.height, std::move(marks));
  if (!fork) co_return fork.error();
  if (*fork) rewind(plan, **fork);
  co_return plan;
}

}  // namespace splitroot::collectors::handshake
