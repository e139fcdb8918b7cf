#include "correlate/handshake_regimes.hpp"

#include <array>
#include <charconv>

#include "correlate/data_file.hpp"

namespace splitroot {
std::span<const EmbeddedFile> reserved_files();
}

namespace splitroot::correlate {
namespace {

constexpr std::uint64_t claims_end = 210'240;
constexpr std::uint64_t lockup_end = 420'480;

std::optional<ReservedKind> kind_of(std::string_view word) {
  constexpr std::array words{std::pair{std::string_view{"root"}, ReservedKind::root},
                             std::pair{std::string_view{"popular"}, ReservedKind::popular},
                             std::pair{std::string_view{"custom"}, ReservedKind::custom}};
  for (const auto& [spelling, kind] : words) {
    if (spelling == word) return kind;
  }
  return std::nullopt;
}

std::optional<Error> take_label(ReservedSet& set, const CsvTable& row) {
  if (auto error = check_ldh(row, "label")) return error;
  const auto kind = kind_of(row["kind"]);
  if (!kind) return row.error("kind", "is not one of root, popular, custom");
  set.add(row["label"], *kind);
  if (set.duplicates > 0) return row.error("label", "stands twice");
  set.as_of = parse_time(row.remark("as-of"));
  if (!set.as_of) return row.error("label", "the file has no remark `as-of` with a date");
  const std::string_view unlisted = row.remark("unlisted");
  std::from_chars(unlisted.data(), unlisted.data() + unlisted.size(), set.unlisted);
  set.complete_until = parse_time(row.remark("complete-until"));
  return std::nullopt;
}

Result<ReservedSet> read_set(std::span<const EmbeddedFile> files, std::string_view name) {
  ReservedSet set;
  const auto take = [&set](const CsvTable& row) { return take_label(set, row); };
  auto read = read_rows(files, name, {"label", "kind", "target"}, take);
  if (!read) return read.error();
  return set;
}

/// The labels of one kind.
ReservedSet only(const ReservedSet& set, ReservedKind kind) {
  ReservedSet out;
  out.as_of = set.as_of;
  for (const auto& [canonical, label] : set.labels) {
    if (label.kind == kind) out.labels.emplace(canonical, label);
  }
  return out;
}

/// Labels of `set` that `others` lacks.
ReservedSet without(const ReservedSet& set, const ReservedSet& others) {
  ReservedSet out;
  out.as_of = set.as_of;
  for (const auto& [canonical, label] : set.labels) {
    if (others.find(canonical) == nullptr) out.labels.emplace(canonical, label);
  }
  return out;
}

/// All names of the lock-up were in the reserve, where those that are root labels by now were popular names.
ReservedSet whole_reserve(ReservedSet listed, const ReservedSet& lockup) {
  for (const auto& [canonical, label] : lockup.labels) {
    const auto kind = label.kind == ReservedKind::root ? ReservedKind::popular : label.kind;
    listed.labels.try_emplace(canonical, ReservedLabel{label.ldh, kind, false});
  }
  return listed;
}

Regime reserve(ReservedSet set) {
  Regime regime;
  regime.id = "hns-reserve-2020";
  regime.title = "Handshake's reserve of February 2020 (below height 210,240)";
  regime.from_height = 0;
  regime.until_height = claims_end;
  regime.reserved = std::move(set);
  regime.meanings = {
      .missing = "not in the reserve of 2020: anyone could open it by auction",
      .missing_released = {},
      .gone =
          "still in the reserve: only a DNSSEC proof of the TLD itself could claim it, and there "
          "is none any more",
      .gone_other =
          "still in the reserve as a popular or custom name: only that domain's DNSSEC "
          "proof could claim it",
      .gone_released = {}};
  return regime;
}

/// Some root labels of 2020 had left the root by 2023 and are locked up as popular names (`intel`, for
/// intel.com).
void remember_tlds(ReservedSet& set, const ReservedSet& before) {
  for (auto& [canonical, label] : set.labels) {
    const ReservedLabel* earlier = before.find(canonical);
    if (earlier != nullptr && earlier->tld) label.tld = true;
  }
}

Regime lockup(ReservedSet set, const ReservedSet& before) {
  Regime regime;
  remember_tlds(set, before);
  regime.id = "hns-lockup-2023";
  regime.title =
      "Handshake's lock-up of 2023 (from height 210,240, where the soft fork icannlockup is active)";
  regime.from_height = claims_end;
  regime.until_height = lockup_end;
  regime.needs_soft_fork = true;
  regime.released = without(before, set);
  regime.reserved = std::move(set);
  regime.meanings = {.missing = "not in the lock-up: anyone can open it by auction",
                     .missing_released =
                         "reserved in 2020 and not locked up: anyone can open it by auction since "
                         "height 210,240",
                     .gone = "locked up for good: nobody can open it",
                     .gone_other = "locked up until height 420,480: nobody can open it before",
                     .gone_released =
                         "reserved in 2020 and not locked up: anyone can open it by auction since "
                         "height 210,240"};
  return regime;
}

Regime lockup_of_roots(const Regime& lockup, const ReservedSet& before) {
  Regime regime = lockup;
  regime.id = "hns-lockup-roots";
  regime.title =
      "Handshake's lock-up of root labels (from height 420,480, where the soft fork icannlockup is active)";
  regime.from_height = lockup_end;
  regime.until_height = std::nullopt;
  regime.reserved = only(lockup.reserved, ReservedKind::root);
  regime.released = without(before, regime.reserved);
  regime.meanings.missing_released = regime.meanings.gone_released =
      "held back once and no longer: anyone can open it by auction";
  return regime;
}

Regime fallback(const ReservedSet& reserve) {
  Regime regime;
  regime.id = "hns-fallback-2020";
  regime.title = "Handshake resolvers' fallback list of 2020";
  regime.reserved = only(reserve, ReservedKind::root);
  regime.meanings = {
      .missing =
          "not on the list: resolvers do not ask the DNS root for it, so that only the chain "
          "answers, if anything",
      .missing_released = {},
      .gone =
          "still on the list: where the chain has nothing, resolvers ask the DNS root, which no "
          "longer has it",
      .gone_other = {},
      .gone_released = {}};
  return regime;
}

}  // namespace

Result<std::vector<Regime>> read_handshake_regimes(std::span<const EmbeddedFile> files) {
  auto listed = read_set(files, "hns-2020.csv");
  if (!listed) return listed.error();
  auto locked = read_set(files, "hns-2023-lockup.csv");
  if (!locked) return locked.error();
  const ReservedSet before = whole_reserve(std::move(*listed), *locked);
  const Regime since_2023 = lockup(std::move(*locked), before);
  std::vector<Regime> regimes{reserve(before), since_2023, lockup_of_roots(since_2023, before),
                              fallback(before)};
  for (Regime& regime : regimes) regime.reserved.title = regime.title;
  return regimes;
}

const std::vector<Regime>& handshake_regimes() {
  static const std::vector<Regime> regimes = [] {
    auto read = read_handshake_regimes(reserved_files());
    if (!read) throw Failure({Fault::internal, read.error().message, false});
    return std::move(*read);
  }();
  return regimes;
}

}  // namespace splitroot::correlate
